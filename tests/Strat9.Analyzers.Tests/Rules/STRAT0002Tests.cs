using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

public class STRAT0002Tests
{
    [Theory]
    [InlineData("partial class {|STRAT0002:Door|}<TState>;", "it is a class, whose references could be copied past the state; make it a 'readonly partial struct'")]
    [InlineData("partial struct {|STRAT0002:Door|};", "it has no type parameter for the state")]
    [InlineData("partial struct {|STRAT0002:Door|}<T, TState>;", "it has 2 type parameters, none marked [State] as the state")]
    [InlineData("partial struct {|STRAT0002:Door|}<[State] T, [State] TState>;", "2 of its type parameters are marked [State]; one is the state")]
    [InlineData("partial struct {|STRAT0002:Door|}<TState> where TState : struct;", "it constrains 'TState' itself; leave the constraint out, it is generated")]
    [InlineData(
        "partial record struct {|STRAT0002:Door|}<TState>;",
        "it is a record, whose 'with' and public members make values outside the protocol; make it a 'readonly partial struct'")]
    [InlineData("partial struct {|STRAT0002:Door|}<TState>(int id) { public int Id => id; }",
        "it has a primary constructor, which would make values outside the protocol; declare properties instead")]
    [InlineData("unsafe partial struct {|STRAT0002:Door|}<TState> { fixed int _data[4]; }",
        "its member '_data' cannot be carried from state to state by an assignment")]
    [InlineData("file partial struct {|STRAT0002:Door|}<TState>;", "it is file-local, where its generated part cannot reach it")]
    public async Task MalformedCarrier_Reports(string carrier, string reason)
    {
        // What the protocol lacks beside is not the point here.
        var found = await Verifier.Diagnostics("[Typestate] " + carrier, ignoreCompilerErrors: true);

        Assert.Equal("'Door' cannot carry a protocol: " + reason, Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public Task ConstraintOfTheGeneratedPart_Reports() => Verifier.Diagnostics(
        """
        [Typestate] public readonly partial struct {|STRAT0002:Door|}<TState> where TState : struct, IDoorState;
        [State(Initial = true, Final = true)] public partial struct Open;
        public static partial class Door { [Transition] public static partial Door<Open> Make(); }
        """);

    [Fact]
    public Task ConstraintOnAnotherParameter_DoesNotTrigger() => Verifier.Diagnostics(
        """
        [Typestate] public readonly partial struct Box<T, [State] TState> where T : class { public T Value { get; } }
        [State(Initial = true, Final = true)] public partial struct Full;
        public static partial class Box { [Transition] public static partial Box<T, Full> Make<T>(T value) where T : class; }
        """);

    [Fact]
    public Task RefStruct_DoesNotTrigger() => Verifier.Diagnostics(
        """
        [Typestate] public readonly ref partial struct Cursor<TState> { public Span<byte> Rest { get; } }
        [State(Initial = true, Final = true)] public partial struct Start;
        [State] public partial struct Body;
        public static partial class Cursor
        {
            [Transition] public static partial Cursor<Start> Over(Span<byte> rest);
            [Transition] public static partial Cursor<Body> Enter(this Cursor<Start> cursor);
            [Transition] public static partial Span<byte> End(this Cursor<Body> cursor);
        }
        """);

    [Fact]
    public Task ClassInPlace_DoesNotTrigger() => Verifier.Diagnostics(
        """
        enum S { [State(Initial = true, Final = true)] A }
        [Typestate(typeof(S))] class C;
        """);
}
