namespace Strat9.Analyzers.Tests.Rules;

/// <summary>State not known here.</summary>
public class STRAT2003Tests
{
    public static TheoryData<string, string> Unknowns => Case.Members(
        """
        ## a lent parameter without a state
        void M([Borrows] LogFile f) => {|STRAT2003:f.Write("x")|};

        ## a result without a state
        void M()
        {
            var f = Files.Some();
            {|STRAT2003:f.Write("x")|};
            if (f.IsOpen) f.Close();
        }

        ## after a call by ref
        void M()
        {
            var f = new LogFile();
            Files.Any(ref f);
            {|STRAT2003:f.Write("x")|};
            f.Reset();
        }

        ## known on one path only
        void M(bool c)
        {
            var f = c ? new LogFile() : Files.Some();
            {|STRAT2003:f.Open()|};
            f.Close();
        }

        ## an argument
        void M([Borrows] LogFile f) => Files.Append({|STRAT2003:f|});

        ## an argument that is taken
        void M(LogFile f) => Files.Eat({|STRAT2003:f|});

        ## an extension's receiver
        void M([Borrows] LogFile f) => {|STRAT2003:f.Dump()|};

        ## a field without a contract
        [Linear]
        sealed class Owner(LogFile file)
        {
            private LogFile _file = file;
            public void Write() => {|STRAT2003:_file.Write("x")|};
            [Consumes] public void Close() => _file.Reset();
        }

        ## a property read from outside
        void M([Borrows] Bureau bureau) => {|STRAT2003:bureau.File.Write("x")|};

        [MoveOnly]
        sealed class Bureau
        {
            [Borrows] public LogFile File => throw new NotSupportedException();
        }
        """);

    [Theory]
    [MemberData(nameof(Unknowns))]
    public Task Unknown_Reports(string name, string source) => Case.Reports("STRAT2003", name, source + InPlaceTypes.Source);

    public static TheoryData<string, string> Quiet => Case.Members(
        """
        ## tested
        void M([Borrows] LogFile f)
        {
            if (f.IsOpen) f.Write("x");
            if (f.State == FileState.Open) f.Write("y");
        }

        ## tested, early return
        void M([Borrows] LogFile f)
        {
            if (!f.IsOpen) return;
            f.Write("x");
        }

        ## required
        void M([Requires(FileState.Open)] LogFile f) => f.Write("x");

        ## a member for every state
        void M([Borrows] LogFile f) => Note(f.Name);

        ## a result tested and ended
        void M()
        {
            var f = Files.Some();
            if (f.IsOpen) f.Close();
        }

        ## a result brought to a state
        void M()
        {
            var f = Files.Some();
            f.Reset();
            f.Open();
            f.Close();
        }

        ## an argument tested
        void M([Borrows] LogFile f)
        {
            if (f.IsOpen) Files.Append(f);
        }

        ## handed on, not known as it is
        LogFile M() => Files.Some();

        ## lent on, not known as it is
        void M([Borrows] LogFile f) => Files.Show(f);

        ## a field with a contract
        [Linear]
        sealed class Owner
        {
            [Requires(FileState.Open)] private LogFile _file = Files.Opened();
            public void Write() => _file.Write("x");
            [Consumes] public void Close() => _file.Close();
        }
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Unknown_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + InPlaceTypes.Source);
}
