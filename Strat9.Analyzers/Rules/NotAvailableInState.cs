using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT2001: a carrier used in a state in which the protocol has no such thing. Most of it the compiler rejects already; this rule says in
/// what state it is available and the shortest way there. What <c>[Requires]</c> restricts only this rule reports.
/// </summary>
/// <remarks>
/// It starts from what the compiler could not bind, so correct code costs it next to nothing: <see cref="UnavailableMember"/> for names on
/// a carrier, <see cref="UnfitArgument"/>, <see cref="UnfitConversion"/> and <see cref="UnfitMethodGroup"/> for where a carrier goes, and
/// <see cref="RestrictedUse"/> for <c>[Requires]</c>.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NotAvailableInState : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.STRAT2001_NotAvailableInState];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        var compilation = context.Compilation;
        if (compilation.GetTypesByMetadataName(KnownNames.Typestate).IsEmpty)
        {
            return;
        }

        var protocols = new ProtocolModels(compilation);
        context.RegisterOperationAction(
            c => Unless(c, protocols, WhenInvalid), OperationKind.Invalid);
        context.RegisterOperationAction(
            c => Unless(c, protocols, UnfitConversion.Check), OperationKind.Conversion);
        context.RegisterOperationAction(
            c => Unless(c, protocols, UnfitMethodGroup.Check), OperationKind.DelegateCreation);
        context.RegisterOperationAction(
            c => Unless(c, protocols, RestrictedUse.Check),
            OperationKind.Invocation,
            OperationKind.MethodReference,
            OperationKind.PropertyReference,
            OperationKind.FieldReference,
            OperationKind.EventReference,
            OperationKind.Argument);
        context.RegisterOperationAction(c => Unless(c, protocols, RestrictedUse.Check), ImpliedUses.Kinds);
    }

    private static void Unless(OperationAnalysisContext context, ProtocolModels protocols, Action<StateScene> check)
    {
        if (!GeneratedSource.IsOurs(context.FilterTree) && context.Operation.SemanticModel is { } model)
        {
            check(new StateScene(
                context.Operation, context.ContainingSymbol, model, protocols, context.ReportDiagnostic, context.CancellationToken));
        }
    }

    private static void WhenInvalid(StateScene scene)
    {
        switch (scene.Operation.Syntax)
        {
            case InvocationExpressionSyntax call:
                if (!UnavailableMember.Check(scene, call.Expression))
                {
                    UnfitArgument.CheckCall(scene, call);
                }

                break;
            case MemberAccessExpressionSyntax or MemberBindingExpressionSyntax:
                UnavailableMember.Check(scene, (ExpressionSyntax)scene.Operation.Syntax);
                break;
            case var other:
                UnfitArgument.CheckOther(scene, other);
                break;
        }
    }
}
