namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Members that change the state of their object by others, on every path.</summary>
public class ComposedMemberTests
{
    private const string Types =
        """

        public enum Wire { [State(Initial = true, Final = true)] Cut, [State] Joined }

        [Typestate(typeof(Wire))]
        public class Plug
        {
            private int _n;
            [Transition(Wire.Cut, Wire.Joined)] public virtual void Join() => _n = 1;
            [Transition(Wire.Joined, Wire.Cut)] public virtual void Cut() => _n = 0;
            [Requires(Wire.Joined)] public virtual void Send(string text) => Note(text);
            [Tests(Wire.Joined)] public bool IsJoined => _n > 0;
            [Tests] public Wire State => _n > 0 ? Wire.Joined : Wire.Cut;
            [Ensures(Wire.Joined, When = true)] public bool TryJoin() => throw new NotSupportedException();
            [return: Ensures(Wire.Joined)] public static Plug Joined() => throw new NotSupportedException();
            public int Count => _n;
        }
        """;

    public static TheoryData<string, string> Wrong => Case.Sources(
        """
        ## fields, composed
        [Typestate(typeof(Wire))]
        public sealed class Pair1
        {
            private readonly Plug _a = new Plug();
            private readonly Plug _b = new Plug();

            [Transition(Wire.Cut, Wire.Joined)]
            public void Join()
            {
                if (!_a.IsJoined) _a.Join();
                if (!_b.IsJoined) _b.Join();
            }

            [Transition(Wire.Joined, Wire.Cut)]
            public void Cut()
            {
                if (_a.IsJoined) _a.Cut();
                {|STRAT2003:_b.Cut()|};
            }
        }

        ## fields with contracts, one forgotten
        [Typestate(typeof(Wire))]
        public sealed class Pair1
        {
            [Requires(Wire.Cut, In = Wire.Cut), Requires(Wire.Joined, In = Wire.Joined)] private readonly Plug _a = new Plug();
            [Requires(Wire.Cut, In = Wire.Cut), Requires(Wire.Joined, In = Wire.Joined)] private readonly Plug _b = new Plug();

            [Transition(Wire.Cut, Wire.Joined)]
            public void Join()
            {
                _a.Join();
            {|STRAT2004:}|}

            [Transition(Wire.Joined, Wire.Cut)]
            public void Cut()
            {
                _a.Cut();
                _b.Cut();
            }
        }

        ## a private helper that forgets a branch
        public enum Conn2 { [State(Initial = true)] New, [State] Open, [State(Final = true)] Closed }

        [Typestate(typeof(Conn2))]
        public sealed class Connection
        {
            private int _n;
            [Transition(Conn2.New, Conn2.Open)] public void Open() => _n = 1;
            [Transition(Conn2.Open, Conn2.Closed)] public void Close() => _n = 2;
            [Requires(Conn2.New, Conn2.Open), Ensures(Conn2.Closed)] public void Abort() { if (IsOpen) Close(); {|STRAT2004:}|}
            [Tests(Conn2.Open)] public bool IsOpen => _n == 1;
        }

        ## try members with own calls
        public enum Conn2 { [State(Initial = true, Final = true)] New, [State(Final = true)] Open }

        [Typestate(typeof(Conn2))]
        public sealed class Connection
        {
            private int _n;
            [Transition(Conn2.New, Conn2.Open)] public void Open() => _n = 1;
            [Transition(Conn2.Open, Conn2.New)] public void Close() => _n = 2;

            [Requires(Conn2.New), Ensures(Conn2.Open, When = true)]
            public bool TryOpen()
            {
                try
                {
                    Open();
                    return true;
                }
                catch (InvalidOperationException)
                {
                    return false;
                }
            }

            [Requires(Conn2.New), Ensures(Conn2.Open, When = true)]
            public bool TryTwice(bool c)
            {
                Open();
                if (c) return true;
                Close();
                return false;
            }

            [Requires(Conn2.New), Ensures(Conn2.Open, When = true)]
            public bool Wrong(bool c)
            {
                if (c)
                {
                    Open();
                    {|STRAT2004:return false;|}
                }
                {|STRAT2004:return true;|}
            }

            [Requires(Conn2.New), Ensures(Conn2.Open, When = true)]
            public bool Computed(bool c)
            {
                if (c) Open();
                {|STRAT2004:return c;|}
            }

            [Requires(Conn2.New), Ensures(Conn2.Open, When = true)]
            public bool Flag(int n)
            {
                var ok = false;
                if (n > 1) { Open(); ok = true; }
                return ok;
            }

            [Requires(Conn2.New), Ensures(Conn2.Open, When = true)]
            public bool Handed() => TryOpen();
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + Types + InPlaceTypes.Source);

    public static TheoryData<string, string> Right => Case.Sources(
        """
        ## fields with contracts
        [Typestate(typeof(Wire))]
        public sealed class Pair1
        {
            [Requires(Wire.Cut, In = Wire.Cut), Requires(Wire.Joined, In = Wire.Joined)] private readonly Plug _a = new Plug();
            [Requires(Wire.Cut, In = Wire.Cut), Requires(Wire.Joined, In = Wire.Joined)] private readonly Plug _b = new Plug();

            [Transition(Wire.Cut, Wire.Joined)]
            public void Join()
            {
                _a.Join();
                _b.Join();
            }

            [Transition(Wire.Joined, Wire.Cut)]
            public void Cut()
            {
                _a.Cut();
                _b.Cut();
            }

            [Requires(Wire.Joined)]
            public void Send(string s)
            {
                _a.Send(s);
                _b.Send(s);
            }
        }

        ## a private helper that changes state
        public enum Conn2 { [State(Initial = true)] New, [State] Open, [State(Final = true)] Closed }

        [Typestate(typeof(Conn2))]
        public sealed class Connection
        {
            private int _n;
            [Transition(Conn2.New, Conn2.Open)] public void Open() { Handshake(); SetOpen(); }
            [Requires(Conn2.New), Ensures(Conn2.Open)] private void SetOpen() => _n = 1;
            private void Handshake() => Note(_n);
            [Requires(Conn2.Open)] public void Send() { Note(_n); Count(); }
            private void Count() => _n++;
            [Transition(Conn2.Open, Conn2.Closed)] public void Close() => _n = 2;
            [Requires(Conn2.New, Conn2.Open), Ensures(Conn2.Closed)] public void Abort() { if (IsOpen) Close(); else Never(); }
            [Transition(Conn2.New, Conn2.Closed)] private void Never() => _n = 3;
            [Tests(Conn2.Open)] public bool IsOpen => _n == 1;
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types + InPlaceTypes.Source);
}
