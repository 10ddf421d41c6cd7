using System.Collections.Immutable;
using System.Composition;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Strat9.Analyzers.Rules;
using Strat9.CodeFixes.Declarations;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.CodeFixes;

/// <summary>The fixes, the table in docs/fixes.md, the pages of the rules and the tests say the same.</summary>
public partial class FixMetaTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    private static readonly ImmutableArray<CodeFixProvider> All =
    [
        .. typeof(MustBePartialFix).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(t))
            .Select(t => (CodeFixProvider)Activator.CreateInstance(t)!),
    ];

    [Fact]
    public void EveryFix_IsExported_AndFixesAll() => Assert.All(All, fix =>
    {
        var export = Assert.Single(fix.GetType().GetCustomAttributes(typeof(ExportCodeFixProviderAttribute), inherit: false).Cast<ExportCodeFixProviderAttribute>());
        Assert.Equal([LanguageNames.CSharp], export.Languages);
        Assert.Equal(fix.GetType().Name, export.Name);
        Assert.NotEmpty(fix.GetType().GetCustomAttributes(typeof(SharedAttribute), inherit: false));
        Assert.NotNull(fix.GetFixAllProvider());
        Assert.Subset(Descriptors.All.Select(d => d.Id).ToHashSet(), fix.FixableDiagnosticIds.ToHashSet());
    });

    [Fact]
    public void TheTable_HasEveryFixableRule() => Assert.Equal(
        All.SelectMany(f => f.FixableDiagnosticIds).Distinct().Order(StringComparer.Ordinal),
        Table().Select(r => r.Id).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void EveryPage_NamesItsFixes_AndNoOthers() => Assert.All(Descriptors.All, d =>
    {
        var page = Regex.Replace(File.ReadAllText(Path.Combine(Root, "docs", "rules", d.Id + ".md")), @"\s+", " ");
        var named = Named().Matches(page).Select(m => m.Groups["title"].Value).Distinct().ToHashSet();
        var mine = Table().Where(r => r.Id == d.Id).Select(r => r.Title).ToHashSet();
        var titles = Table().Select(r => r.Title).ToHashSet();
        Assert.Equal(mine.Order(StringComparer.Ordinal), named.Where(titles.Contains).Order(StringComparer.Ordinal));
        Assert.Equal(mine.Count > 0, page.Contains("ode fix", StringComparison.Ordinal));
    });

    /// <summary>What the editor shows is written in the sources so.</summary>
    [Fact]
    public void EveryTitle_IsAFixs()
    {
        var sources = string.Concat(Directory.EnumerateFiles(Path.Combine(Root, "Strat9.CodeFixes"), "*Fix.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "Strat9.CodeFixes"), "*Consumer*.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText));
        Assert.All(Table(), row => Assert.All(row.Title.Split("'…'"), part => Assert.Contains(part, sources, StringComparison.Ordinal)));
    }

    /// <summary>A change is held against every rule there is.</summary>
    [Fact]
    public void EveryAnalyzer_JudgesTheFixes() => Assert.Equal(
        TestCompilation.Analyzers.Select(a => a.GetType().Name).Order(StringComparer.Ordinal),
        Strat9.CodeFixes.Checking.Rules.Analyzers.Select(a => a.GetType().Name).Order(StringComparer.Ordinal));

    private static List<(string Id, string Title)> Table() =>
    [
        .. File.ReadLines(Path.Combine(Root, "docs", "fixes.md"))
            .Select(line => Row().Match(line))
            .Where(m => m.Success)
            .Select(m => (m.Groups["id"].Value, m.Groups["title"].Value)),
    ];

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"^\| (?<id>STRAT\d{4}) \| \*(?<title>[^*]+)\* \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"(?<!\*)\*(?<title>[^*`]+)\*(?!\*)")]
    private static partial Regex Named();
}
