using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Strat9.Verify;

namespace Strat9.Generators.Tests.Protocols;

/// <summary>
/// Every prefix of a source, and every source without one token, is what an editor has at some moment: nothing may throw on it. With the
/// analyzers an ordinary run takes a sample that is always the same, and all where <c>STRAT9_MUTANTS</c> is set.
/// </summary>
public class HalfTypedTests
{
    private static readonly CSharpParseOptions Options = TestCompilation.ParseOptions(LanguageVersion.CSharp14);

    // One compilation for all: what it has read of its references is then shared.
    private static readonly CSharpCompilation Empty = TestCompilation.Create([]);

    [Theory]
    [MemberData(nameof(Sources.All), MemberType = typeof(Sources))]
    public void NoPrefix_MakesTheGeneratorThrow(string name, string source)
    {
        Assert.NotEmpty(name);
        Parallel.ForEach(Cuts(source), cut => Generate(source[..cut]));
    }

    [Theory]
    [InlineData(Sources.PhysBlock)]
    [InlineData(Sources.Connection)]
    public Task NoPrefix_MakesAnAnalyzerThrow(string source) => NoAnalyzerThrows(Sample(Cuts(source).Select(cut => source[..cut])));

    [Fact]
    public Task NoMissingToken_MakesAnythingThrow() => NoAnalyzerThrows(
        Sample(Tokens(Sources.Connection).Select(t => Sources.Connection.Remove(t.SpanStart, t.Span.Length))));

    private static string[] Sample(IEnumerable<string> sources)
    {
        const int Size = 50;
        var all = sources.ToArray();
        if (!Survival.IsWhole)
        {
            new Random(9).Shuffle(all);
            Assert.True(all.Length > Size);
            Array.Resize(ref all, Size);
        }

        return all;
    }

    // An analyzer that throws fails the helper.
    private static Task NoAnalyzerThrows(IEnumerable<string> sources) => Parallel.ForEachAsync(
        sources,
        TestContext.Current.CancellationToken,
        async (source, cancel) => await TestCompilation.Analyze(Generate(source), cancel: cancel));

    private static Compilation Generate(string source)
    {
        var (compilation, result) = TestCompilation.Generate(Empty.AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, Options, "Test.cs")));
        Assert.All(result.Results, r => Assert.Null(r.Exception));
        return compilation;
    }

    // At the ends of tokens: cuts within a name differ in the name only.
    private static IEnumerable<int> Cuts(string source) => Tokens(source).Select(t => t.Span.End);

    private static IEnumerable<SyntaxToken> Tokens(string source) => CSharpSyntaxTree.ParseText(source, Options).GetRoot().DescendantTokens();
}
