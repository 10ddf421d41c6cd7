using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

// Operators: built-in ones compute with what is known of flags, user-defined ones are calls.
internal sealed partial class OwnershipAnalysis
{
    private static bool IsEqualityTest(IBinaryOperation binary) =>
        binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.LessThan
            or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual
            or BinaryOperatorKind.ObjectValueEquals or BinaryOperatorKind.ObjectValueNotEquals;

    private void PassOperand(World world, IOperation operation, IMethodSymbol? method, int index, IOperation operand, int slot, bool borrows)
    {
        var value = world.Values[slot] ?? Value.Plain;
        var mode = method is null || borrows ? Mode.Borrow : ParameterMode(method, index);
        if (mode == Mode.Own && Ownership.IsTracked(operand.Type))
        {
            var taken = TakeFor(world, operation, value, operand, $"passed to '{Messages.Operator(method!)}'");

            // The result of a compound assignment goes where the operand was.
            world.Values[slot] = operation is ICompoundAssignmentOperation or IIncrementOrDecrementOperation && index == 0 ? value : taken;
        }
        else if (operand.Parent is not IBinaryOperation binary || !IsNullTest(binary))
        {
            Use(world, value, operand);
        }
    }

    private Mode ParameterMode(IMethodSymbol method, int index)
    {
        var parameters = _body.Services.Contracts.Of(method).Parameters;
        return index < parameters.Length ? parameters[index].Mode : Mode.Borrow;
    }

    private static bool IsNullTest(IBinaryOperation binary) =>
        binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals
        && (binary.LeftOperand.ConstantValue is { HasValue: true, Value: null } || binary.RightOperand.ConstantValue is { HasValue: true, Value: null });

    private Value ApplyUnary(World world, IUnaryOperation unary)
    {
        var operand = ValueOf(world, unary.Operand);
        if (unary.OperatorMethod is { } method)
        {
            CommitArguments(world, unary);
            MayThrow(world, unary);
            DropTemporary(world, operand, unary.Operand);
            return Result(world, unary, unary.Type, _body.Services.Contracts.Of(method));
        }

        if (unary is { OperatorKind: UnaryOperatorKind.Not } && unary.Type?.SpecialType == SpecialType.System_Boolean)
        {
            return Value.Constant(operand.Const.Not());
        }

        if (unary is { OperatorKind: UnaryOperatorKind.Not, IsLifted: true } && operand.Const.Value is { } known)
        {
            return known == Const.NullNumber ? operand : Value.Constant(operand.Const.Not());
        }

        return Literal(unary);
    }

    private Value ApplyBinary(World world, IBinaryOperation binary)
    {
        var (left, right) = (ValueOf(world, binary.LeftOperand), ValueOf(world, binary.RightOperand));
        DropTemporary(world, left, binary.LeftOperand);
        DropTemporary(world, right, binary.RightOperand);
        if (binary.ConstantValue.HasValue)
        {
            return Literal(binary);
        }

        if (IsNullTest(binary))
        {
            var subject = binary.RightOperand.ConstantValue is { HasValue: true, Value: null } ? left : right;
            return TestNull(world, subject, binary, whenNull: binary.OperatorKind == BinaryOperatorKind.Equals);
        }

        if (binary.OperatorMethod is { } method)
        {
            CommitArguments(world, binary);
            MayThrow(world, binary);
            return Result(world, binary, binary.Type, _body.Services.Contracts.Of(method));
        }

        if (binary.IsChecked || binary.OperatorKind is BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder)
        {
            MayThrow(world, binary);
        }

        return binary.OperatorKind switch
        {
            BinaryOperatorKind.Equals when right.Const.Value is { } number => TestEqual(world, left, number, binary, whenEqual: true),
            BinaryOperatorKind.NotEquals when right.Const.Value is { } number => TestEqual(world, left, number, binary, whenEqual: false),
            BinaryOperatorKind.Equals when left.Const.Value is { } number => TestEqual(world, right, number, binary, whenEqual: true),
            BinaryOperatorKind.NotEquals when left.Const.Value is { } number => TestEqual(world, right, number, binary, whenEqual: false),
            // Null is neither more nor less than anything.
            _ when binary.IsLifted => Value.Plain,
            BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual
                => Compare(left.Const, right.Const, binary.OperatorKind) is { } known ? Value.Constant(Const.Of(known)) : Value.Plain,
            BinaryOperatorKind.And when IsBoolean(binary) => Combine(left.Const.EqualTo(1), right.Const.EqualTo(1), false),
            BinaryOperatorKind.Or when IsBoolean(binary) => Combine(left.Const.EqualTo(1), right.Const.EqualTo(1), true),
            BinaryOperatorKind.ExclusiveOr when IsBoolean(binary) && left.Const.EqualTo(1) is { } a && right.Const.EqualTo(1) is { } b
                => Value.Constant(Const.Of(a != b)),
            _ => Value.Plain.Borrowing(LoansOfPointers(binary, left, right)),
        };
    }

    // `a += b` and `a++`: by a static operator the target is an operand, and takes the result; by one of the instance it is changed in place.
    private Value ApplyInPlace(World world, IOperation operation, IOperation target, IMethodSymbol method)
    {
        var value = ValueOf(world, target);
        CommitArguments(world, operation);
        MayThrow(world, operation);
        var place = value.Kind == ValueKind.Place ? value.Place : null;
        if (!method.IsStatic)
        {
            UseReceiver(world, value, target, method);
            return place is null ? Value.Plain : Value.Of(place);
        }

        if (!Ownership.IsTracked(target.Type))
        {
            Use(world, value, target);
            return Value.Plain;
        }

        var result = Result(world, operation, target.Type, _body.Services.Contracts.Of(method));
        var stored = Store(world, operation, target, place, Move(world, result, operation.Syntax, "assigned", target.Type), isDeclaration: false);
        return operation is IIncrementOrDecrementOperation { IsPostfix: true } ? Value.Lent(new Site(operation.Syntax, "the value before")) : stored;
    }

    private static bool? Compare(Const left, Const right, BinaryOperatorKind @operator) => (left.Value, right.Value, @operator) switch
    {
        (_, { } n, BinaryOperatorKind.GreaterThan) => left.GreaterThan(n),
        (_, { } n, BinaryOperatorKind.LessThanOrEqual) => !left.GreaterThan(n),
        (_, { } n and > long.MinValue, BinaryOperatorKind.GreaterThanOrEqual) => left.GreaterThan(n - 1),
        (_, { } n and > long.MinValue, BinaryOperatorKind.LessThan) => !left.GreaterThan(n - 1),
        ({ } n, _, BinaryOperatorKind.LessThan) => right.GreaterThan(n),
        ({ } n, _, BinaryOperatorKind.GreaterThanOrEqual) => !right.GreaterThan(n),
        ({ } n and > long.MinValue, _, BinaryOperatorKind.LessThanOrEqual) => right.GreaterThan(n - 1),
        ({ } n and > long.MinValue, _, BinaryOperatorKind.GreaterThan) => !right.GreaterThan(n - 1),
        _ => null,
    };

    private static bool IsBoolean(IOperation operation) => operation.Type?.SpecialType == SpecialType.System_Boolean;

    // `&` and `|` without short circuit: one operand may decide.
    private static Value Combine(bool? left, bool? right, bool decisive)
    {
        if (left == decisive || right == decisive)
        {
            return Value.Constant(Const.Of(decisive));
        }

        return left is null || right is null ? Value.Plain : Value.Constant(Const.Of(!decisive));
    }
}
