using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using Strat9.Analyzers.Contracts;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Storage;

/// <summary>
/// Rewrites the uses of a field that becomes a slot: what reads it reads <c>Value</c>, what moves out of it takes, what fills it puts.
/// </summary>
internal sealed class SlotUses(Scene scene, IFieldSymbol field)
{
    /// <summary>The changes for one use; <see langword="null"/> where there is no such way to write it.</summary>
    public IEnumerable<TextChange>? Rewrite(SyntaxNode name)
    {
        if (name is not SimpleNameSyntax)
        {
            return null;
        }

        var use = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (ExpressionSyntax)name;
        if (use.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment && assignment.Left == use)
        {
            return Fill(assignment);
        }

        return scene.Model.GetOperation(use, scene.Cancel) is not { } operation ? null
            : operation.Parent is INameOfOperation ? []
            : IsTaken(operation) is not { } taken ? null
            : [Writing.Insert(use.Span.End, taken ? ".Take()" : ".Value")];
    }

    private IEnumerable<TextChange>? Fill(AssignmentExpressionSyntax assignment)
    {
        if (assignment.Parent is not (ExpressionStatementSyntax or ArrowExpressionClauseSyntax) || IsNothing(assignment.Right))
        {
            return null;
        }

        // A new object's slot is empty, and so is that of a linear value that may be overwritten; else the old value was dropped.
        var isNew = scene.Model.GetEnclosingSymbol(assignment.SpanStart, scene.Cancel) is IMethodSymbol { MethodKind: MethodKind.Constructor };
        var drops = !isNew && !scene.Services.Ownership.IsLinear(field.Type);
        var between = TextSpan.FromBounds(assignment.Left.Span.End, assignment.Right.SpanStart);
        return
        [
            new TextChange(between, drops ? ".Replace(" : ".Put("),
            Writing.Insert(assignment.Right.Span.End, drops ? ", out _)" : ")"),
        ];
    }

    /// <summary>Whether an expression only says that there is no value.</summary>
    public static bool IsNothing(ExpressionSyntax value)
    {
        while (value is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed)
        {
            value = suppressed.Operand;
        }

        return value is DefaultExpressionSyntax
            || value.IsKind(SyntaxKind.NullLiteralExpression) || value.IsKind(SyntaxKind.DefaultLiteralExpression);
    }

    // True: its owner changes. False: it is looked at. Null: neither can be said, or only sometimes.
    private bool? IsTaken(IOperation use)
    {
        while (use.Parent is IConversionOperation { IsImplicit: true } conversion)
        {
            use = conversion;
        }

        return use.Parent switch
        {
            IArgumentOperation { Parameter: { RefKind: RefKind.None or RefKind.In or RefKind.RefReadOnlyParameter } parameter } =>
                ByContract(parameter),
            IInvocationOperation call when call.Instance == use && MayWrite(call.TargetMethod) => null,
            IPropertyReferenceOperation { Property: var property } when MayWrite(property.GetMethod) || MayWrite(property.SetMethod) => null,
            IInvocationOperation call when call.Instance == use => ByContract(scene.Services.Contracts.Of(call.TargetMethod).Receiver),
            IPropertyReferenceOperation or IFieldReferenceOperation => false,
            IReturnOperation => scene.Model.GetEnclosingSymbol(use.Syntax.SpanStart, scene.Cancel) is not IMethodSymbol { MethodKind: MethodKind.PropertyGet },
            IVariableInitializerOperation => true,
            ISimpleAssignmentOperation { IsRef: false } assignment => assignment.Value == use ? true : null,
            _ => null,
        };
    }

    // A slot lends its value to read: a member that writes would work on a copy.
    private bool MayWrite(IMethodSymbol? member) =>
        member is { IsReadOnly: false, ContainingType: { IsValueType: true, IsReadOnly: false } }
        && scene.Services.Contracts.Of(member).Receiver is not { Mode: Mode.Own };

    private bool? ByContract(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol method && scene.Services.Contracts.Of(method).Parameters is var slots
        && parameter.Ordinal < slots.Length
            ? ByContract(slots[parameter.Ordinal])
            : null;

    private static bool? ByContract(SlotContract? slot) => slot switch
    {
        { Mode: Mode.Own, When.Conditional: false } => true,
        { Mode: Mode.Borrow } => false,
        _ => null,
    };
}
