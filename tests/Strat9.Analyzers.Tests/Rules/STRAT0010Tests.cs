namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Contract attributes contradict each other or cannot hold here.</summary>
public class STRAT0010Tests
{
    public static TheoryData<string, string> Contradictions => Case.Sources(
        """
        ## taken and lent
        abstract class C
        {
            public abstract void M({|STRAT0010:[Consumes, Borrows] Buf b|});
        }

        ## taken by in
        abstract class C
        {
            public abstract void M({|STRAT0010:[Consumes] in Buf b|});
        }

        ## lent by out
        abstract class C
        {
            public abstract void M({|STRAT0010:[Borrows] out Buf b|});
        }

        ## taken by out
        abstract class C
        {
            public abstract void M({|STRAT0010:[Consumes] out Buf b|});
        }

        ## given by value
        abstract class C
        {
            public abstract bool M({|STRAT0010:[Gives(When = true)] Tok t|});
        }

        ## given by ref
        abstract class C
        {
            public abstract bool M({|STRAT0010:[Gives(When = true)] ref Buf b|});
        }

        ## taken on a result of a method without one
        abstract class C
        {
            public abstract void M({|STRAT0010:[Consumes(When = true)] Buf b|});
        }

        ## given on a result of a method without one
        abstract class C
        {
            public abstract void M({|STRAT0010:[Gives(When = true)] out Buf b|});
        }

        ## taken on a bool where the result is a number
        abstract class C
        {
            public abstract int M({|STRAT0010:[Consumes(When = true)] Buf b|});
        }

        ## taken on a member of another enum
        enum Other { Fine }

        abstract class C
        {
            public abstract Sent M({|STRAT0010:[Consumes(When = Other.Fine)] Tok t|});
        }

        ## given on an enum member where the result is a bool
        abstract class C
        {
            public abstract bool M({|STRAT0010:[Gives(When = Sent.Ok)] out Buf b|});
        }

        ## a receiver taken on a result of a method without one
        [Linear]
        abstract class C
        {
            {|STRAT0010:[Consumes(When = true)] public abstract void M();|}
        }

        ## a static method has no receiver
        [Linear]
        sealed class C
        {
            {|STRAT0010:[Consumes] public static void M() { }|}
        }

        ## a state ensured of a struct that went by value
        enum Phase { [State(Initial = true, Final = true)] Off, [State] On }

        [Typestate(typeof(Phase))]
        struct Lamp
        {
            public Lamp(int id) { }
            [Transition(Phase.Off, Phase.On)] public void Light() { }
            [Transition(Phase.On, Phase.Off)] public void Douse() { }
        }

        abstract class C
        {
            public abstract void M({|STRAT0010:[Ensures(Phase.On)] Lamp lamp|});
        }
        """);

    [Theory]
    [MemberData(nameof(Contradictions))]
    public Task Contradiction_Reports(string name, string source) => Case.Reports("STRAT0010", name, source);

    public static TheoryData<string, string> Quiet => Case.Sources(
        """
        ## one of each
        abstract class C
        {
            public abstract void A([Consumes] Buf b);
            public abstract void B([Borrows] Buf b);
            public abstract bool D([Consumes(When = true)] Buf b);
            public abstract bool E([Consumes(When = false)] Tok t);
            public abstract Sent F([Consumes(When = Sent.Full)] Buf b);
            public abstract bool G([Gives(When = true)] out Buf b);
            public abstract Sent H([Gives(When = Sent.Ok)] out Buf b);
            [return: Borrows] public abstract Res I();
            public abstract void J([Borrows] Action a, [Consumes] Action b);
            public abstract Task<bool> K([Consumes(When = true)] Buf b);
            public abstract ValueTask<Sent> L([Consumes(When = Sent.Ok)] Buf b);
        }

        ## receivers
        [Linear]
        abstract class C
        {
            [Consumes] public abstract void A();
            [Consumes(When = true)] public abstract bool B();
            [Consumes(When = Sent.Ok)] public abstract Sent D();
            [Consumes] public abstract Task E();
        }

        ## a state ensured of a class
        enum Phase { [State(Initial = true, Final = true)] Off, [State] On }

        [Typestate(typeof(Phase))]
        sealed class Lamp
        {
            [Transition(Phase.Off, Phase.On)] public void Light() { }
            [Transition(Phase.On, Phase.Off)] public void Douse() { }
        }

        abstract class C
        {
            public abstract void A([Ensures(Phase.On)] Lamp lamp);
            public abstract void B([Requires(Phase.On)] Lamp lamp);
            public abstract void D([Requires(Phase.On), Ensures(Phase.Off)] Lamp lamp);
            public abstract void E([Consumes, Requires(Phase.Off)] Lamp lamp);
            public abstract bool F([Ensures(Phase.On, When = true)] Lamp lamp);
        }
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Contradiction_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
