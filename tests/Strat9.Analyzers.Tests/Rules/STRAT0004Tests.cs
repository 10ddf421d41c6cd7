using Microsoft.CodeAnalysis;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

public class STRAT0004Tests
{
    [Fact]
    public async Task NothingLeadsToIt_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            [Typestate] public readonly partial struct Door<TState>;
            [State(Initial = true, Final = true)] public partial struct Closed;
            [State] public partial struct {|STRAT0004:Lost|};
            public static partial class Door
            {
                [Transition] public static partial Door<Closed> Make();
                [Transition] public static partial Door<Closed> Find(this Door<Lost> door);
            }
            """);

        Assert.Equal(
            "State 'Lost' of 'Door' cannot be reached from an initial state: nothing leads to it, so 'Find' can never be called",
            Assert.Single(found).GetMessage(null));
        Assert.Equal(["Find"], found[0].AdditionalLocations.Select(Text));
    }

    [Fact]
    public async Task OnlyAnIslandLeadsToIt_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            [Typestate] public readonly partial struct Door<TState>;
            [State(Initial = true, Final = true)] public partial struct Closed;
            [State] public partial struct {|STRAT0004:A|};
            [State] public partial struct {|STRAT0004:B|};
            public static partial class Door
            {
                [Transition] public static partial Door<Closed> Make();
                [Transition] public static partial Door<B> Go(this Door<A> door);
                [Transition] public static partial Door<A> Back(this Door<B> door);
                [Transition] public static partial Door<Closed> Close(this Door<B> door);
            }
            """);

        Assert.Equal(
            [
                "State 'A' of 'Door' cannot be reached from an initial state: it is only reached from 'B' (by 'Back'), which cannot be reached either",
                "State 'B' of 'Door' cannot be reached from an initial state: it is only reached from 'A' (by 'Go'), which cannot be reached either",
            ],
            found.Select(d => d.GetMessage(null)).Order(StringComparer.Ordinal));
        Assert.Equal(["Back"], found.Single(d => d.GetMessage(null).StartsWith("State 'A'", StringComparison.Ordinal)).AdditionalLocations.Select(Text));
    }

    [Fact]
    public async Task OnlyItselfLeadsToIt_IsNoWay()
    {
        var found = await Verifier.Diagnostics(
            """
            enum S { [State(Initial = true, Final = true)] A, [State] {|STRAT0004:B|}, [State] {|STRAT0004:D|} }
            [Typestate(typeof(S))]
            class C
            {
                [Transition(S.B, S.B)] public void Stay() { }
                [Ensures(S.A)] public void Reset() { }
                [Requires(S.B), Ensures(S.D, When = true), Ensures(S.A, When = false)] public bool Try() => true;
                public int Value { [Requires(S.B)] get; [Requires(S.B), Ensures(S.D)] set; }
            }
            """,
            ignoreCompilerErrors: true);

        Assert.Equal(
            [
                "State 'B' of 'C' cannot be reached from an initial state: nothing leads to it, so 'Stay', 'Try' and 'Value' can never be called",
                "State 'D' of 'C' cannot be reached from an initial state: it is only reached from 'B' (by 'Try' and 'Value'), which cannot be reached either",
            ],
            found.Where(d => d.Id == "STRAT0004").Select(d => d.GetMessage(null)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task UsedByNoTransition_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            [Typestate] public readonly partial struct Door<TState>;
            [State(Initial = true, Final = true)] public partial struct Closed;
            [State(Initial = true, Final = true)] public partial struct {|STRAT0004:Unused|};
            public static partial class Door { [Transition] public static partial Door<Closed> Make(); }
            """);

        Assert.Equal("State 'Unused' cannot be reached from an initial state: no transition uses it", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task InPlace_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            enum FileState { [State(Initial = true, Final = true)] Closed, [State] Open, [State] {|STRAT0004:Broken|} }
            [Typestate(typeof(FileState))]
            class LogFile
            {
                [Transition(FileState.Closed, FileState.Open)] public void Open() { }
                [Transition(FileState.Open, FileState.Closed)] public void Close() { }
            }
            """);

        Assert.Equal("State 'Broken' of 'LogFile' cannot be reached from an initial state: nothing leads to it", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public Task FallibleAndAsyncAndInstanceEdges_DoesNotTrigger() => Verifier.Diagnostics(
        """
        [Typestate]
        public readonly partial struct Door<TState>
        {
            [Transition, Requires(typeof(Tried))] public Door<Locked> Lock() => To<Locked>();
        }

        [State(Initial = true)] public partial struct Open;
        [State] public partial struct Tried;
        [State] public partial struct Jammed;
        [State(Final = true)] public partial struct Locked;

        [TaggedUnion]
        public readonly partial struct Attempt
        {
            public static partial Attempt Done(Door<Tried> door);
            public static partial Attempt Failed(int code, Door<Jammed> door);
        }

        public static partial class Door
        {
            [Transition] public static partial Door<Open> Make();
            [Transition] public static Attempt Try(this Door<Open> door) => throw new NotImplementedException();
            [Transition] public static async Task<Door<Open>> Free(this Door<Jammed> door) { await Task.Yield(); return door.To<Open>(); }
        }
        """,
        ignoreCompilerErrors: true);

    [Fact]
    public Task ExtensionMembers_DoesNotTrigger() => Verifier.Diagnostics(
        """
        [Typestate] public readonly partial struct Door<TState>;
        [State(Initial = true)] public partial struct Open;
        [State(Final = true)] public partial struct Closed;
        public static partial class Door
        {
            [Transition] public static partial Door<Open> Make();
            extension(Door<Open> door) { [Transition] public Door<Closed> Close() => throw new NotImplementedException(); }
        }
        """);

    [Fact]
    public Task FromEveryState_DoesNotTrigger() => Verifier.Diagnostics(
        """
        [Typestate] public readonly partial struct Door<TState>;
        [State(Initial = true)] public partial struct Open;
        [State(Final = true)] public partial struct Broken;
        public static partial class Door
        {
            [Transition] public static partial Door<Open> Make();
            [Transition] public static partial Door<Broken> Break<TState>(this Door<TState> door) where TState : struct, IDoorState;
        }
        """);

    [Fact]
    public Task InPlace_ConstructorsSettersResultsAndConditions_DoesNotTrigger() => Verifier.Diagnostics(
        """
        enum S { [State(Initial = true, Final = true)] A, [State(Final = true)] B, [State(Final = true)] C, [State(Final = true)] D, [State(Final = true)] E, [State(Final = true)] F }
        [Typestate(typeof(S))]
        class Machine
        {
            [Ensures(S.B)] public Machine(int x) { }
            [Ensures(S.C, When = true)] public bool TryGo() => true;
            [Ensures(S.D)] public int Value { get; set; }
            [return: Ensures(S.E)] public static Machine Make() => throw new NotImplementedException();
        }
        class Derived(int x) : Machine(x) { [Transition(S.E, S.F)] public void Go() { } }
        """,
        ignoreCompilerErrors: true);

    private static string Text(Location place) => place.SourceTree!.GetText().ToString(place.SourceSpan);
}
