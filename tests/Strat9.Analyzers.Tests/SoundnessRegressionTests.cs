namespace Strat9.Analyzers.Tests;

/// <summary>Programs on which the analysis and the oracle of the soundness tests once disagreed, shrunk.</summary>
public class SoundnessRegressionTests
{
    public static TheoryData<string, string> Accepted => Case.Members(
        """
        ## the finally runs when the call that does not return throws
        void M(Buf b)
        {
            try
            {
                Fail();
            }
            finally
            {
                b.Free();
            }
        }

        ## a ref parameter is the caller's when a call does not return
        void M(ref Buf b)
        {
            Fail();
        }

        ## a using is disposed when a call does not return
        void M()
        {
            using (var k = Conn.Open())
            {
                Fail();
            }
        }

        ## a parameter that is taken on a result only stays when a call does not return
        bool M([Consumes(When = true)] Buf b)
        {
            Prepare();
            Fail();
            return false;
        }
        """);

    public static TheoryData<string, string> Reported1001 => Case.Members(
        """
        ## an out parameter that was left default
        bool M([Gives(When = true)] out Buf b)
        {
            b = default;
            {|STRAT1001:b|}.Free();
            return false;
        }
        """);

    public static TheoryData<string, string> Reported1002 => Case.Members(
        """
        ## nobody frees it when a call does not return
        void M(Buf {|STRAT1002:b|})
        {
            Prepare();
            Fail();
        }

        ## caught, and then forgotten
        void M(Buf {|STRAT1002:b|})
        {
            try
            {
                Fail();
            }
            catch
            {
            }
        }
        """);

    private const string Gates =
        """

        public enum GateState { [State(Initial = true)] Locked, [State] Shut }

        [Typestate(typeof(GateState))]
        public sealed class Gate
        {
            [Transition(GateState.Locked, GateState.Shut)] public void Unlock() => throw null!;
            [Transition(GateState.Shut, GateState.Locked)] public void Lock() => throw null!;
            [Consumes, Requires(GateState.Shut)] public void Remove() => throw null!;
            [Tests(GateState.Locked)] public bool IsLocked => throw null!;
            public static bool TryForce([Requires(GateState.Locked), Ensures(GateState.Shut, When = true)] ref Gate gate) => throw null!;
            public static void Any(ref Gate gate) => throw null!;
            public static void Make(out Gate gate) => throw null!;
        }
        """;

    public static TheoryData<string, string> StatesAccepted => Case.Members(
        """
        ## a member that consumes is asked for the state before it takes
        void M()
        {
            var gate = new Gate();
            gate.Unlock();
            gate.Remove();
        }

        ## a ref parameter without a contract comes back in any state
        void M(ref Gate gate)
        {
            if (gate.IsLocked)
            {
                gate.Unlock();
            }
        }

        ## what goes by reference comes back as it was on other results
        void M()
        {
            var gate = new Gate();
            if (!Gate.TryForce(ref gate))
            {
                gate.Unlock();
            }

            gate.Remove();
        }
        """);

    public static TheoryData<string, string> StatesReported2002 => Case.Members(
        """
        ## a member that consumes in another state
        void M()
        {
            var gate = new Gate();
            {|STRAT2002:gate.Remove()|};
        }
        """);

    public static TheoryData<string, string> StatesReported1004 => Case.Members(
        """
        ## discarded by name in a state that is not final
        void M()
        {
            {|STRAT1004:_ = new Gate()|};
        }

        ## discarded where it is given
        void M()
        {
            Gate.Make({|STRAT1004:out _|});
        }
        """);

    public static TheoryData<string, string> StatesReported2004 => Case.Members(
        """
        ## a promise for one result where the result is not known
        bool M([Requires(GateState.Locked), Ensures(GateState.Shut, When = true)] Gate gate, bool c)
        {
            {|STRAT2004:return c;|}
        }

        ## another value in another state
        void M([Requires(GateState.Shut)] ref Gate gate)
        {
            gate.Remove();
            gate = new Gate();
        {|STRAT2004:}|}

        ## given away by reference
        void M([Requires(GateState.Shut)] ref Gate gate)
        {
            Gate.Any(ref gate);
        {|STRAT2004:}|}

        ## from one of the states it may come in to another
        void M([Requires(GateState.Locked, GateState.Shut)] Gate gate)
        {
            if (gate.IsLocked)
            {
                gate.Unlock();
            }
        {|STRAT2004:}|}
        """);

    private const string Gate =
        """
        enum GateState { [State(Initial = true, Final = true)] Shut, [State] Open }

        [Typestate(typeof(GateState))]
        sealed class Gate
        {
            [Transition(GateState.Shut, GateState.Open)] public void Lift() { }
            [Transition(GateState.Open, GateState.Shut)] public void Drop() { }
        }

        static class Gates { public static void Any(ref Gate gate) { } public static void End(Gate gate) => Ownership.Forget(gate, "a test"); }

        $
        """;

    public static TheoryData<string, string> ReportedStates => Case.In(Gate,
        """
        ## handed out by reference without a contract, and nobody says in which state it came back
        class C
        {
            void M([Requires(GateState.Shut)] ref Gate gate)
            {
                gate.Lift();
                gate.Drop();
                Gates.Any(ref gate);
            {|~STRAT2004:}|}
        }

        ## in one of two states at first, taken through others on one way, and left in the wrong one
        enum LiftState { [State(Initial = true, Final = true)] Down, [State] Moving, [State(Final = true)] Up }

        [Typestate(typeof(LiftState))]
        sealed class Lift
        {
            [Tests(LiftState.Up)] public bool IsUp => throw new NotSupportedException();
            [Ensures(LiftState.Moving)] public void Go() { }
            [Transition(LiftState.Moving, LiftState.Down)] public void Sink() { }
            [Transition(LiftState.Moving, LiftState.Up)] public void Rise() { }
        }

        class C
        {
            void M([Requires(LiftState.Down, LiftState.Up)] Lift lift)
            {
                if (!lift.IsUp) lift.Go();
                lift.Go();
                lift.Sink();
            {|~STRAT2004:}|}
        }

        ## handed out by reference, and what is caught knows no state
        class C
        {
            void M()
            {
                var {|STRAT1002:gate|} = new Gate();
                try { Gates.Any(ref gate); Gates.End(gate); return; } catch (FormatException) { }
            }
        }
        """);

    [Theory]
    [MemberData(nameof(ReportedStates))]
    public Task Disagreements_ReportStates(string name, string source) => Case.Check(name, source);

    [Theory]
    [MemberData(nameof(StatesAccepted))]
    public Task StateDisagreements_DoNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Gates);

    [Theory]
    [MemberData(nameof(StatesReported2002))]
    public Task StateDisagreements_ReportWrongState(string name, string source) => Case.Reports("STRAT2002", name, source + Gates);

    [Theory]
    [MemberData(nameof(StatesReported1004))]
    public Task StateDisagreements_ReportDiscarded(string name, string source) => Case.Reports("STRAT1004", name, source + Gates);

    [Theory]
    [MemberData(nameof(StatesReported2004))]
    public Task StateDisagreements_ReportUnmet(string name, string source) => Case.Reports("STRAT2004", name, source + Gates);

    [Theory]
    [MemberData(nameof(Accepted))]
    public Task Disagreements_DoNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    [Theory]
    [MemberData(nameof(Reported1001))]
    public Task Disagreements_ReportUseAfterMove(string name, string source) => Case.Reports("STRAT1001", name, source);

    [Theory]
    [MemberData(nameof(Reported1002))]
    public Task Disagreements_ReportLeak(string name, string source) => Case.Reports("STRAT1002", name, source);
}
