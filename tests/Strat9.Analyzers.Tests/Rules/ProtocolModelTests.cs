using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Protocols.Model;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

public class ProtocolModelTests
{
    private const string Machine =
        """
        [Typestate] public readonly partial struct M<TState>;
        [State(Initial = true)] public partial struct A;
        [State] public partial struct B;
        [State] public partial struct C;
        [State] public partial struct D;
        [State(Final = true)] public partial struct E;
        [State] public partial struct Island;
        public static partial class M
        {
            [Transition] public static partial M<A> Make();
            [Transition] public static M<B> AToB(this M<A> m, int needed) => m.To<B>();
            [Transition] public static partial M<C> AToC(this M<A> m);
            [Transition] public static M<D> BToD(this M<B> m) => m.To<D>();
            [Transition] public static M<D> CToD(this M<C> m, int optional = 1) => m.To<D>();
            [Transition] public static M<E>? DToE(this M<D> m) => m.To<E>();
            [Transition] public static M<A> Restart<TState>(this M<TState> m) where TState : struct, IMState => m.To<A>();
            [Transition] public static M<Island> Stay(this M<Island> m) => m;
        }
        """;

    [Fact]
    public void Path_IsTheShortest_AndPrefersStepsWithoutArguments()
    {
        var protocol = Read(Machine);

        Assert.Equal("AToC CToD DToE", Path(protocol, "A", "E"));
        Assert.Equal("AToC", Path(protocol, "A", "C"));
        Assert.Equal("Restart AToB", Path(protocol, "D", "B"));
        Assert.Equal("", Path(protocol, "A", "A"));
        Assert.Null(Path(protocol, "A", "Island"));
    }

    [Fact]
    public void Graph_KnowsWhatIsReachable()
    {
        var protocol = Read(Machine);

        Assert.Equal(["A", "B", "C", "D", "E"], protocol.Reachable.Select(s => s.Name).Order(StringComparer.Ordinal));
        Assert.Empty(protocol.Traps);
    }

    [Fact]
    public void Steps_KnowTheirArguments()
    {
        var protocol = Read(Machine);

        Assert.Equal(["AToB"], protocol.Transitions.Where(t => t.NeedsArguments).Select(t => t.Name));
    }

    [Fact]
    public void ProtocolOfAReferencedAssembly_IsReadToo()
    {
        var (library, _) = TestCompilation.Generate(TestCompilation.Create([Verifier.Usings, Machine], assemblyName: "Machines"));
        using var image = new MemoryStream();
        Assert.True(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        image.Position = 0;
        var user = TestCompilation.Create(
            [Verifier.Usings], references: [.. TestCompilation.Create([]).References, MetadataReference.CreateFromStream(image)]);

        var protocol = new ProtocolModels(user).Of(user.GetTypeByMetadataName("M`1")!)!;

        Assert.Equal("AToC CToD DToE", Path(protocol, "A", "E"));
    }

    [Fact]
    public void ExtensionMember_IsOneTransition()
    {
        var protocol = Read(
            """
            [Typestate] public readonly partial struct M<TState>;
            [State(Initial = true, Final = true)] public partial struct A;
            public static class M { extension(M<A> m) { [Transition] public M<A> Again() => m.To<A>(); } }
            """);

        var transition = Assert.Single(protocol.Transitions);
        Assert.True(transition.Signature!.IsCalledOnValue);
        Assert.False(transition.NeedsArguments);
    }

    [Fact]
    public void EverGrowingType_IsReadInTime()
    {
        var protocol = Read(
            """
            [Typestate] public readonly partial struct M<TState>;
            [State(Initial = true, Final = true)] public partial struct A;
            public struct Grow<T> { public Grow<Grow<T>> Next; public T Value; }
            public static class M { [Transition] public static Grow<M<A>> Make() => default; }
            """);

        Assert.Equal("A", Assert.Single(protocol.States).Name);
    }

    private static Protocol Read(string source)
    {
        var (compilation, _) = TestCompilation.Generate(TestCompilation.Create([Verifier.Usings, source]));
        return new ProtocolModels(compilation).Of(compilation.GetTypeByMetadataName("M`1")!)!;
    }

    private static string? Path(Protocol protocol, string from, string to) =>
        protocol.Path(protocol.States.Single(s => s.Name == from), s => s.Name == to) is { } path
            ? string.Join(" ", path.Select(s => s.Transition.Name))
            : null;
}
