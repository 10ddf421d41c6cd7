using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

public class STRAT0008Tests
{
    private const string Two =
        """
        [Typestate] public readonly partial struct Door<TState>;
        [State(Initial = true)] public partial struct Open;
        [State(Final = true)] public partial struct Closed;
        public static partial class Door
        {
            [Transition] public static partial Door<Open> Make();
            [Transition] public static partial Door<Closed> Close(this Door<Open> door);
        }

        [Typestate] public readonly partial struct Lamp<TState>;
        [State(Initial = true)] public partial struct Off;
        [State] public partial struct On;
        public static partial class Lamp
        {
            [Transition] public static partial Lamp<Off> Make();
            [Transition] public static partial Lamp<On> Light(this Lamp<Off> lamp);
            [Transition] public static partial void Break(this Lamp<On> lamp);
            [Transition] public static partial void Remove(this Lamp<Off> lamp);
        }

        """;

    [Fact]
    public async Task TransitionIntoAnotherProtocolsState_Reports()
    {
        var found = await Verifier.Diagnostics(
            Two + "public static partial class More { [Transition] public static partial Door<{|STRAT0008:On|}> Oops(this Door<Open> door); }");

        Assert.Equal("'On' is no state of 'Door': it belongs to 'Lamp', and here nothing else leads out of it", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task TransitionFromAnotherProtocolsState_Reports()
    {
        var found = await Verifier.Diagnostics(
            Two + "public static partial class More { [Transition] public static partial Door<Closed> Oops(this Door<{|STRAT0008:On|}> door); }");

        Assert.Equal("'On' is no state of 'Door': it belongs to 'Lamp', and here nothing else leads to it", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task UseOutsideTransitions_Reports()
    {
        var found = await Verifier.Diagnostics(
            Two + "public static class More { public static void Look(in Door<{|STRAT0008:On|}> {|CS0315:door|}) { } }");

        Assert.Contains(found, d => d.GetMessage(null) == "'On' is no state of 'Door': it belongs to 'Lamp', and no transition here uses it");
    }

    [Fact]
    public async Task RequiredState_Reports()
    {
        var found = await Verifier.Diagnostics(
            Two + "public readonly partial struct Door<TState> { [Requires(typeof(Open), typeof({|STRAT0008:Off|}))] public void Knock() { } }");

        Assert.Equal("'Off' is no state of 'Door': it belongs to 'Lamp', and no transition here uses it", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task NoStateAtAll_Reports()
    {
        var found = await Verifier.Diagnostics(
            Two + "public static partial class More { [Transition] public static partial Door<{|STRAT0008:int|}> Oops(this Door<Open> door); }",
            ignoreCompilerErrors: true);

        Assert.Equal("'int' is no state of 'Door': it is not a struct marked [State]", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public Task SharedState_DoesNotTrigger() => Verifier.Diagnostics(
        Two +
        """
        public static partial class More
        {
            [Transition] public static partial Door<On> Light(this Door<Open> door);
            [Transition] public static partial Door<Closed> Dim(this Door<On> door);
        }
        """);

    [Fact]
    public Task SharedFinalState_DoesNotTrigger() => Verifier.Diagnostics(
        Two + "public static partial class More { [Transition] public static partial Lamp<Closed> Cover(this Lamp<On> lamp); }");

    [Fact]
    public Task StateGenericHelper_DoesNotTrigger() => Verifier.Diagnostics(
        Two + "public static class More { public static string Name<TState>(in Door<TState> door) where TState : struct, IDoorState => door.StateName; }");
}
