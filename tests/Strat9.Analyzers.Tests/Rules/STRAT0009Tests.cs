using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

public class STRAT0009Tests
{
    [Theory]
    [InlineData("{|CS8795:{|STRAT0009:Many|}|}<T>()", "it is generic; make the union generic instead")]
    [InlineData("{|CS8795:{|STRAT0009:Many|}|}(in int x)", "parameter 'x' is passed by reference; a case keeps its values, take it by value")]
    [InlineData("{|CS8795:{|STRAT0009:Many|}|}(ref int x)", "parameter 'x' is passed by reference; a case keeps its values, take it by value")]
    [InlineData("{|CS8795:{|STRAT0009:Many|}|}(out int x)", "parameter 'x' is passed by reference; a case keeps its values, take it by value")]
    [InlineData("{|CS8795:{|STRAT0009:Many|}|}(params int[] x)", "parameter 'x' is 'params'; a case keeps its values, take the array or collection itself")]
    [InlineData("{|CS8795:{|STRAT0009:Many|}|}([Borrows] string x)", "parameter 'x' is marked [Borrows], but a case keeps its values")]
    [InlineData("{|CS8795:{|STRAT0009:Many|}|}(Span<int> x)", "parameter 'x' is of a ref struct, which a union cannot hold")]
    [InlineData("{|CS8795:{|STRAT0009:Many|}|}(R x)", "parameter 'x' would make the union contain itself; hold it through a class or an array")]
    [InlineData("{|CS8795:{|STRAT0009:Many|}|}(R? x)", "parameter 'x' would make the union contain itself; hold it through a class or an array")]
    [InlineData("{|CS8795:{|STRAT0009:Many|}|}((int, R) x)", "parameter 'x' would make the union contain itself; hold it through a class or an array")]
    [InlineData("{|CS8795:{|STRAT0009:Match|}|}(int x)", "a generated member has this name")]
    [InlineData("{|CS8795:{|STRAT0009:Switch|}|}(int x)", "a generated member has this name")]
    [InlineData("{|CS8795:{|STRAT0009:Default|}|}()", "a generated member has this name")]
    [InlineData("{|CS8795:{|STRAT0009:TryGetValue|}|}(int x)", "a generated member has this name")]
    [InlineData("{|CS8795:{|STRAT0009:ToString|}|}(int x)", "a generated member has this name")]
    [InlineData("{|CS8795:{|STRAT0009:IsOk|}|}(int x)", "the test for case 'Ok' has this name")]
    [InlineData("{|CS8795:{|STRAT0009:Ok|}|}(string x)", "another case has this name; cases cannot be overloaded")]
    public async Task MalformedCase_Reports(string factory, string reason)
    {
        var found = await Verifier.Diagnostics($$"""
            [TaggedUnion]
            public readonly partial struct R
            {
                public static partial R Ok(int value);
                public static partial R {{factory}};
            }
            """);
        var name = factory.Split(':')[2].Split('|')[0];
        Assert.Equal($"Case '{name}' of union 'R' is malformed: {reason}", Message(found));
    }

    [Theory]
    [InlineData("Value")]
    [InlineData("HasValue")]
    [InlineData("Case")]
    [InlineData("Kind")]
    [InlineData("Tag")]
    public async Task NameOfAGeneratedPropertyOrType_Reports(string name)
    {
        var found = await Verifier.Diagnostics($$"""
            [TaggedUnion]
            public readonly partial struct R
            {
                public static partial R {|CS8795:Ok|}(int value);
                public static partial R {|CS8795,STRAT0009:{{name}}|}(int value);
            }
            """);
        Assert.Equal($"Case '{name}' of union 'R' is malformed: a generated member has this name", Message(found));
    }

    [Theory]
    [InlineData("public static partial int {|CS8795:{|STRAT0009:Bad|}|}();", "it must return 'R'")]
    [InlineData("public static partial R? {|CS8795:{|STRAT0009:Bad|}|}();", "it must return 'R'")]
    [InlineData("public partial R {|CS8795:{|STRAT0009:Bad|}|}();", "it must be 'static'")]
    [InlineData("public static R {|CS0501:{|STRAT0009:Bad|}|}();", "it must be 'partial': its body is generated")]
    [InlineData("public static partial R {|STRAT0009:Bad|}(); public static partial R Bad() => Ok(1);",
        "it has a body, which is generated; leave only the declaration")]
    [InlineData("public static unsafe partial R {|CS8795:{|STRAT0009:Bad|}|}(int* x);",
        "parameter 'x' is a pointer, which Func and Action cannot take; wrap it in a struct")]
    [InlineData("private struct P; private static partial R {|CS8795:{|STRAT0009:Bad|}|}(P x);",
        "parameter 'x' is of a type too private for the generated case type; make the type internal")]
    [InlineData(
        "public static partial R {|CS8795:{|STRAT0009:Bad|}|}(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m, int n, int o, int p, int q);",
        "it has more than 16 parameters; group them in a type")]
    public async Task MalformedDeclaration_Reports(string declaration, string reason)
    {
        var found = await Verifier.Diagnostics($$"""
            [TaggedUnion]
            public readonly partial struct R
            {
                public static partial R Ok(int value);
                {{declaration}}
            }
            """);
        Assert.Equal($"Case 'Bad' of union 'R' is malformed: {reason}", Message(found));
    }

    [Theory]
    [InlineData("partial struct {|STRAT0009:R|}", "it is not 'readonly', so its case could be changed in place")]
    [InlineData("readonly partial record struct {|STRAT0009:R|}", "it is a record, whose 'with' and printing would take values apart; declare a 'readonly partial struct'")]
    [InlineData("readonly ref partial struct {|STRAT0009:R|}", "it is a ref struct; declare a 'readonly partial struct'")]
    public async Task MalformedType_Reports(string header, string reason)
    {
        var found = await Verifier.Diagnostics($$"""
            [TaggedUnion]
            public {{header}}
            {
                public static partial R {|CS8795:Ok|}(int value);
            }
            """);
        Assert.Equal($"Union 'R' is malformed: {reason}", Message(found));
    }

    [Fact]
    public async Task NoCase_Reports()
    {
        var found = await Verifier.Diagnostics("""
            [TaggedUnion]
            public readonly partial struct {|STRAT0009:R|}
            {
                public static R Helper() => default;
            }
            """);
        Assert.Equal("Union 'R' is malformed: it has no case; declare each as 'public static partial R Name(…);'", Message(found));
    }

    [Fact]
    public async Task UnionNamedLikeAMember_Reports()
    {
        var found = await Verifier.Diagnostics("""
            [TaggedUnion]
            public readonly partial struct {|STRAT0009:Case|}
            {
                public static partial Case {|CS8795:Ok|}(int value);
            }
            """);
        Assert.Equal("Union 'Case' is malformed: its name is that of a generated member", Message(found));
    }

    [Fact]
    public async Task CaseNamedLikeItsUnion_Reports()
    {
        var found = await Verifier.Diagnostics("""
            [TaggedUnion]
            public readonly partial struct R
            {
                public static partial R Ok(int value);
                public static partial R {|CS8795,CS0542,STRAT0009:R|}(int value);
            }
            """);
        Assert.Contains(found, d => d.GetMessage(null) == "Case 'R' of union 'R' is malformed: it has the name of its union");
    }

    [Fact]
    public async Task CaseNamedLikeATypeParameterAround_Reports() => await Verifier.Diagnostics("""
        public partial class Outer<Ok>
        {
            [TaggedUnion]
            public readonly partial struct R
            {
                public static partial R {|CS8795,STRAT0009:Ok|}(int value);
                public static partial R Bad();
            }
        }
        """);

    [Fact]
    public async Task FileLocal_Reports() => await Verifier.Diagnostics("""
        [TaggedUnion]
        file readonly partial struct {|STRAT0009:R|}
        {
            public static partial R {|CS8795:Ok|}(int value);
        }
        """);

    [Theory]
    [InlineData("private readonly int {|STRAT0009:_count|};", "member '_count' holds state outside the cases; make it a parameter of the cases it belongs to")]
    [InlineData("public int {|STRAT0009:Count|} { get; }", "member 'Count' holds state outside the cases; make it a parameter of the cases it belongs to")]
    [InlineData("public {|STRAT0009:R|}(string text) { }", "the constructor would be a way to make the union beside its cases; write a static method that returns a case")]
    [InlineData("public int {|STRAT0009:Kind|} => 1;", "member 'Kind' has the name of a generated member")]
    [InlineData("public int {|STRAT0009:Kind|} { get; }", "member 'Kind' has the name of a generated member")]
    [InlineData("public object {|STRAT0009:Value|}() => 1;", "member 'Value' has the name of a generated member")]
    [InlineData("public bool {|STRAT0009:IsOk|} => true;", "member 'IsOk' has the name of a generated member")]
    [InlineData("public enum {|STRAT0009:Tag|} { A }", "member 'Tag' has the name of a generated member")]
    public async Task OtherMember_Reports(string member, string reason)
    {
        var found = await Verifier.Diagnostics($$"""
            [TaggedUnion]
            public readonly partial struct R
            {
                public static partial R {|CS8795:Ok|}(int value);
                {{member}}
            }
            """);
        Assert.Equal($"Union 'R' is malformed: {reason}", Message(found));
    }

    [Fact]
    public async Task PrimaryConstructor_Reports() => await Verifier.Diagnostics("""
        [TaggedUnion]
        public readonly partial struct {|STRAT0009:R|}(int seed)
        {
            public static partial R {|CS8795:Ok|}(int value);
            public int Seed => seed;
        }
        """);

    [Fact]
    public async Task EveryMalformedCase_ReportsOnce() => await Verifier.Diagnostics("""
        [TaggedUnion]
        public readonly partial struct R
        {
            public static partial R Ok(int value);
            public static partial R {|CS8795,STRAT0009:Ok|}();
            public static partial R {|CS8795,STRAT0009:Ok|}(string text);
            public static partial R {|CS8795,STRAT0009:Bad|}<T>(ref T value);
        }
        """);

    [Fact]
    public async Task WellFormed_DoesNotTrigger() => await Verifier.Diagnostics("""
        using System.Text.RegularExpressions;

        [TaggedUnion]
        public readonly partial struct R
        {
            public const int Limit = 4;
            private static readonly R Shared = Ok(1, "x");

            public static partial R Ok(int value, string? text);
            internal static partial R Failed(Exception error);
            public static partial R None();
            public static partial R IsOdd();

            public static R From(string? text) => text is null ? None() : Ok(text.Length, text);
            public int Length => IsOk(out var n, out _) ? n : 0;
            public int Match(int other) => other;
            public R This => this;
            static partial void Traced();
            private struct Hidden;
        }

        public readonly partial struct NotAUnion
        {
            public static partial NotAUnion {|CS8795:Make|}<T>(ref T value);
        }
        """);

    [Fact]
    public async Task InternalPayload_DoesNotTrigger() => await Verifier.Diagnostics("""
        internal struct Payload;

        [TaggedUnion]
        public readonly partial struct R
        {
            public static partial R Ok(int value);
            internal static partial R Hidden(Payload value);
        }

        class Outer
        {
            private struct Secret;
        }

        partial class Holder
        {
            private struct Secret;

            [TaggedUnion]
            private readonly partial struct R
            {
                public static partial R Ok(Secret value);
            }

            [TaggedUnion]
            internal readonly partial struct TooWide
            {
                private static partial TooWide {|CS8795,STRAT0009:Ok|}(Secret value);
            }
        }
        """);

    [Fact]
    public async Task UnionThroughClassOrArray_DoesNotTrigger() => await Verifier.Diagnostics("""
        [TaggedUnion]
        public readonly partial struct Tree
        {
            public static partial Tree Leaf(int value);
            public static partial Tree Node(Tree[] children, List<Tree> more);
        }
        """);

    [Theory]
    [InlineData(LanguageVersion.CSharp14)]
    [InlineData(LanguageVersion.Preview)]
    public async Task EveryPrefix_DoesNotCrash(LanguageVersion version)
    {
        const string Source = """
            [TaggedUnion]
            public readonly partial struct R<T>
            {
                public static partial R<T> Ok(int value, T? other);
                public static partial R<T> Bad<U>(ref U value, params int[] more);
                public R(int x) { }
            }
            """;
        for (var length = 0; length <= Source.Length; length++)
        {
            var (compilation, result) = TestCompilation.Generate(TestCompilation.Create([Verifier.Usings, Source[..length]], version));
            Assert.All(result.Results, r => Assert.Null(r.Exception));
            await TestCompilation.Analyze(compilation, cancel: TestContext.Current.CancellationToken);
        }
    }

    private static string Message(IEnumerable<Diagnostic> found) => Assert.Single(found, d => d.Id == "STRAT0009").GetMessage(null);
}
