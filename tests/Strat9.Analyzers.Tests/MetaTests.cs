using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Rules;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests;

/// <summary>The table of rules, their pages, the list of the release and the tests say the same.</summary>
public partial class MetaTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", ".."));
    private static readonly string Pages = Path.Combine(Root, "docs", "rules");

    private static readonly ImmutableArray<DiagnosticDescriptor> Rules = Descriptors.All;

    [Fact]
    public void EveryRule_IsReportedByAnAnalyzer() => Assert.Equal(
        Rules.Select(d => d.Id),
        TestCompilation.Analyzers.SelectMany(a => a.SupportedDiagnostics).Select(d => d.Id).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void EveryRule_HasAPage_AndEveryPageARule() => Assert.Equal(Rules.Select(d => d.Id), PageIds().Order(StringComparer.Ordinal));

    [Fact]
    public void EveryPage_HasItsTitle() => Assert.All(
        Rules,
        d => Assert.StartsWith($"# {d.Id}: ", File.ReadAllText(PageOf(d.Id)), StringComparison.Ordinal));

    [Fact]
    public void EveryHelpLink_LeadsToThePage() => Assert.All(
        Rules,
        d => Assert.True(File.Exists(Path.Combine(Root, RepositoryPath().Match(d.HelpLinkUri).Groups["path"].Value)), d.HelpLinkUri));

    [Fact]
    public void TheRelease_ListsEveryRule()
    {
        var listed = File.ReadLines(Path.Combine(Root, "Strat9.Analyzers", "AnalyzerReleases.Unshipped.md"))
            .Concat(File.ReadLines(Path.Combine(Root, "Strat9.Analyzers", "AnalyzerReleases.Shipped.md")))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells[0].StartsWith("STRAT", StringComparison.Ordinal))
            .Select(cells => (cells[0], cells[1], cells[2]));

        Assert.Equal(Rules.Select(d => (d.Id, d.Category, d.DefaultSeverity.ToString())), listed.Order());
    }

    [Fact]
    public void EveryRule_HasATestClass() => Assert.Equal(
        Rules.Select(d => d.Id + "Tests"),
        typeof(MetaTests).Assembly.GetTypes().Select(t => t.Name).Where(n => TestClass().IsMatch(n)).Order(StringComparer.Ordinal));

    [Fact]
    public void EveryRule_IsExplained() => Assert.All(Rules, d =>
    {
        Assert.True(d.IsEnabledByDefault);
        Assert.NotEmpty(d.Title.ToString(null));
        Assert.EndsWith(".", d.Description.ToString(null), StringComparison.Ordinal);
    });

    public static TheoryData<string> Ids => [.. Rules.Select(d => d.Id)];

    /// <summary>A page shows code that is wrong, and the same made right: both are what they claim to be.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Page_ShowsWhatIsWrongAndWhatIsRight(string id)
    {
        var examples = Example().Matches(await File.ReadAllTextAsync(PageOf(id), TestContext.Current.CancellationToken));
        var wrong = examples.Where(e => e.Groups["kind"].Value == "wrong").Select(e => e.Groups["code"].Value).ToList();
        var right = examples.Where(e => e.Groups["kind"].Value == "right").Select(e => e.Groups["code"].Value).ToList();
        Assert.NotEmpty(wrong);
        Assert.NotEmpty(right);
        foreach (var code in wrong)
        {
            var found = (await Report(code)).Where(d => d.Id == id).ToList();
            var marked = Lines(code, id);
            Assert.True(marked.Count > 0, $"Say where {id} is reported: {code}");
            Assert.Equal(marked, found.Select(d => d.Location.GetLineSpan().StartLinePosition.Line).Distinct().Order());
        }

        foreach (var code in right)
        {
            Assert.Empty(await Report(code));
        }
    }

    // In the example a comment names the rule on each line that it reports.
    private static List<int> Lines(string code, string id) =>
        [.. code.Split('\n').Index().Where(line => line.Item.Contains("// " + id, StringComparison.Ordinal)).Select(line => line.Index)];

    private static async Task<IEnumerable<Diagnostic>> Report(string code)
    {
        var (compilation, _) = TestCompilation.Generate(TestCompilation.Create([code, Verifier.Usings]));
        var found = await TestCompilation.Analyze(compilation, cancel: TestContext.Current.CancellationToken);
        return found.Concat(compilation.GetDiagnostics()).Where(d => d.Severity >= DiagnosticSeverity.Info && !d.IsSuppressed);
    }

    private static IEnumerable<string> PageIds() =>
        Directory.EnumerateFiles(Pages, "STRAT*.md").Select(p => Path.GetFileNameWithoutExtension(p)!);

    private static string PageOf(string id) => Path.Combine(Pages, id + ".md");

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("^```csharp (?<kind>wrong|right)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("/blob/main/(?<path>.*)$")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"^STRAT\d{4}Tests$")]
    private static partial Regex TestClass();
}
