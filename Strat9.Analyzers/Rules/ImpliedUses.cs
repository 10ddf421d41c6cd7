using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// The members and parameters that an operation uses without a name of its own for them: what <c>foreach</c>, <c>await</c>, <c>using</c>,
/// a deconstruction, an index from the end, a list pattern or an operator calls.
/// </summary>
internal static class ImpliedUses
{
    /// <summary>The operations that have such uses.</summary>
    public static readonly OperationKind[] Kinds =
    [
        OperationKind.Loop,
        OperationKind.Await,
        OperationKind.Using,
        OperationKind.UsingDeclaration,
        OperationKind.DeconstructionAssignment,
        OperationKind.ImplicitIndexerReference,
        OperationKind.Binary,
        OperationKind.Unary,
        OperationKind.Conversion,
        OperationKind.IsPattern,
        OperationKind.SwitchExpression,
        OperationKind.Switch,
    ];

    /// <summary>Each with the value it is used on.</summary>
    public static IEnumerable<(ISymbol Member, IOperation Receiver)> Of(StateScene scene) => scene.Operation switch
    {
        IForEachLoopOperation { Syntax: CommonForEachStatementSyntax syntax, Collection: var collection } when IsCarrier(collection) =>
            Used(collection, scene.Model.GetForEachStatementInfo(syntax).GetEnumeratorMethod),
        IAwaitOperation { Syntax: AwaitExpressionSyntax syntax, Operation: var awaited } when IsCarrier(awaited) =>
            Used(awaited, scene.Model.GetAwaitExpressionInfo(syntax).GetAwaiterMethod),
        IDeconstructionAssignmentOperation { Syntax: AssignmentExpressionSyntax syntax, Value: var value } when IsCarrier(value) =>
            Used(value, scene.Model.GetDeconstructionInfo(syntax).Method),
        IIsPatternOperation { Value: var value, Pattern: var pattern } when IsCarrier(value) => Matched(value, pattern),
        ISwitchExpressionOperation { Value: var value } choice when IsCarrier(value) =>
            choice.Arms.SelectMany(a => Matched(value, a.Pattern)),
        ISwitchOperation { Value: var value } choice when IsCarrier(value) =>
            choice.Cases.SelectMany(c => c.Clauses).OfType<IPatternCaseClauseOperation>().SelectMany(c => Matched(value, c.Pattern)),
        IImplicitIndexerReferenceOperation indexed => Used(indexed.Instance, indexed.LengthSymbol, indexed.IndexerSymbol),
        IUsingOperation { Resources: var resources, IsAsynchronous: var isAsync } => Disposed(resources, isAsync),
        IUsingDeclarationOperation { DeclarationGroup: var resources, IsAsynchronous: var isAsync } => Disposed(resources, isAsync),
        IBinaryOperation { OperatorMethod.Parameters: [var left, var right] } binary =>
            Used(binary.LeftOperand, left).Concat(Used(binary.RightOperand, right)),
        IUnaryOperation { OperatorMethod.Parameters: [var operand] } unary => Used(unary.Operand, operand),
        IConversionOperation { OperatorMethod.Parameters: [var operand] } conversion => Used(conversion.Operand, operand),
        _ => [],
    };

    private static bool IsCarrier(IOperation value) => RestrictedUse.CarrierOf(value) is not null;

    private static IEnumerable<(ISymbol Member, IOperation Receiver)> Used(IOperation receiver, params ISymbol?[] members) =>
        members.OfType<ISymbol>().Select(m => (m, receiver));

    // Of a pattern on the value itself; the parts it is taken into have states of their own types.
    private static IEnumerable<(ISymbol Member, IOperation Receiver)> Matched(IOperation value, IPatternOperation pattern)
    {
        var members = new List<ISymbol?>();
        var open = new Stack<IPatternOperation>();
        open.Push(pattern);
        while (open.Count > 0)
        {
            switch (open.Pop())
            {
                case IRecursivePatternOperation { DeconstructSymbol: { } deconstruct }:
                    members.Add(deconstruct);
                    break;
                case IListPatternOperation list:
                    members.Add(list.LengthSymbol);
                    members.Add(list.IndexerSymbol);
                    break;
                case IBinaryPatternOperation binary:
                    open.Push(binary.RightPattern);
                    open.Push(binary.LeftPattern);
                    break;
                case INegatedPatternOperation negated:
                    open.Push(negated.Pattern);
                    break;
            }
        }

        return Used(value, [.. members]);
    }

    private static IEnumerable<(ISymbol Member, IOperation Receiver)> Disposed(IOperation resources, bool isAsync)
    {
        var values = resources is IVariableDeclarationGroupOperation group
            ? group.Declarations.SelectMany(d => d.Declarators).Select(d => d.GetVariableInitializer()?.Value).OfType<IOperation>()
            : [resources];
        var name = isAsync ? "DisposeAsync" : "Dispose";
        return
            from value in values
            where IsCarrier(value)
            from member in value.Type!.GetMembers(name).OfType<IMethodSymbol>()
            where member.Parameters.IsEmpty
            select ((ISymbol)member, value);
    }
}
