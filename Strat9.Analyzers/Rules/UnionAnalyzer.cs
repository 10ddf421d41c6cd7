using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Unions;

namespace Strat9.Analyzers.Rules;

/// <summary>STRAT0009: a <c>[TaggedUnion]</c> from which no union can be generated, or a case that cannot be one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnionAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.STRAT0009_UnionCase];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (!start.Compilation.GetTypesByMetadataName(KnownNames.TaggedUnion).IsEmpty)
            {
                start.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        // On anything but a struct the attribute itself is an error.
        if (context.Symbol is not INamedTypeSymbol { TypeKind: TypeKind.Struct } union ||
            !union.Has(KnownNames.TaggedUnion))
        {
            return;
        }

        foreach (var problem in UnionDeclaration.Read(union).Problems)
        {
            context.ReportDiagnostic(
                Diagnostic.Create(Descriptors.STRAT0009_UnionCase, problem.Location, problem.Subject, problem.Reason));
        }
    }
}
