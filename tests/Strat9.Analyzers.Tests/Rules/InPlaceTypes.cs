namespace Strat9.Analyzers.Tests.Rules;

/// <summary>In-place protocols, for the rules about states.</summary>
internal static class InPlaceTypes
{
    public const string Source =
        """

        public enum FileState { [State(Initial = true, Final = true)] Closed, [State] Open }

        [Typestate(typeof(FileState))]
        public sealed class LogFile
        {
            private int _lines = -1;

            [Transition(FileState.Closed, FileState.Open)] public void Open() => _lines = 0;
            [Requires(FileState.Open)] public void Write(string line) => _lines++;
            [Requires(FileState.Open)] public int Lines => _lines;
            [Transition(FileState.Open, FileState.Closed)] public void Close() => _lines = -1;
            [Ensures(FileState.Closed)] public void Reset() => _lines = -1;
            [Tests(FileState.Open)] public bool IsOpen => _lines >= 0;
            [Tests] public FileState State => _lines >= 0 ? FileState.Open : FileState.Closed;

            [Ensures(FileState.Open, When = true)]
            public bool TryOpen()
            {
                _lines = Next() - 1;
                return _lines >= 0;
            }

            [Transition(FileState.Closed, FileState.Open)]
            public async Task OpenAsync()
            {
                await Task.Yield();
                _lines = 0;
            }

            public string Name => "log";
        }

        public enum DoorState { [State(Initial = true)] Locked, [State] Shut, [State] Ajar, [State(Final = true)] Gone }

        [Typestate(typeof(DoorState))]
        public sealed class Door
        {
            private int _moves;

            [Transition(DoorState.Locked, DoorState.Shut)] public void Unlock() => _moves++;
            [Transition(DoorState.Shut, DoorState.Locked)] public void Lock() => _moves++;
            [Transition(DoorState.Shut, DoorState.Ajar)] public void Open() => _moves++;
            [Transition(DoorState.Ajar, DoorState.Shut)] public void Close() => _moves++;
            [Requires(DoorState.Shut, DoorState.Ajar)] public void Knock() { }
            [Requires(DoorState.Locked, DoorState.Shut), Ensures(DoorState.Gone)] public void Remove() => _moves++;
            public int Moves => _moves;
        }

        public static class Files
        {
            public static void Append([Requires(FileState.Open)] LogFile f) => f.Write("x");
            public static void OpenIt([Requires(FileState.Closed), Ensures(FileState.Open)] LogFile f) => f.Open();
            public static void CloseIt([Requires(FileState.Open), Ensures(FileState.Closed)] LogFile f) => f.Close();
            public static bool TryOpenIt([Ensures(FileState.Open, When = true)] LogFile f) => f.TryOpen();
            public static void Show([Borrows] LogFile f) => Note(f.Name);
            public static void Eat([Consumes, Requires(FileState.Closed)] LogFile f) { }
            public static void Any(ref LogFile f) => throw new NotImplementedException();
            public static void Dump([Requires(FileState.Open)] this LogFile f) => f.Write("x");
            public static LogFile Some() => throw new NotImplementedException();
            [return: Ensures(FileState.Open)] public static LogFile Opened() => throw new NotImplementedException();
            [return: Ensures(FileState.Closed)] public static LogFile Fresh() => new LogFile();
        }
        """;
}
