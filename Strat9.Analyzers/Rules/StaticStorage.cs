using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Rules;

/// <summary>STRAT3003 for statics: whatever can reach a static field could own what is in it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StaticStorage : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.STRAT3003_StoredUnfollowed];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            if (!KnownTypes.MentionsStrat9(start.Compilation))
            {
                return;
            }

            var ownership = new TypeOwnership(new KnownTypes(start.Compilation));
            start.RegisterSymbolAction(symbol => Analyze(symbol, ownership), SymbolKind.Field, SymbolKind.Property);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, TypeOwnership ownership)
    {
        // An auto-property's field is not announced by itself.
        var field = context.Symbol as IFieldSymbol
            ?? context.Symbol.ContainingType.GetMembers().OfType<IFieldSymbol>()
                .FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, context.Symbol));
        if (field is null || !IsUnfollowed(field, ownership) || OwnershipAnalyzer.IsTrusted(field)
            || GeneratedSource.IsOurs(field.Locations.FirstOrDefault()?.SourceTree))
        {
            return;
        }

        var named = field.AssociatedSymbol ?? field;
        if (named.Locations.FirstOrDefault() is { } at)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.STRAT3003_StoredUnfollowed,
                at,
                $"'{named.Name}'",
                "is static: everybody could take its value; keep it in a Slot<T> or an owning container"));
        }
    }

    /// <summary>Whether a static field holds a value that nobody follows there.</summary>
    internal static bool IsUnfollowed(IFieldSymbol field, TypeOwnership ownership) =>
        field is { IsStatic: true, IsConst: false } && ownership.IsTracked(field.Type) && !ownership.MaySitAnywhere(field.Type)
        && !field.Has(KnownNames.Borrows);
}
