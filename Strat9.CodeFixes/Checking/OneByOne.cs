using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Strat9.CodeFixes.Checking;

/// <summary>
/// Fixes all by fixing one after the other, each in the code that the one before left: what two of them insert at one place may depend on
/// each other, and a fix may take other reports with it.
/// </summary>
internal sealed class OneByOne : FixAllProvider
{
    public static readonly OneByOne Instance = new();

    private OneByOne()
    {
    }

    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        if (context.CodeFixProvider is not CheckedFix fix)
        {
            return null;
        }

        var documents = new List<DocumentId>();
        foreach (var document in DocumentsOf(context))
        {
            if (!(await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)).IsEmpty)
            {
                documents.Add(document.Id);
            }
        }

        return documents.Count == 0
            ? null
            : CodeAction.Create("Fix all", cancel => Run(context.Solution, documents, fix, context, cancel), context.CodeActionEquivalenceKey);
    }

    private static IEnumerable<Document> DocumentsOf(FixAllContext context) => context switch
    {
        { Scope: FixAllScope.Project } => context.Project.Documents,
        { Scope: FixAllScope.Solution } => context.Solution.Projects.Where(p => p.Language == LanguageNames.CSharp).SelectMany(p => p.Documents),
        { Document: { } document } => [document],
        _ => [],
    };

    private static async Task<Solution> Run(
        Solution solution, IEnumerable<DocumentId> documents, CheckedFix fix, FixAllContext context, CancellationToken cancel)
    {
        foreach (var id in documents)
        {
            var (passed, limit) = (0, -1);
            while (solution.GetDocument(id) is { } document && await Scene.In(document, cancel).ConfigureAwait(false) is { } scene)
            {
                var found = (await scene.Before(document).ConfigureAwait(false)).OfRules.Where(d => context.DiagnosticIds.Contains(d.Id)).ToList();

                // A fix may bring reports of its kind elsewhere, but not without end.
                limit = limit < 0 ? (4 * found.Count) + 16 : limit - 1;
                if (passed >= found.Count || limit == 0)
                {
                    break;
                }

                if (await fix.Apply(scene, found[passed], context.CodeActionEquivalenceKey).ConfigureAwait(false) is { } changed)
                {
                    solution = changed;
                }
                else
                {
                    passed++;
                }
            }
        }

        return solution;
    }
}
