using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>STRAT0001: what is completed by generated code must be <c>partial</c>, and so must the types around it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MustBePartial : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.STRAT0001_MustBePartial];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterSymbolAction(Check, SymbolKind.NamedType);
    }

    private static void Check(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (RoleOf(type) is not { } role)
        {
            return;
        }

        var isPartial = IsPartial(type, context.CancellationToken);
        var around = Around(type).Where(t => !IsPartial(t, context.CancellationToken)).Select(t => $"'{t.Name}'").ToList();
        if (!isPartial || around.Count > 0)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.STRAT0001_MustBePartial,
                type.Locations[0],
                role,
                type.Name,
                around.Count == 0 ? "" : $", and so must {string.Join(" and ", around)} around it"));
        }
    }

    /// <summary>What the type is to Strat9, where it is completed by generated code.</summary>
    private static string? RoleOf(INamedTypeSymbol type) =>
        type.TypeKind != TypeKind.Struct ? null :
        Carrier.IsMarked(type) ? "Carrier" :
        type.Has(KnownNames.State) ? "State" :
        type.Has(KnownNames.TaggedUnion) ? "Union" :
        null;

    private static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol type)
    {
        for (var t = type.ContainingType; t is not null; t = t.ContainingType)
        {
            yield return t;
        }
    }

    // One part without the modifier beside others with it is the compiler's own error, and as wrong here.
    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancel) =>
        type.DeclaringSyntaxReferences.All(r =>
            r.GetSyntax(cancel) is not TypeDeclarationSyntax declaration || declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
}
