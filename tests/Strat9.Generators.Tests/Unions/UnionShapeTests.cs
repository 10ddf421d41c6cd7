using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Strat9.Generators.Unions;
using Strat9.Verify;

namespace Strat9.Generators.Tests.Unions;

/// <summary>Declarations of every shape compile cleanly, with warnings as errors and documentation on.</summary>
public class UnionShapeTests
{
    private const string Zoo =
        """
        using System;
        using Strat9;

        namespace Demo.@event
        {
            internal struct Hidden;
            public class Key;

            public partial class Outer<T> where T : class
            {
                private struct Secret;

                public partial interface IMiddle
                {
                    public partial record struct Near
                    {
                        [TaggedUnion]
                        public readonly partial struct Deep<U> where U : struct
                        {
                            public static partial Deep<U> Both(T first, U second, U? third, T? fourth);
                            public static partial Deep<U> One(T @class);
                            internal static partial Deep<U> Inside(Hidden hidden, Key[] keys);
                            private static partial Deep<U> Own((T?, U) pair);
                        }
                    }
                }

                [TaggedUnion]
                private readonly partial struct Lock
                {
                    public static partial Lock Held(Secret secret);
                    internal static partial Lock Free();
                    public static bool Use() => Free().IsFree();
                }
            }

            [TaggedUnion]
            internal readonly partial struct @struct<TResult>
            {
                public static partial @struct<TResult> @default(TResult? @value, TResult @ref, string? text, string other);
                static internal partial @struct<TResult> lower(string type, int _, int __, int _tag, int Int, int @int);
                internal static partial @struct<TResult> Error(Exception error);
                internal static partial @struct<TResult> Named(string value, string named, string Value);
                internal static partial @struct<TResult> named(string equals, dynamic deconstruct, nint getHashCode, System.Collections.Generic.List<string?> list);
                internal static partial @struct<TResult> Many(
                    int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m, int n, int o, int p);
            }

            #nullable disable
            [TaggedUnion]
            public readonly partial struct Oblivious<T>
            {
                public static partial Oblivious<T> Ok(T value, string text, int? number);
                /// <summary>Documented.</summary>
                public static partial Oblivious<T> None();
            }
            #nullable enable

            [TaggedUnion]
            public readonly partial struct Shared
            {
                public static partial Shared One(string? a, int b);
                public static partial Shared Two(string c, string d, int e);
                public static partial Shared Three(System.Collections.Generic.List<string?> f, System.Collections.Generic.List<string> g);
            }
        }

        [TaggedUnion]
        public readonly partial struct Global
        {
            public static partial Global Only(DateTime value = default, string text = "x", [System.ComponentModel.Description("d")] int n = 3);

            public override string ToString() => "mine";
            public bool Equals(Global other) => true;
            public override bool Equals(object? other) => other is Global;
            public override int GetHashCode() => 1;
        }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp14)]
    [InlineData(LanguageVersion.Preview)]
    public void Zoo_CompilesCleanly(LanguageVersion version)
    {
        var compilation = UnionCompiler.Generate(version, sources: Zoo);
        UnionCompiler.AssertClean(compilation);
        Assert.DoesNotContain('\r', string.Concat(compilation.SyntaxTrees.Skip(2)));
    }

    [Fact]
    public void FieldsOfOneType_AreShared()
    {
        var compilation = UnionCompiler.Generate(sources: Zoo);
        Assert.Equal(
            ["Tag _tag", "string? _a", "int _b", "string? _d", "List<string?>? _f", "List<string>? _g"],
            compilation.GetTypeByMetadataName("Demo.event.Shared")!.GetMembers().OfType<IFieldSymbol>()
                .Select(f => $"{f.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat).Replace("Shared.", "", StringComparison.Ordinal)} {f.Name}"));
    }

    [Fact]
    public void PropertiesOfCases_NeverCollide()
    {
        var compilation = UnionCompiler.Generate(sources: Zoo);
        string[] Properties(string name) =>
        [
            .. compilation.GetTypeByMetadataName("Demo.event.struct`1")!.GetTypeMembers("Case")[0].GetTypeMembers(name)[0]
                .GetMembers().OfType<IPropertySymbol>().Select(p => p.Name),
        ];
        Assert.Equal(["Value"], Properties("Error"));
        Assert.Equal(["Value", "Value2", "Value3"], Properties("Named"));
        Assert.Equal(["Equals2", "Deconstruct2", "GetHashCode2", "List"], Properties("named"));
        Assert.Equal(["Type", "_", "__", "Tag", "Int", "Int2"], Properties("lower"));
    }

    [Fact]
    public void LessVisiblePayload_IsShownNoFurther()
    {
        var compilation = UnionCompiler.Generate(sources:
        [
            """
            internal struct Hidden;
            [TaggedUnion]
            public readonly partial struct R
            {
                public static partial R Open(int value);
                internal static partial R Closed(int number, Hidden hidden);
                private static partial R Own(int value);
            }
            """,
        ]);
        UnionCompiler.AssertClean(compilation);
        var union = compilation.GetTypeByMetadataName("R")!;
        var cases = union.GetTypeMembers("Case")[0];
        Assert.All(cases.GetTypeMembers(), c => Assert.Equal(Accessibility.Public, c.DeclaredAccessibility));
        Accessibility Of(string type, string member) =>
            cases.GetTypeMembers(type)[0].GetMembers(member).Single(m => m is not IMethodSymbol { Parameters.IsEmpty: true }).DeclaredAccessibility;
        Assert.Equal(Accessibility.Public, Of("Open", ".ctor"));
        Assert.Equal(Accessibility.Internal, Of("Closed", ".ctor"));
        Assert.Equal(Accessibility.Public, Of("Closed", "Number"));
        Assert.Equal(Accessibility.Internal, Of("Closed", "Hidden"));
        Assert.Equal(Accessibility.Internal, Of("Closed", "Deconstruct"));
        Assert.Equal(Accessibility.Internal, Of("Own", ".ctor"));
        Assert.Equal(Accessibility.Public, Of("Own", "Value"));
        Assert.Equal(Accessibility.Public, union.GetMembers("IsOpen").Single().DeclaredAccessibility);
        Assert.Equal(Accessibility.Internal, union.GetMembers("IsClosed").Single().DeclaredAccessibility);
        Assert.Equal(Accessibility.Internal, union.GetMembers("Match").Single().DeclaredAccessibility);
    }

    [Fact]
    public void NamesThatDifferInCaseOnly_AreBothGenerated()
    {
        const string Source =
            """
            [TaggedUnion] public readonly partial struct Result { public static partial Result Ok(int value); }
            [TaggedUnion] public readonly partial struct RESULT { public static partial RESULT Ok(int value); }
            """;
        UnionCompiler.AssertClean(UnionCompiler.Generate(sources: Source));
    }

    [Theory]
    [InlineData("[TaggedUnion] public readonly struct R { public static partial R Ok(int value); }")]
    [InlineData("public class Outer { [TaggedUnion] public readonly partial struct R { public static partial R Ok(int value); } }")]
    [InlineData("[TaggedUnion] public readonly partial struct R; [TaggedUnion] public readonly partial struct R { public static partial R Ok(int value); }")]
    [InlineData("[TaggedUnion] public partial class R { public static partial R Ok(int value); }")]
    [InlineData("[TaggedUnion] public readonly partial struct R { public static partial R Ok(Missing value); public static partial R No(); }")]
    [InlineData("public class A { [TaggedUnion] public readonly partial struct R { public static partial R Ok(int value); } } public struct A { [TaggedUnion] public readonly partial struct R { public static partial R Ok(int value); } }")]
    public void BrokenDeclaration_DoesNotCrash(string source) => UnionCompiler.Generate(sources: source);

    /// <summary>
    /// Typed character by character into one driver, as in an editor: an ordinary run types some words of it, always the same;
    /// <c>STRAT9_MUTANTS=all</c> types the whole.
    /// </summary>
    [Theory]
    [InlineData(LanguageVersion.CSharp14)]
    [InlineData(LanguageVersion.Preview)]
    public void EveryPrefix_DoesNotCrash(LanguageVersion version)
    {
        foreach (var source in new[] { Zoo, UnionCompiler.Blocks })
        {
            var options = TestCompilation.ParseOptions(version);
            var compilation = TestCompilation.Create(["", Verifier.Usings], version);
            GeneratorDriver driver = CSharpGeneratorDriver.Create([new UnionGenerator().AsSourceGenerator()], parseOptions: options);
            foreach (var length in Typed(source.Length))
            {
                var typed = CSharpSyntaxTree.ParseText(source[..length], options, cancellationToken: TestContext.Current.CancellationToken);
                driver = driver.RunGenerators(
                    compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], typed), TestContext.Current.CancellationToken);
                Assert.Null(driver.GetRunResult().Results[0].Exception);
            }
        }
    }

    // Runs of neighbours, because what the driver keeps of one prefix it may use for the next.
    private static IEnumerable<int> Typed(int length)
    {
        const int Runs = 16;
        const int RunLength = 9;
        if (Survival.IsWhole)
        {
            return Enumerable.Range(0, length + 1);
        }

        var random = new Random(9);
        return Enumerable.Range(0, Runs)
            .Select(_ => random.Next(length - RunLength))
            .Append(length - RunLength + 1)
            .Order()
            .SelectMany(start => Enumerable.Range(start, RunLength))
            .Distinct();
    }
}
