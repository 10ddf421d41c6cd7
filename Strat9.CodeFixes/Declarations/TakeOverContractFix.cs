using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Text;
using Strat9.Analyzers.Rules;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Declarations;

/// <summary>
/// STRAT0011: gives a method the contract of what it overrides or implements. Offered where its body and its callers keep that contract.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TakeOverContractFix))]
[Shared]
public sealed class TakeOverContractFix : CheckedFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.STRAT0011_ContractMismatch.Id];

    private protected override async Task<IReadOnlyList<Proposal>> Propose(Scene scene, Diagnostic diagnostic)
    {
        var proposals = new List<Proposal>();
        if (scene.NodeAt(diagnostic.Location) is not MethodDeclarationSyntax declaration || declaration.Identifier.Span != diagnostic.Location.SourceSpan
            || scene.Model.GetDeclaredSymbol(declaration, scene.Cancel) is not { } mine)
        {
            return proposals;
        }

        var users = new HashSet<DocumentId>();
        foreach (var found in await SymbolFinder.FindReferencesAsync(mine, scene.Solution, scene.Cancel).ConfigureAwait(false))
        {
            users.UnionWith(found.Locations.Select(l => l.Document.Id));
        }

        foreach (var theirs in Models(mine))
        {
            if (Changes(scene, declaration, theirs) is { } changes)
            {
                proposals.Add(new Proposal(
                    $"Take over the contract of '{theirs.ContainingType.Name}.{theirs.Name}'", nameof(TakeOverContractFix), scene.With(changes))
                {
                    Users = users,
                });
            }
        }

        return proposals;
    }

    private static IEnumerable<IMethodSymbol> Models(IMethodSymbol mine)
    {
        var implemented = mine.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers()).OfType<IMethodSymbol>().Where(m =>
            SymbolEqualityComparer.Default.Equals(mine.ContainingType.FindImplementationForInterfaceMember(m), mine));
        return (mine.OverriddenMethod is { } overridden ? implemented.Prepend(overridden) : implemented)
            .Where(m => m.Parameters.Length == mine.Parameters.Length);
    }

    private static List<TextChange>? Changes(Scene scene, MethodDeclarationSyntax declaration, IMethodSymbol theirs)
    {
        var writer = new ContractText(scene);
        var lists = declaration.AttributeLists;
        var parts = new List<IReadOnlyList<TextChange>?>
        {
            writer.Change(declaration, lists, string.Empty, theirs.GetAttributes()),
            writer.Change(declaration, lists, "return: ", theirs.GetReturnTypeAttributes()),
        };
        for (var i = 0; i < theirs.Parameters.Length && i < declaration.ParameterList.Parameters.Count; i++)
        {
            var parameter = declaration.ParameterList.Parameters[i];
            parts.Add(writer.Change(parameter, parameter.AttributeLists, string.Empty, theirs.Parameters[i].GetAttributes()));
        }

        return parts.Contains(null) ? null : [.. parts.SelectMany(p => p!)];
    }
}
