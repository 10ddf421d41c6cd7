using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

public class STRAT0005Tests
{
    [Fact]
    public async Task NothingLeavesIt_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            [Typestate] public readonly partial struct Door<TState>;
            [State(Initial = true)] public partial struct Open;
            [State] public partial struct {|STRAT0005:Stuck|};
            public static partial class Door
            {
                [Transition] public static partial Door<Open> Make();
                [Transition] public static partial Door<Stuck> Jam(this Door<Open> door);
                [Transition] public static partial void End(this Door<Open> door);
            }
            """);

        Assert.Equal(
            "State 'Stuck' of 'Door' is a trap: from it no final state and no ending transition can be reached; no transition leaves it: add one, or mark it [State(Final = true)]",
            Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task OnlyACircleLeavesIt_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            [Typestate] public readonly partial struct Door<TState>;
            [State(Initial = true)] public partial struct {|STRAT0005:Open|};
            [State] public partial struct {|STRAT0005:Closed|};
            public static partial class Door
            {
                [Transition] public static partial Door<Open> Make();
                [Transition] public static partial Door<Closed> Close(this Door<Open> door);
                [Transition] public static partial Door<Open> Reopen(this Door<Closed> door);
            }
            """);

        Assert.Contains(
            found,
            d => d.GetMessage(null) == "State 'Open' of 'Door' is a trap: from it no final state and no ending transition can be reached; its transitions lead only to 'Closed'");
    }

    [Fact]
    public async Task InPlace_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            enum S { [State(Initial = true, Final = true)] A, [State] {|STRAT0005:B|} }
            [Typestate(typeof(S))] class C { [Transition(S.A, S.B)] public void Go() { } }
            """);

        Assert.StartsWith("State 'B' of 'C' is a trap: ", Assert.Single(found).GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public Task FinalStateAndEndsFarAway_DoesNotTrigger() => Verifier.Diagnostics(
        """
        [Typestate] public readonly partial struct Door<TState>;
        [State(Initial = true)] public partial struct Open;
        [State] public partial struct Closed;
        [State] public partial struct Locked;
        public static partial class Door
        {
            [Transition] public static partial Door<Open> Make();
            [Transition] public static partial Door<Closed> Close(this Door<Open> door);
            [Transition] public static partial Door<Locked> Lock(this Door<Closed> door);
            [Transition] public static partial Door<Closed> Unlock(this Door<Locked> door);
            [Transition] public static partial void Remove(this Door<Closed> door);
        }
        """);

    [Fact]
    public Task InPlace_ConsumingMemberAndDispose_DoesNotTrigger() => Verifier.Diagnostics(
        """
        enum S { [State(Initial = true)] A, [State] B }
        [Typestate(typeof(S))]
        class C : IDisposable
        {
            [Transition(S.A, S.B)] public void Go() { }
            [Requires(S.A)] void IDisposable.Dispose() { }
            [Requires(S.B), Consumes] public void End() { }
        }
        """);
}
