namespace Strat9.Analyzers.Tests.Rules;

/// <summary><c>[Ensures]</c>, or the state a parameter, field or receiver must keep, not met at a return.</summary>
public class STRAT2004Tests
{
    public static TheoryData<string, string> Unmet => Case.Members(
        """
        ## a parameter's promise
        void M([Requires(FileState.Closed), Ensures(FileState.Open)] LogFile f)
        {
            Note(f.Name);
        {|STRAT2004:}|}

        ## a parameter's promise on one path
        void M([Requires(FileState.Closed), Ensures(FileState.Open)] LogFile f, bool c)
        {
            if (c) {|STRAT2004:return;|}
            f.Open();
        }

        ## a parameter's state to be kept
        void M([Requires(FileState.Open)] LogFile f)
        {
            f.Close();
        {|STRAT2004:}|}

        ## a lent parameter's tested state to be kept
        void M([Requires(FileState.Open)] LogFile f, bool c)
        {
            f.Write("x");
            if (c)
            {
                f.Close();
                {|STRAT2004:return;|}
            }

            f.Write("y");
        }

        ## a result's promise
        [return: Ensures(FileState.Open)]
        LogFile M()
        {
            var f = new LogFile();
            {|STRAT2004:return f;|}
        }

        ## a result's promise by an expression
        [return: Ensures(FileState.Open)]
        LogFile M() => {|STRAT2004:new LogFile()|};

        ## a result's promise, not known
        [return: Ensures(FileState.Open)]
        LogFile M() => {|STRAT2004:Files.Some()|};

        ## a conditional promise
        bool M([Requires(FileState.Closed), Ensures(FileState.Open, When = true)] LogFile f)
        {
            {|STRAT2004:return true;|}
        }

        ## a conditional promise, the other result changed
        bool M([Requires(FileState.Closed), Ensures(FileState.Open, When = true)] LogFile f)
        {
            f.Open();
            {|STRAT2004:return false;|}
        }

        ## a field's contract
        [Linear]
        sealed class Owner
        {
            [Requires(FileState.Open)] private LogFile _file = Files.Opened();

            public void M()
            {
                _file.Close();
            {|STRAT2004:}|}

            [Consumes] public void Close() => _file.Close();
        }
        """);

    [Theory]
    [MemberData(nameof(Unmet))]
    public Task Unmet_Reports(string name, string source) => Case.Reports("STRAT2004", name, source + InPlaceTypes.Source);

    public static TheoryData<string, string> Members => Case.In(
        """
        public enum Phase { [State(Initial = true, Final = true)] Off, [State] On }

        [Typestate(typeof(Phase))]
        public sealed class Lamp
        {
            private int _turns;

            [Transition(Phase.Off, Phase.On)] public void Light() => _turns++;
            [Transition(Phase.On, Phase.Off)] public void Douse() => _turns++;
            [Requires(Phase.On)] public int Turns => _turns;

        $
        }
        """,
        """
        ## a member that goes too far
        [Requires(Phase.Off), Ensures(Phase.On)]
        public void M()
        {
            Light();
            Douse();
        {|STRAT2004:}|}

        ## a member that must leave it as it was
        [Requires(Phase.Off)]
        public void M()
        {
            Light();
        {|STRAT2004:}|}

        ## a member on one path
        [Transition(Phase.Off, Phase.On)]
        public void M(bool c)
        {
            Light();
            if (c)
            {
                Douse();
                {|STRAT2004:return;|}
            }
        }

        ## a member's conditional promise
        [Requires(Phase.Off), Ensures(Phase.On, When = true)]
        public bool M(bool c)
        {
            if (c) Light();
            {|STRAT2004:return true;|}
        }
        """);

    [Theory]
    [MemberData(nameof(Members))]
    public Task Member_Reports(string name, string source) => Case.Reports("STRAT2004", name, source);

    public static TheoryData<string, string> Quiet => Case.Members(
        """
        ## a parameter's promise
        void M([Requires(FileState.Closed), Ensures(FileState.Open)] LogFile f) => f.Open();

        ## a parameter's promise on every path
        void M([Requires(FileState.Closed), Ensures(FileState.Open)] LogFile f, bool c)
        {
            if (c)
            {
                Files.OpenIt(f);
                return;
            }

            f.Open();
        }

        ## a state kept in the end
        void M([Requires(FileState.Open)] LogFile f)
        {
            f.Close();
            f.Open();
        }

        ## a result's promise
        [return: Ensures(FileState.Open)]
        LogFile M()
        {
            var f = new LogFile();
            f.Open();
            return f;
        }

        ## a conditional promise
        bool M([Requires(FileState.Closed), Ensures(FileState.Open, When = true)] LogFile f, bool c)
        {
            if (!c) return false;
            f.Open();
            return true;
        }

        ## a conditional promise of another
        bool M([Ensures(FileState.Open, When = true)] LogFile f) => f.TryOpen();

        ## a field's contract, restored
        [Linear]
        sealed class Owner
        {
            [Requires(FileState.Open)] private LogFile _file = Files.Opened();

            public void M()
            {
                _file.Close();
                Prepare();
                _file.Open();
            }

            [Consumes] public void Close() => _file.Close();
        }

        ## a member that is its own transition
        enum Phase { [State(Initial = true, Final = true)] Off, [State] On }

        [Typestate(typeof(Phase))]
        sealed class Lamp
        {
            private int _turns;

            [Transition(Phase.Off, Phase.On)] public void Light() => _turns++;
            [Transition(Phase.On, Phase.Off)] public void Douse() => _turns++;

            [Transition(Phase.Off, Phase.On)]
            public void Again()
            {
                Light();
                Douse();
                Light();
            }

            [Requires(Phase.Off)]
            public void Flash()
            {
                Light();
                Douse();
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Met_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + InPlaceTypes.Source);
}
