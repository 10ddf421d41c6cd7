using Strat9.CodeFixes.Declarations;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

public class STRAT0001Tests
{
    [Fact]
    public async Task Carrier_NotPartial_Reports()
    {
        var found = await Verifier.Diagnostics("[Typestate] public readonly struct {|STRAT0001:Door|}<TState>;");

        Assert.Equal("Carrier 'Door' must be declared 'partial': its other part is generated", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task Marker_NotPartial_Reports()
    {
        var found = await Verifier.Diagnostics("[State(Initial = true)] public struct {|STRAT0001:Open|};");

        Assert.Equal("State 'Open' must be declared 'partial': its other part is generated", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task Union_NotPartial_Reports()
    {
        var found = await Verifier.Diagnostics("[TaggedUnion] public readonly struct {|STRAT0001:Result|} { public static partial Result Done(); }", ignoreCompilerErrors: true);

        Assert.Contains(found, d => d.GetMessage(null) == "Union 'Result' must be declared 'partial': its other part is generated");
    }

    [Fact]
    public async Task TypesAroundIt_NotPartial_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            class Outer { struct Middle { partial class Inner { [Typestate] internal readonly partial struct {|STRAT0001:Door|}<TState>; } } }
            """);

        Assert.Equal(
            "Carrier 'Door' must be declared 'partial', and so must 'Middle' and 'Outer' around it: its other part is generated",
            Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public Task PartialEverywhere_DoesNotTrigger() => Verifier.Diagnostics(
        """
        partial class Outer
        {
            [Typestate] internal readonly partial struct Door<TState>;
            [State(Initial = true, Final = true)] internal partial struct Open;
            [Transition] private static partial Door<Open> Make();
        }
        """);

    [Fact]
    public Task InPlaceType_DoesNotTrigger() => Verifier.Diagnostics(
        """
        enum S { [State(Initial = true, Final = true)] A }
        [Typestate(typeof(S))] class C;
        """);

    [Fact]
    public Task TypesOfTheSameName_DoesNotTrigger() => Verifier.Diagnostics(
        """
        namespace Other
        {
            class TypestateAttribute : System.Attribute;
            class StateAttribute : System.Attribute;
            [Other.Typestate] struct Door<T>;
            [Other.State] struct Open;
        }
        """);

    [Theory]
    [InlineData("[Typestate] public readonly struct Door<TState>;", "[Typestate] public readonly partial struct Door<TState>;")]
    [InlineData("[State] struct Open;", "[State] partial struct Open;")]
    [InlineData(
        "static class Outer { [Typestate] public readonly record struct Door<TState>; }",
        "static partial class Outer { [Typestate] public readonly partial record struct Door<TState>; }")]
    [InlineData("class A { [State] struct X; [State] struct Y; }", "partial class A { [State] partial struct X; [State] partial struct Y; }")]
    public Task Fix_AddsTheModifier(string source, string expected) => Fixes.ApplyAll(new MustBePartialFix(), source, expected);
}
