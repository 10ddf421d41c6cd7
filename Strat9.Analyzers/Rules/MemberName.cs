using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Strat9.Analyzers.Rules;

/// <summary>The parts of <c>receiver.Name</c>, <c>receiver?.Name</c> and calls of them.</summary>
internal static class MemberName
{
    /// <summary>The name of the member that an expression accesses or calls.</summary>
    public static SimpleNameSyntax? Of(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        InvocationExpressionSyntax call => Of(call.Expression),
        SimpleNameSyntax name => name,
        _ => null,
    };

    /// <summary>What it is accessed on, where that is written.</summary>
    public static ExpressionSyntax? ReceiverOf(ExpressionSyntax access) => access switch
    {
        MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression } member => member.Expression,
        MemberBindingExpressionSyntax or ElementBindingExpressionSyntax => ConditionOf(access)?.Expression,
        ElementAccessExpressionSyntax element => element.Expression,
        InvocationExpressionSyntax call => ReceiverOf(call.Expression),
        _ => null,
    };

    // In a?.B?.C the first binding stands in what the second is conditional on.
    private static ConditionalAccessExpressionSyntax? ConditionOf(ExpressionSyntax binding) =>
        binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(c => c.WhenNotNull.Span.Contains(binding.Span));
}
