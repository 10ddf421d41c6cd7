using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Strat9.Analyzers.Ownership;

namespace Strat9.CodeFixes.Checking;

/// <summary>A document with reports to fix: its text, its meaning, and what is reported there now.</summary>
internal sealed class Scene
{
    private readonly Dictionary<DocumentId, Reports> _before = [];
    private Services? _services;

    private Scene(Document document, SourceText text, SyntaxNode root, SemanticModel model, CancellationToken cancel)
    {
        Document = document;
        Text = text;
        Root = root;
        Model = model;
        Cancel = cancel;
    }

    public Document Document { get; }

    public SourceText Text { get; }

    public SyntaxNode Root { get; }

    public SemanticModel Model { get; }

    public CancellationToken Cancel { get; }

    public Solution Solution => Document.Project.Solution;

    public Services Services => _services ??= new Services(Model.Compilation);

    public static async Task<Scene?> In(Document document, CancellationToken cancel) =>
        await document.GetSyntaxRootAsync(cancel).ConfigureAwait(false) is { } root
        && await document.GetSemanticModelAsync(cancel).ConfigureAwait(false) is { } model
            ? new Scene(document, await document.GetTextAsync(cancel).ConfigureAwait(false), root, model, cancel)
            : null;

    /// <summary>The node that a report points at; <see langword="null"/> where the text has changed since.</summary>
    public SyntaxNode? NodeAt(Location location) =>
        location.IsInSource && location.SourceTree?.FilePath == Root.SyntaxTree.FilePath && Root.FullSpan.Contains(location.SourceSpan)
            ? Root.FindNode(location.SourceSpan, getInnermostNodeForTie: true)
            : null;

    /// <summary>The solution with changes of this document's text.</summary>
    public Solution With(params IEnumerable<TextChange> changes) =>
        Solution.WithDocumentText(Document.Id, Text.WithChanges(changes.OrderBy(c => c.Span.Start)));

    public async Task<Reports> Before(Document document)
    {
        if (!_before.TryGetValue(document.Id, out var reports))
        {
            reports = await Reports.Of(document, Cancel).ConfigureAwait(false);
            _before[document.Id] = reports;
        }

        return reports;
    }

    /// <summary>Tries a proposal out: whether the report is gone with it, and nothing has come that it does not allow.</summary>
    public async Task<bool> Holds(Proposal proposal, Diagnostic diagnostic)
    {
        var touched = proposal.Changed.GetChanges(Solution).GetProjectChanges()
            .SelectMany(p => p.GetChangedDocuments()).Concat(proposal.Users).Append(Document.Id).Distinct();
        foreach (var id in touched)
        {
            if (Solution.GetDocument(id) is not { } old || proposal.Changed.GetDocument(id) is not { } changed)
            {
                return false;
            }

            var before = await Before(old).ConfigureAwait(false);
            var after = await Reports.Of(changed, Cancel).ConfigureAwait(false);
            if (after.HasMoreThan(before, proposal.Demand)
                || (id == Document.Id && !await IsGone(diagnostic, changed, before, after, proposal.Demand).ConfigureAwait(false)))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> IsGone(Diagnostic diagnostic, Document changed, Reports before, Reports after, Demand demand)
    {
        if (demand == Demand.NothingNew && after.CountOf(diagnostic.Id) >= before.CountOf(diagnostic.Id))
        {
            return false;
        }

        var text = await changed.GetTextAsync(Cancel).ConfigureAwait(false);
        return Moved(diagnostic.Location.SourceSpan, text) is { } now
            ? !after.OfRules.Any(d => d.Id == diagnostic.Id && d.Location.SourceSpan == now)
            : after.CountOf(diagnostic.Id) < before.CountOf(diagnostic.Id);
    }

    // Where a span of the old text is in the new one, if no change lies in it.
    private TextSpan? Moved(TextSpan span, SourceText now)
    {
        var shift = 0;
        foreach (var change in now.GetChangeRanges(Text))
        {
            if (change.Span.End <= span.Start)
            {
                shift += change.NewLength - change.Span.Length;
            }
            else if (change.Span.Start < span.End)
            {
                return null;
            }
        }

        return new TextSpan(span.Start + shift, span.Length);
    }
}
