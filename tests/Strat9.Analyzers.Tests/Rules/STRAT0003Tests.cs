using Microsoft.CodeAnalysis;
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
            "Protocol 'Door' has no initial state: mark the one it begins in [State(Initial = true)]; no transition leads to 'Open'", Assert.Single(found).GetMessage(null));
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
            "Protocol 'C' has no initial state: mark the one it begins in [State(Initial = true)]; no transition leads to 'A'", Assert.Single(found).GetMessage(null));
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
        Assert.Equal(["A", "B"], found[0].AdditionalLocations.Select(Text));
    }

    [Fact]
    public async Task EntryLeadsToUnmarkedState_NamesBoth()
    {
        var found = await Verifier.Diagnostics(
            """
            enum S { [State(Final = true)] A, [State] B, [State(Final = true)] D }
            [Typestate(typeof(S))]
            class {|STRAT0003:C|}
            {
                [Ensures(S.B)] public C(int x) { }
                [return: Ensures(S.B)] public static C Make() => throw new NotImplementedException();
                [Transition(S.B, S.A)] public void Go() { }
            }
            """,
            ignoreCompilerErrors: true);

        var one = Assert.Single(found, d => d.Id == "STRAT0003");
        Assert.Equal(
            "Protocol 'C' has no initial state: mark the one it begins in [State(Initial = true)]; 'new C' and 'Make' begin it in 'B'",
            one.GetMessage(null));
        Assert.Equal("B", Text(Assert.Single(one.AdditionalLocations)));
    }

    [Fact]
    public async Task Circle_SaysWhichStatesThereAre()
    {
        var found = await Verifier.Diagnostics(
            """
            enum S { [State(Final = true)] A, [State] B }
            [Typestate(typeof(S))]
            class {|STRAT0003:C|} { [Transition(S.A, S.B)] public void Go() { } [Transition(S.B, S.A)] public void Back() { } }
            """);

        Assert.Equal("Protocol 'C' has no initial state: mark the one it begins in [State(Initial = true)]", Assert.Single(found).GetMessage(null));
        Assert.Equal(["A", "B"], found[0].AdditionalLocations.Select(Text));
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

    private static string Text(Location place) => place.SourceTree!.GetText().ToString(place.SourceSpan);
}
