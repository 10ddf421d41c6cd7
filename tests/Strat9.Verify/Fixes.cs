using System.Collections.Immutable;
using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Strat9.Verify;

/// <summary>Applies code fixes to a source as an editor would, and compares the outcome with what is expected.</summary>
public static class Fixes
{
    /// <summary>Applies one fix at the first report of a rule that offers it.</summary>
    /// <param name="fix">Offers it.</param>
    /// <param name="source">Where the rule reports; markup is ignored.</param>
    /// <param name="expected">What it becomes.</param>
    /// <param name="title">Which of several: its title or equivalence key.</param>
    /// <param name="prelude">A second file that it uses.</param>
    public static async Task Apply(CodeFixProvider fix, string source, string expected, string? title = null, string? prelude = null)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, Markup.Parse(source).Source, prelude);
        foreach (var diagnostic in await DiagnosticsOf(fix, document))
        {
            foreach (var action in await ActionsFor(fix, document, diagnostic))
            {
                if (title is null || action.Title == title || action.EquivalenceKey == title)
                {
                    Compare(expected, await Changed(action, document));
                    return;
                }
            }
        }

        throw new VerifyException($"No fix '{title}' is offered.\n\n{source}");
    }

    /// <summary>The titles of the fixes offered, in the order of the reports.</summary>
    public static async Task<ImmutableArray<string>> Offered(CodeFixProvider fix, string source, string? prelude = null)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, Markup.Parse(source).Source, prelude);
        var titles = ImmutableArray.CreateBuilder<string>();
        foreach (var diagnostic in await DiagnosticsOf(fix, document))
        {
            titles.AddRange((await ActionsFor(fix, document, diagnostic)).Select(a => a.Title));
        }

        return titles.ToImmutable();
    }

    /// <summary>Applies a fix everywhere in the source at once.</summary>
    /// <param name="fix">Offers it.</param>
    /// <param name="source">Where the rule reports; markup is ignored.</param>
    /// <param name="expected">What it becomes.</param>
    /// <param name="key">Which of several: its equivalence key; the first one's, if not given.</param>
    /// <param name="prelude">A second file that it uses.</param>
    public static async Task ApplyAll(CodeFixProvider fix, string source, string expected, string? key = null, string? prelude = null)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, Markup.Parse(source).Source, prelude);
        var found = await DiagnosticsOf(fix, document);
        if (key is null)
        {
            foreach (var diagnostic in found)
            {
                key ??= (await ActionsFor(fix, document, diagnostic)).FirstOrDefault()?.EquivalenceKey;
            }
        }

        var action = await FixAll(fix, document, found, key);
        Compare(expected, action is null ? (await document.GetTextAsync()).ToString() : await Changed(action, document));
    }

    /// <summary>Fixes whatever is reported in each of many sources, half-typed ones: they may only not throw.</summary>
    /// <remarks>Many share a compilation, each in a namespace of its own: to start one costs more than to analyse a source.</remarks>
    public static async Task Survives(CodeFixProvider fix, IEnumerable<string> sources, string prelude, CancellationToken cancel)
    {
        const int Together = 32;
        using var workspace = new AdhocWorkspace();
        var empty = Open(workspace, "", prelude).Project;
        await Parallel.ForEachAsync(sources.Chunk(Together), cancel, async (chunk, _) =>
        {
            var project = empty;
            for (var i = 0; i < chunk.Length; i++)
            {
                project = project.AddDocument($"Half{i}.cs", $"namespace Half{i};\n{chunk[i]}").Project;
            }

            var compilation = await project.GetCompilationAsync(cancel);
            var found = await TestCompilation.Analyze(compilation!, analyzers: Reporting(fix), cancel: cancel);
            foreach (var inOne in found.GroupBy(d => project.GetDocument(d.Location.SourceTree)))
            {
                if (inOne.Key is { } document && await FixAll(fix, document, [.. inOne], null) is { } action)
                {
                    await Changed(action, document);
                }
            }
        });
    }

    private static Task<CodeAction?> FixAll(CodeFixProvider fix, Document document, ImmutableArray<Diagnostic> found, string? key)
    {
        var provider = fix.GetFixAllProvider() ?? throw new VerifyException($"{fix.GetType().Name} cannot fix all.");
        return provider.GetFixAsync(new FixAllContext(
            document, fix, FixAllScope.Document, key, fix.FixableDiagnosticIds, new Found(found), CancellationToken.None));
    }

    private static Document Open(AdhocWorkspace workspace, string source, string? prelude)
    {
        var project = workspace.AddProject("Test", LanguageNames.CSharp)
            .WithParseOptions(TestCompilation.ParseOptions(LanguageVersion.CSharp14))
            .WithCompilationOptions(TestCompilation.Create([]).Options)
            .WithMetadataReferences(TestCompilation.Create([]).References)
            .AddDocument("Usings.cs", Verifier.Usings).Project;
        if (prelude is not null)
        {
            project = project.AddDocument("Prelude.cs", prelude).Project;
        }

        // What the generators add is part of the solution here: a workspace of this kind runs none.
        var plain = project.AddDocument("Test.cs", source);
        return Generated(plain).Aggregate(plain, (d, tree) =>
            d.Project.AddDocument(tree.FilePath, tree.GetText()).Project.GetDocument(d.Id)!);
    }

    private static IEnumerable<SyntaxTree> Generated(Document document)
    {
        var compilation = document.Project.GetCompilationAsync().GetAwaiter().GetResult()!;
        var (updated, _) = TestCompilation.Generate(compilation);
        return updated.SyntaxTrees.Where(t => !compilation.ContainsSyntaxTree(t));
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsOf(CodeFixProvider fix, Document document)
    {
        var compilation = await document.Project.GetCompilationAsync();
        var tree = await document.GetSyntaxTreeAsync();
        var found = await TestCompilation.Analyze(compilation!, analyzers: Reporting(fix));
        return
        [
            .. found.Where(d => d.Location.SourceTree == tree && fix.FixableDiagnosticIds.Contains(d.Id))
                .OrderBy(d => d.Location.SourceSpan.Start),
        ];
    }

    private static IEnumerable<DiagnosticAnalyzer> Reporting(CodeFixProvider fix) =>
        TestCompilation.Analyzers.Where(a => a.SupportedDiagnostics.Any(d => fix.FixableDiagnosticIds.Contains(d.Id)));

    private static async Task<ImmutableArray<CodeAction>> ActionsFor(CodeFixProvider fix, Document document, Diagnostic diagnostic)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        await fix.RegisterCodeFixesAsync(
            new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions.ToImmutable();
    }

    private static async Task<string> Changed(CodeAction action, Document document)
    {
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        return (await changed.GetTextAsync()).ToString();
    }

    private static void Compare(string expected, string actual)
    {
        if (expected.ReplaceLineEndings("\n") == actual.ReplaceLineEndings("\n"))
        {
            return;
        }

        var text = new StringBuilder("The fix gives something else (- expected, + actual):\n");
        foreach (var line in InlineDiffBuilder.Diff(expected, actual).Lines)
        {
            text.Append(line.Type switch { ChangeType.Inserted => "+ ", ChangeType.Deleted => "- ", _ => "  " }).AppendLine(line.Text);
        }

        throw new VerifyException(text.ToString());
    }

    private sealed class Found(ImmutableArray<Diagnostic> found) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancel) =>
            Task.FromResult<IEnumerable<Diagnostic>>(found);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancel) =>
            Task.FromResult<IEnumerable<Diagnostic>>(found);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancel) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
