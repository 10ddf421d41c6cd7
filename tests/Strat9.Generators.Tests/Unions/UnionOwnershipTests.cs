using Microsoft.CodeAnalysis;

namespace Strat9.Generators.Tests.Unions;

/// <summary>The contracts on what is generated follow from what the payload owes.</summary>
public class UnionOwnershipTests
{
    private const string Types =
        """
        [Linear] public readonly struct Lin;
        [MoveOnly] public readonly struct Mov;
        [Linear] public interface ILin;
        public sealed class Implementer : ILin;
        [MoveOnly] public class Base;
        public sealed class Derived : Base;
        [State(Initial = true)] public readonly struct Open;
        [State(Final = true)] public readonly struct Shut;
        [Typestate] public readonly partial struct Door<TState>;
        [Typestate, Linear] public readonly partial struct Gate<T, [State] TState>;
        public enum FileState { [State(Initial = true, Final = true)] Closed, [State] Opened }
        [Typestate(typeof(FileState))] public sealed class LogFile;
        public enum DoneState { [State(Initial = true, Final = true)] Done }
        [Typestate(typeof(DoneState))] public sealed class DoneFile;
        [MoveOnly] public sealed class Bag<[AllowsMoveOnly] T>;
        [TaggedUnion] public readonly partial struct Inner { public static partial Inner Some(Lin value); public static partial Inner None(); }
        [TaggedUnion] public readonly partial struct Plain { public static partial Plain Some(int value); public static partial Plain None(); }
        [TaggedUnion] public readonly partial struct Tree { public static partial Tree Leaf(Lin value); public static partial Tree Node(Tree[] children); }
        """;

    [Theory]
    [InlineData("int", null)]
    [InlineData("string?", null)]
    [InlineData("List<Lin>", null)]
    [InlineData("Func<Lin, int>", null)]
    [InlineData("Plain", null)]
    [InlineData("Plain[]", null)]
    [InlineData("Lin", "Linear")]
    [InlineData("Mov", "MoveOnly")]
    [InlineData("ILin", "Linear")]
    [InlineData("Implementer", "Linear")]
    [InlineData("Derived", "MoveOnly")]
    [InlineData("Door<Open>", "Linear")]
    [InlineData("Door<Shut>", "MoveOnly")]
    [InlineData("Gate<Lin, Shut>", "MoveOnly")]
    [InlineData("Gate<Shut, Open>", "Linear")]
    [InlineData("LogFile", "Linear")]
    [InlineData("DoneFile", "MoveOnly")]
    [InlineData("Bag<int>", "MoveOnly")]
    [InlineData("Bag<Lin>", "Linear")]
    [InlineData("Inner", "Linear")]
    [InlineData("Tree", "Linear")]
    [InlineData("Lin?", "Linear")]
    [InlineData("Mov?", "MoveOnly")]
    [InlineData("(int, Lin)", "Linear")]
    [InlineData("(int a, Mov b)", "MoveOnly")]
    [InlineData("Lin[]", "Linear")]
    [InlineData("Task<Lin>", "Linear")]
    [InlineData("ValueTask<Mov>", "MoveOnly")]
    [InlineData("IEnumerable<Lin>", "Linear")]
    [InlineData("IAsyncEnumerable<Lin>", "Linear")]
    public void UnionOwesWhatItsPayloadOwes(string payload, string? attribute)
    {
        var union = Union("R",
            $$"""
            [TaggedUnion]
            public readonly partial struct R
            {
                public static partial R Some({{payload}} value, int other);
                public static partial R None(int reason);
            }
            """);
        string[] expected = attribute is null ? [] : [attribute];
        Assert.Equal(expected, Ownership(union));
        Assert.Equal(expected, Ownership(Case(union, "Some")));
        Assert.Empty(Ownership(Case(union, "None")));
    }

    [Theory]
    [InlineData("[AllowsMoveOnly] T", "", "Linear")]
    [InlineData("T", "", null)]
    [InlineData("T", "where T : ILin", "Linear")]
    [InlineData("T", "where T : Base", "MoveOnly")]
    public void TypeParameter(string parameter, string constraint, string? attribute)
    {
        var union = Union("R`1",
            $$"""
            [TaggedUnion]
            public readonly partial struct R<{{parameter}}> {{constraint}}
            {
                public static partial R<T> Some(T value);
                public static partial R<T> None();
            }
            """);
        Assert.Equal(attribute is null ? [] : [attribute], Ownership(union));
    }

    [Theory]
    [InlineData("Mov", "Linear", "Linear")]
    [InlineData("int", "Linear", "Linear")]
    [InlineData("Lin", "MoveOnly", "Linear,MoveOnly")]
    public void UsersOwnAttribute_IsKept(string payload, string own, string expected)
    {
        var union = Union("R",
            $$"""
            [TaggedUnion, {{own}}]
            public readonly partial struct R
            {
                public static partial R Some({{payload}} value);
            }
            """);
        Assert.Equal(expected, string.Join(",", Ownership(union)));
        Assert.Equal(["Consumes"], Marks(union.GetMembers("Match").Single()));
    }

    [Fact]
    public void LinearUnion_IsConsumedByEveryMatch()
    {
        var union = Union("R",
            """
            [TaggedUnion]
            public readonly partial struct R
            {
                public static partial R Some(int number, Lin value);
                public static partial R None();
            }
            """);
        Assert.All(union.GetMembers("TryGetValue").Concat(union.GetMembers("IsSome")).Concat(union.GetMembers("IsNone")), m =>
        {
            Assert.Equal(["Consumes(When = true)"], Marks(m));
            Assert.All(((IMethodSymbol)m).Parameters, p => Assert.Equal(["Gives(When = true)"], Marks(p)));
        });
        Assert.All(union.GetMembers("Match").Concat(union.GetMembers("Switch")), m =>
        {
            Assert.Equal(["Consumes"], Marks(m));
            Assert.All(((IMethodSymbol)m).Parameters, p => Assert.Equal(["Consumes"], Marks(p)));
        });
        Assert.Equal(["AllowsMoveOnly"], Marks(((IMethodSymbol)union.GetMembers("Match").Single()).TypeParameters[0]));
        Assert.Equal(["Consumes"], Marks(Case(union, "Some").GetMembers("Deconstruct").Single()));
        Assert.All(["Kind", "HasValue", "Value", "ToString"], (string name) => Assert.Empty(Marks(union.GetMembers(name).Single())));
        Assert.DoesNotContain(union.AllInterfaces, i => i.Name == "IEquatable");
        Assert.Empty(union.GetMembers("op_Equality"));
    }

    [Fact]
    public void CopyableUnion_HasNoContracts()
    {
        var union = Union("R",
            """
            [TaggedUnion]
            public readonly partial struct R
            {
                public static partial R Some(int number, string value);
                public static partial R None();
            }
            """);
        Assert.All(union.GetMembers().Concat(union.GetTypeMembers("Case")[0].GetTypeMembers().SelectMany(c => c.GetMembers())), m =>
        {
            Assert.Empty(Marks(m));
            Assert.All(m is IMethodSymbol method ? method.Parameters : [], p => Assert.Empty(Marks(p)));
        });
        Assert.Contains(union.AllInterfaces, i => i.Name == "IEquatable");
    }

    private static INamedTypeSymbol Union(string name, string source)
    {
        var compilation = UnionCompiler.Generate(sources: [Types, source]);
        UnionCompiler.AssertClean(compilation);
        return compilation.GetTypeByMetadataName(name)!;
    }

    private static INamedTypeSymbol Case(INamedTypeSymbol union, string name) => union.GetTypeMembers("Case")[0].GetTypeMembers(name)[0];

    private static IEnumerable<string> Ownership(ISymbol symbol) => Marks(symbol).Where(m => m is "Linear" or "MoveOnly").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Marks(ISymbol symbol) => symbol.GetAttributes()
        .Where(a => a.AttributeClass!.ContainingNamespace.Name == "Strat9" && a.AttributeClass.Name != "TaggedUnionAttribute")
        .Select(a => a.AttributeClass!.Name.Replace("Attribute", "", StringComparison.Ordinal) +
            string.Concat(a.NamedArguments.Select(n => $"({n.Key} = {(n.Value.Value is true ? "true" : n.Value.Value)})")));
}
