using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Rules;

/// <summary>STRAT1004 for results marked <c>[MustUse]</c>. Writing <c>_ = …</c> says that the result is not wanted.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MustUseAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.STRAT1004_Discarded];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            if (!start.Compilation.GetTypesByMetadataName(KnownNames.MustUse).IsEmpty)
            {
                var ownership = new TypeOwnership(new KnownTypes(start.Compilation));
                start.RegisterOperationAction(statement => Analyze(statement, ownership), OperationKind.ExpressionStatement);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, TypeOwnership ownership)
    {
        var ignored = ((IExpressionStatementOperation)context.Operation).Operation;
        var call = ignored is IAwaitOperation await ? await.Operation : ignored;
        if (ownership.IsLinear(ignored.Type) || !MustUse(ignored, call))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.STRAT1004_Discarded,
            ignored.Syntax.GetLocation(),
            $"The result of '{Ownership.Messages.Short(ignored.Syntax)}'",
            "may not be ignored ([MustUse]): look at it, or write '_ =' when it is not wanted"));
    }

    private static bool MustUse(IOperation result, IOperation call) =>
        call is IInvocationOperation { TargetMethod: { } method } && method.Has(KnownNames.MustUse)
        || (result is IInvocationOperation or IAwaitOperation or IObjectCreationOperation && result.Type is INamedTypeSymbol type && type.Has(KnownNames.MustUse));
}
