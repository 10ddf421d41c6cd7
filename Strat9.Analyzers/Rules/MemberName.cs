using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Strat9.Analyzers.Rules;

/// <summary>The parts of <c>receiver.Name</c>, <c>receiver?.Name</c> and calls of them.</summary>
internal static class MemberName
{
    /// <summary>The name of the member that an expression accesses or calls.</summary>
    public static SimpleNameSyntax? Of(ExpressionSyntax expression) => Called(expression) switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    /// <summary>What it is accessed on, where that is written.</summary>
    public static ExpressionSyntax? ReceiverOf(ExpressionSyntax access) => Called(access) switch
    {
        MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression } member => member.Expression,
        ExpressionSyntax binding and (MemberBindingExpressionSyntax or ElementBindingExpressionSyntax) => ConditionOf(binding)?.Expression,
        ElementAccessExpressionSyntax element => element.Expression,
        _ => null,
    };

    // What is called, of a call: f of f()().
    private static ExpressionSyntax Called(ExpressionSyntax expression)
    {
        while (expression is InvocationExpressionSyntax call)
        {
            expression = call.Expression;
        }

        return expression;
    }

    // In a?.B?.C the first binding stands in what the second is conditional on.
    private static ConditionalAccessExpressionSyntax? ConditionOf(ExpressionSyntax binding) =>
        binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(c => c.WhenNotNull.Span.Contains(binding.Span));
}
