using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

public class STRAT0003Tests
{
    [Fact]
    public async Task NoInitialState_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            [Typestate] public readonly partial struct {|STRAT0003:Door|}<TState>;
            [State] public partial struct Open;
            [State(Final = true)] public partial struct Closed;
            public static partial class Door { [Transition] public static partial Door<Closed> Close(this Door<Open> door); }
            """);

        Assert.Equal(
            "Protocol 'Door' has no initial state: mark the one it begins in [State(Initial = true)]", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task NoTransition_Reports()
    {
        var found = await Verifier.Diagnostics("[Typestate] public readonly partial struct {|STRAT0003:Door|}<TState>;");

        Assert.Equal("Protocol 'Door' has no initial state: no transition uses any state", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task InPlace_NoInitialState_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            enum S { [State(Final = true)] A, [State(Final = true)] B }
            [Typestate(typeof(S))] class {|STRAT0003:C|} { [Transition(S.A, S.B)] public void Go() { } }
            """);

        Assert.Equal(
            "Protocol 'C' has no initial state: mark the one it begins in [State(Initial = true)]", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task InPlace_TwoInitialStates_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            enum S { [State(Initial = true, Final = true)] A, [State(Initial = true, Final = true)] B }
            [Typestate(typeof(S))] class {|STRAT0003:C|};
            """);

        Assert.Equal(
            "Protocol 'C' has 2 initial states, 'A' and 'B': a new object is in one of them, mark only that one",
            Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task InPlace_NoState_Reports()
    {
        var found = await Verifier.Diagnostics("enum S { A } [Typestate(typeof(S))] class {|STRAT0003:C|};");

        Assert.Equal(
            "Protocol 'C' has no state: mark members of its enum [State], and the one it begins in [State(Initial = true)]",
            Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public Task SeveralInitialStates_ByType_DoesNotTrigger() => Verifier.Diagnostics(
        """
        [Typestate] public readonly partial struct Door<TState>;
        [State(Initial = true)] public partial struct Open;
        [State(Initial = true, Final = true)] public partial struct Closed;
        public static partial class Door
        {
            [Transition] public static partial Door<Open> MakeOpen();
            [Transition] public static partial Door<Closed> MakeClosed();
            [Transition] public static partial Door<Closed> Close(this Door<Open> door);
        }
        """);

    [Fact]
    public Task DerivedType_DoesNotTrigger() => Verifier.Diagnostics(
        """
        enum S { [State(Initial = true)] A, [State(Final = true)] B }
        [Typestate(typeof(S))] class C;
        class D : C { [Transition(S.A, S.B)] public void Go() { } }
        """);
}
