using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Unbreakable;

/// <summary>
/// Sources of the other tests with one edit each: no analyzer, generator or code fix throws or hangs on them. An ordinary run takes a
/// sample; <c>STRAT9_MUTANTS=all</c> asks for every mutant.
/// </summary>
public partial class MutationTests
{
    private const int Sample = 6_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(12);

    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    /// <summary>The tables of cases, all in this assembly.</summary>
    [Fact]
    public Task Cases_NothingThrows() => Survive(
        [
            .. typeof(MutationTests).Assembly.GetTypes()
                .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Static))
                .Where(p => p.PropertyType == typeof(TheoryData<string, string>))
                .OrderBy(p => p.DeclaringType!.FullName + p.Name, StringComparer.Ordinal)
                .SelectMany(p => (TheoryData<string, string>)p.GetValue(null)!)
                .Select(row => row.Data.Item2),
        ]);

    /// <summary>Sources that are written in the tests' methods, and those of the generators.</summary>
    [Fact]
    public Task Literals_NothingThrows() => Survive(
        [
            .. Files("tests/Strat9.Analyzers.Tests", "tests/Strat9.Generators.Tests")
                .SelectMany(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f)).GetRoot().DescendantNodes())
                .Where(n => n.IsKind(SyntaxKind.StringLiteralExpression))
                .Select(n => ((LiteralExpressionSyntax)n).Token.ValueText)
                .Where(t => t.Contains('\n', StringComparison.Ordinal) && !t.Contains("## ", StringComparison.Ordinal)),
        ]);

    [Fact]
    public Task Samples_NothingThrows() => Survive([.. Files("samples").Select(File.ReadAllText)]);

    private static async Task Survive(IReadOnlyList<string> marked)
    {
        Assert.NotEmpty(marked);
        var sources = marked.Select(m => Mark().Replace(m, "")).Distinct().ToList();

        var (tried, failures) = await Survival.Of(sources, Prelude.Source, Sample, Limit, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine($"{tried} mutants of {sources.Count} sources");
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
        Assert.NotEqual(0, tried);
    }

    private static IEnumerable<string> Files(params string[] folders) =>
        from folder in folders
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        orderby file
        select file;

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"\{\|[^:|]*:|\|\}")]
    private static partial Regex Mark();
}
