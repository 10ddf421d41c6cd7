using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Strat9.CodeFixes.Checking;

/// <summary>What the compiler and the rules say about one document.</summary>
internal sealed class Reports
{
    private readonly Dictionary<string, int> _count = new(StringComparer.Ordinal);
    private readonly HashSet<string> _errors = new(StringComparer.Ordinal);

    private Reports(ImmutableArray<Diagnostic> ofRules, IReadOnlyCollection<Diagnostic> ofCompiler)
    {
        OfRules = ofRules;
        _errors.UnionWith(ofCompiler.Where(d => d.DefaultSeverity == DiagnosticSeverity.Error).Select(d => d.Id));
        foreach (var diagnostic in ofRules.Concat(ofCompiler))
        {
            _count.TryGetValue(diagnostic.Id, out var count);
            _count[diagnostic.Id] = count + 1;
        }
    }

    /// <summary>The reports of the rules, in the order of the text.</summary>
    public ImmutableArray<Diagnostic> OfRules { get; }

    public static async Task<Reports> Of(Document document, CancellationToken cancel)
    {
        if (await document.GetSemanticModelAsync(cancel).ConfigureAwait(false) is not { } model)
        {
            return new Reports([], []);
        }

        var options = new CompilationWithAnalyzersOptions(
            document.Project.AnalyzerOptions, onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var analyzed = model.Compilation.WithAnalyzers(Rules.Analyzers, options);
        var found = await analyzed.GetAnalyzerSemanticDiagnosticsAsync(
            analyzed.Compilation.GetSemanticModel(model.SyntaxTree), filterSpan: null, cancel).ConfigureAwait(false);
        return new Reports(
            [.. found.Where(d => !d.IsSuppressed).OrderBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id, StringComparer.Ordinal)],
            [.. model.GetDiagnostics(cancellationToken: cancel).Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed)]);
    }

    public int CountOf(string id) => _count.TryGetValue(id, out var count) ? count : 0;

    /// <summary>Whether something is reported more often than it was: anything, or only what does not compile.</summary>
    public bool HasMoreThan(Reports before, Demand demand) =>
        _count.Any(c => c.Value > before.CountOf(c.Key) && (demand == Demand.NothingNew || _errors.Contains(c.Key)));
}
