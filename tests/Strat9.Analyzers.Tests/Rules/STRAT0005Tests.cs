using Microsoft.CodeAnalysis;
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
            "State 'Stuck' of 'Door' is a trap: 'Open' -Jam-> 'Stuck'; from there no final state and no ending transition can be reached; no transition leaves it: add one, or mark it [State(Final = true)]",
            Assert.Single(found).GetMessage(null));
        Assert.Equal(["Jam"], found[0].AdditionalLocations.Select(Text));
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

        Assert.Equal(
            [
                "State 'Closed' of 'Door' is a trap: 'Open' -Close-> 'Closed'; from there no final state and no ending transition can be reached; 'Reopen' only leads to 'Open'",
                "State 'Open' of 'Door' is a trap: 'Make' begins it here; from there no final state and no ending transition can be reached; 'Close' only leads to 'Closed'",
            ],
            found.Select(d => d.GetMessage(null)).Order(StringComparer.Ordinal));
        Assert.Equal(["Make", "Close"], found.Single(d => d.GetMessage(null).StartsWith("State 'Open'", StringComparison.Ordinal)).AdditionalLocations.Select(Text));
    }

    /// <summary>The way is told from where it leaves the states that are right; the whole of it is in the locations.</summary>
    [Fact]
    public async Task FarAway_TellsTheWayIn()
    {
        var found = await Verifier.Diagnostics(
            """
            enum S { [State(Initial = true)] A, [State] B, [State] {|STRAT0005:X|}, [State] {|STRAT0005:Y|}, [State] {|STRAT0005:Z|}, [State(Final = true)] End }
            [Typestate(typeof(S))]
            class C
            {
                [Transition(S.A, S.B)] public void Go() { }
                [Transition(S.B, S.End)] public void Stop() { }
                [Requires(S.B), Ensures(S.X, When = false)] public bool Fail() => true;
                [Transition(S.X, S.Y)] public void Fall() { }
                [Transition(S.Y, S.Z)] public void Deeper() { }
                [Transition(S.Z, S.Z)] public void Turn() { }
            }
            """);

        const string There = "from there no final state and no ending transition can be reached; ";
        Assert.Equal(
            [
                $"State 'X' of 'C' is a trap: 'B' -Fail-> 'X'; {There}'Fall' only leads to 'Y' and 'Z'",
                $"State 'Y' of 'C' is a trap: 'B' -Fail-> 'X' -Fall-> 'Y'; {There}'Deeper' only leads to 'Z'",
                $"State 'Z' of 'C' is a trap: 'B' -Fail-> 'X' -Fall-> 'Y' -Deeper-> 'Z'; {There}'Turn' only comes back to it",
            ],
            found.Select(d => d.GetMessage(null)).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["Go", "Fail", "Fall", "Deeper"],
            found.Single(d => d.GetMessage(null).StartsWith("State 'Y'", StringComparison.Ordinal)).AdditionalLocations.Select(Text));
    }

    [Fact]
    public async Task InPlace_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            enum S { [State(Initial = true, Final = true)] A, [State] {|STRAT0005:B|} }
            [Typestate(typeof(S))] class C { [Transition(S.A, S.B)] public void Go() { } }
            """);

        Assert.StartsWith("State 'B' of 'C' is a trap: 'A' -Go-> 'B'; ", Assert.Single(found).GetMessage(null), StringComparison.Ordinal);
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

    private static string Text(Location place) => place.SourceTree!.GetText().ToString(place.SourceSpan);
}
