using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Ownership;

/// <summary>What an operation does to a move-only operand.</summary>
internal enum OperandEffect
{
    /// <summary>It has a transfer function of its own.</summary>
    Handled,

    /// <summary>It looks at its operands, which stay where they are.</summary>
    Looks,

    /// <summary>It never stands in a control-flow graph: the compiler lowers it to others, or it is no part of a body.</summary>
    Lowered,

    /// <summary>It has no operand that could be move-only.</summary>
    NoOperand,

    /// <summary>Not followed: a move-only operand is reported.</summary>
    NotFollowed,
}

/// <summary>Every kind of operation, and what it does to a move-only operand. A kind without a row is not followed.</summary>
internal static class OperationTable
{
    // A kind of a compiler newer than the one this is built against.
    private const OperationKind CollectionExpressionElementsPlaceholder = (OperationKind)129;

    // Replaced by others long ago, and therefore marked obsolete.
    private const OperationKind CollectionElementInitializer = (OperationKind)52;

    private static readonly Dictionary<OperationKind, OperandEffect> Rows = Make();

    public static OperandEffect Of(OperationKind kind) => Rows.TryGetValue(kind, out var effect) ? effect : OperandEffect.NotFollowed;

    public static bool HasRow(OperationKind kind) => Rows.ContainsKey(kind);

    private static Dictionary<OperationKind, OperandEffect> Make()
    {
        var rows = new Dictionary<OperationKind, OperandEffect>();
        Add(
            OperandEffect.Handled,
            OperationKind.AddressOf, OperationKind.Argument, OperationKind.ArrayCreation, OperationKind.ArrayElementReference,
            OperationKind.ArrayInitializer, OperationKind.Await, OperationKind.Binary, OperationKind.CollectionExpression,
            OperationKind.CompoundAssignment, OperationKind.Conversion, OperationKind.DeclarationExpression,
            OperationKind.DeconstructionAssignment, OperationKind.Decrement, OperationKind.DefaultValue, OperationKind.DelegateCreation,
            OperationKind.EventAssignment, OperationKind.ExpressionStatement, OperationKind.FieldReference,
            OperationKind.FlowAnonymousFunction, OperationKind.FlowCapture, OperationKind.FlowCaptureReference,
            OperationKind.ImplicitIndexerReference, OperationKind.Increment, OperationKind.InlineArrayAccess, OperationKind.InstanceReference, OperationKind.Invalid,
            OperationKind.Invocation, OperationKind.IsNull, OperationKind.IsPattern, OperationKind.IsType, OperationKind.Literal,
            OperationKind.LocalReference, OperationKind.MethodReference, OperationKind.ObjectCreation, OperationKind.ParameterReference,
            OperationKind.Parenthesized, OperationKind.PropertyReference, OperationKind.Return, OperationKind.SimpleAssignment,
            OperationKind.Throw, OperationKind.Tuple, OperationKind.Unary, OperationKind.YieldReturn);
        Add(
            OperandEffect.Looks,
            OperationKind.EventReference, OperationKind.Interpolation, OperationKind.InterpolatedString,
            OperationKind.InterpolatedStringAddition, OperationKind.InterpolatedStringAppendFormatted,
            OperationKind.InterpolatedStringAppendInvalid, OperationKind.InterpolatedStringAppendLiteral,
            OperationKind.InterpolatedStringHandlerCreation, OperationKind.Lock, OperationKind.RaiseEvent, OperationKind.Range,
            OperationKind.TupleBinary,
            OperationKind.BinaryPattern, OperationKind.ConstantPattern, OperationKind.DeclarationPattern, OperationKind.DiscardPattern,
            OperationKind.ListPattern, OperationKind.NegatedPattern, OperationKind.PropertySubpattern, OperationKind.RecursivePattern,
            OperationKind.RelationalPattern, OperationKind.SlicePattern, OperationKind.TypePattern);
        Add(
            OperandEffect.NoOperand,
            OperationKind.Branch, OperationKind.CaughtException, OperationKind.Discard, OperationKind.Empty, OperationKind.End,
            OperationKind.InterpolatedStringHandlerArgumentPlaceholder, OperationKind.InterpolatedStringText, OperationKind.NameOf,
            OperationKind.OmittedArgument, OperationKind.SizeOf, OperationKind.StaticLocalInitializationSemaphore, OperationKind.Stop,
            OperationKind.TypeOf, OperationKind.TypeParameterObjectCreation, OperationKind.Utf8String, OperationKind.YieldBreak,
            CollectionExpressionElementsPlaceholder);
        Add(
            OperandEffect.Lowered,
            OperationKind.AnonymousFunction, OperationKind.Attribute, OperationKind.Block, OperationKind.CaseClause,
            OperationKind.CatchClause, OperationKind.Coalesce, OperationKind.CoalesceAssignment,
            CollectionElementInitializer, OperationKind.Conditional, OperationKind.ConditionalAccess,
            OperationKind.ConditionalAccessInstance, OperationKind.ConstructorBody, OperationKind.FieldInitializer,
            OperationKind.Labeled, OperationKind.LocalFunction, OperationKind.Loop, OperationKind.MemberInitializer,
            OperationKind.MethodBody, OperationKind.ObjectOrCollectionInitializer, OperationKind.ParameterInitializer,
            OperationKind.PropertyInitializer, OperationKind.ReDim, OperationKind.ReDimClause, OperationKind.Switch,
            OperationKind.SwitchCase, OperationKind.SwitchExpression, OperationKind.SwitchExpressionArm, OperationKind.Try,
            OperationKind.Using, OperationKind.UsingDeclaration, OperationKind.VariableDeclaration,
            OperationKind.VariableDeclarationGroup, OperationKind.VariableDeclarator, OperationKind.VariableInitializer,
            OperationKind.With);
        Add(
            OperandEffect.NotFollowed,
            OperationKind.None, OperationKind.AnonymousObjectCreation, OperationKind.DynamicIndexerAccess,
            OperationKind.DynamicInvocation, OperationKind.DynamicMemberReference, OperationKind.DynamicObjectCreation,
            OperationKind.FunctionPointerInvocation, OperationKind.Spread,
            OperationKind.TranslatedQuery);
        return rows;

        void Add(OperandEffect effect, params OperationKind[] kinds)
        {
            foreach (var kind in kinds)
            {
                rows.Add(kind, effect);
            }
        }
    }
}
