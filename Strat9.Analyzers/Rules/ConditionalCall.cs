using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Ownership;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT3000 for <c>[Conditional]</c> calls. In a build without the symbol the call is gone and its arguments are not evaluated: a value
/// that would move there stays behind.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConditionalCall : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.STRAT3000_NotFollowed];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            var services = new Services(start.Compilation);
            if (services.Known.Conditional is { } conditional && OwnershipAnalyzer.MentionsStrat9(start.Compilation))
            {
                start.RegisterOperationAction(call => Check(call, services, conditional), OperationKind.Invocation);
            }
        });
    }

    private static void Check(OperationAnalysisContext context, Services services, INamedTypeSymbol conditional)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!call.TargetMethod.ReturnsVoid || !IsConditional(call.TargetMethod, conditional) || OwnershipAnalyzer.IsTrusted(context.ContainingSymbol))
        {
            return;
        }

        if (call.Instance is { } receiver && Takes(services.Contracts.Of(call.TargetMethod).Receiver, receiver, services))
        {
            Report(receiver);
        }

        foreach (var argument in call.Arguments)
        {
            if (Moves(argument, services))
            {
                Report(argument.Value);
            }
        }

        void Report(IOperation moved) => context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.STRAT3000_NotFollowed,
            moved.Syntax.GetLocation(),
            $"'{Messages.Short(moved.Syntax)}'",
            $"moves a value in a call of '{call.TargetMethod.Name}', which vanishes in builds without its [Conditional] symbol: move it outside of the call"));
    }

    // An override is as conditional as what it overrides.
    private static bool IsConditional(IMethodSymbol method, INamedTypeSymbol conditional)
    {
        for (var m = method; m is not null; m = m.OverriddenMethod)
        {
            foreach (var attribute in m.GetAttributes())
            {
                if (SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, conditional))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // The argument itself, or something that runs while it is evaluated.
    private static bool Moves(IArgumentOperation argument, Services services)
    {
        var open = new Stack<IOperation>();
        open.Push(argument);
        while (open.Count > 0)
        {
            var operation = open.Pop();
            if (operation is IAnonymousFunctionOperation)
            {
                continue;
            }

            if (operation is IArgumentOperation { Parameter: { } parameter, Value: var value } &&
                parameter.ContainingSymbol is IMethodSymbol method && services.Contracts.Of(method).Parameters is var parameters &&
                parameter.Ordinal < parameters.Length && Takes(parameters[parameter.Ordinal], value, services))
            {
                return true;
            }

            if (operation is IInvocationOperation { Instance: { } receiver } call &&
                Takes(services.Contracts.Of(call.TargetMethod).Receiver, receiver, services))
            {
                return true;
            }

            foreach (var child in operation.ChildOperations)
            {
                open.Push(child);
            }
        }

        return false;
    }

    private static bool Takes(SlotContract? contract, IOperation value, Services services) =>
        contract is { Mode: Mode.Own } && services.Ownership.IsTracked(value is IConversionOperation { IsImplicit: true } c ? c.Operand.Type : value.Type);
}
