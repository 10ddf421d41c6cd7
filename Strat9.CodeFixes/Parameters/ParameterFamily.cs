using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Text;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Parameters;

/// <summary>
/// A parameter with those that must have the same contract: of what its method overrides or implements, and of what overrides or implements
/// it, all declared in this solution.
/// </summary>
internal sealed class ParameterFamily
{
    /// <summary>A method that is used in more documents is nobody's small change.</summary>
    private const int MostUsers = 40;

    private readonly Scene _scene;
    private readonly List<(Document Document, ParameterSyntax Syntax)> _parameters;
    private readonly HashSet<DocumentId> _users;

    private ParameterFamily(
        Scene scene, IParameterSymbol parameter, List<(Document Document, ParameterSyntax Syntax)> parameters, HashSet<DocumentId> users)
    {
        _scene = scene;
        Parameter = parameter;
        _parameters = parameters;
        _users = users;
    }

    public IParameterSymbol Parameter { get; }

    public static async Task<ParameterFamily?> Of(Scene scene, IParameterSymbol parameter)
    {
        parameter = parameter.OriginalDefinition;
        // `this` counts as one, too.
        if (parameter.IsThis || parameter.ContainingSymbol is not IMethodSymbol
            {
                MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.Constructor,
                PartialDefinitionPart: null, PartialImplementationPart: null, IsExtern: false,
            } method)
        {
            return null;
        }

        var parameters = new List<(Document, ParameterSyntax)>();
        var users = new HashSet<DocumentId>();
        foreach (var member in await MembersLike(scene, method).ConfigureAwait(false))
        {
            if (member.Parameters.Length <= parameter.Ordinal
                || member.Parameters[parameter.Ordinal].DeclaringSyntaxReferences is not [var reference]
                || await reference.GetSyntaxAsync(scene.Cancel).ConfigureAwait(false) is not ParameterSyntax { Type: not null } syntax
                || scene.Solution.GetDocument(syntax.SyntaxTree) is not { } document)
            {
                return null;
            }

            parameters.Add((document, syntax));
            foreach (var found in await SymbolFinder.FindReferencesAsync(member, scene.Solution, scene.Cancel).ConfigureAwait(false))
            {
                users.UnionWith(found.Locations.Select(l => l.Document.Id));
            }
        }

        return users.Count <= MostUsers ? new ParameterFamily(scene, parameter, parameters, users) : null;
    }

    /// <summary>Changes all of them alike; <see langword="null"/> where one cannot be changed so.</summary>
    public async Task<Proposal?> Change(string title, string key, Func<SemanticModel, SourceText, ParameterSyntax, TextChange?> change)
    {
        var solution = _scene.Solution;
        foreach (var inDocument in _parameters.GroupBy(p => p.Document.Id))
        {
            var document = inDocument.First().Document;
            var text = await document.GetTextAsync(_scene.Cancel).ConfigureAwait(false);
            if (await document.GetSemanticModelAsync(_scene.Cancel).ConfigureAwait(false) is not { } model)
            {
                return null;
            }

            var changes = inDocument.Select(p => change(model, text, p.Syntax)).ToList();
            if (changes.Any(c => c is null))
            {
                return null;
            }

            solution = solution.WithDocumentText(document.Id, text.WithChanges(changes.Select(c => c!.Value).OrderBy(c => c.Span.Start)));
        }

        return new Proposal(title, key, solution) { Users = _users };
    }

    private static async Task<IReadOnlyCollection<IMethodSymbol>> MembersLike(Scene scene, IMethodSymbol method)
    {
        var all = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var open = new Queue<IMethodSymbol>([method]);
        while (open.Count > 0)
        {
            var next = open.Dequeue();
            if (!all.Add(next) || next.MethodKind is MethodKind.LocalFunction or MethodKind.Constructor)
            {
                continue;
            }

            var related = new List<ISymbol?> { next.OverriddenMethod };
            related.AddRange(await SymbolFinder.FindOverridesAsync(next, scene.Solution, cancellationToken: scene.Cancel).ConfigureAwait(false));
            related.AddRange(await SymbolFinder.FindImplementationsAsync(next, scene.Solution, cancellationToken: scene.Cancel).ConfigureAwait(false));
            related.AddRange(Implemented(next));
            foreach (var other in related.OfType<IMethodSymbol>())
            {
                open.Enqueue(other.OriginalDefinition);
            }
        }

        return all;
    }

    // The members of interfaces that a method implements, by its own type.
    private static IEnumerable<ISymbol> Implemented(IMethodSymbol method) =>
        method.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers()).Where(m =>
            SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(m), method));
}
