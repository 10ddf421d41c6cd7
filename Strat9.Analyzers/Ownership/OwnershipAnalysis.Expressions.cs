using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// What each operation does once its operands are evaluated.
internal sealed partial class OwnershipAnalysis
{
    private TypeOwnership Ownership => _body.Services.Ownership;

    /// <summary>The value of an operation whose operands have been evaluated.</summary>
    private Value Complete(World world, IOperation operation, IOperation? parent)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local:
                return Read(world, _places.Local(local.Local), local, parent);
            case IParameterReferenceOperation parameter:
                return Read(world, ParameterPlace(parameter.Parameter), parameter, parent);
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance, Type: INamedTypeSymbol type }:
                return Value.Of(_places.This(_body.Type ?? type));
            case IFlowCaptureReferenceOperation capture:
                return ReadCapture(world, capture);
            case IFlowCaptureOperation capture:
                return Capture(world, capture);
            case IFieldReferenceOperation field:
                return ReadField(world, field, parent);
            case IPropertyReferenceOperation property:
                return ReadProperty(world, property, parent);
            case IInvocationOperation invocation:
                return Invoke(world, invocation);
            case IObjectCreationOperation creation:
                return Create(world, creation);
            case ISimpleAssignmentOperation assignment:
                return Assign(world, assignment);
            case IDeconstructionAssignmentOperation deconstruction:
                return Deconstruct(world, deconstruction);
            case ICompoundAssignmentOperation compound:
                return CompoundAssign(world, compound);
            case IIncrementOrDecrementOperation { OperatorMethod: { } method } increment:
                return ApplyInPlace(world, increment, increment.Target, method);
            case IIncrementOrDecrementOperation increment:
                Use(world, ValueOf(world, increment.Target), increment.Target);
                SetAfterRead(world, increment.Target);
                return Value.Plain;
            case ITupleOperation tuple:
                return MakeTuple(world, tuple);
            case IConversionOperation conversion:
                return Convert(world, conversion);
            case IUnaryOperation unary:
                return ApplyUnary(world, unary);
            case IBinaryOperation { IsImplicit: true } label:
                return Label(world, label, ApplyBinary);
            case IBinaryOperation binary:
                return ApplyBinary(world, binary);
            case IIsNullOperation isNull:
                return TestNull(world, ValueOf(world, isNull.Operand), isNull, whenNull: true);
            case IIsTypeOperation isType:
                return TestType(world, isType);
            case IIsPatternOperation { IsImplicit: true } label:
                return Label(world, label, TestPattern);
            case IIsPatternOperation isPattern:
                return TestPattern(world, isPattern);
            case IAwaitOperation await:
                MayThrowAwaited(world, await);
                return Ownership.IsTracked(await.Type)
                    ? Move(world, ValueOf(world, await.Operation), await.Operation.Syntax, "awaited", await.Operation.Type)
                    : Value.Constant(ValueOf(world, await.Operation).Const);
            case IDefaultValueOperation:
                return Default(world, operation);
            case IDeclarationExpressionOperation declaration:
                return ValueOf(world, declaration.Expression);
            case IParenthesizedOperation parenthesized:
                return ValueOf(world, parenthesized.Operand);
            case IArgumentOperation argument:
                return ValueOf(world, argument.Value);
            case IExpressionStatementOperation statement:
                HoldForever(world, ValueOf(world, statement.Operation), statement.Operation);
                Discard(world, ValueOf(world, statement.Operation), statement.Operation);
                return Value.Plain;
            case IInlineArrayAccessOperation access:
                return AccessInlineArray(world, access);
            case IImplicitIndexerReferenceOperation indexer:
                MayThrow(world, operation);
                return Value.Plain.Borrowing(ValueOf(world, indexer.Instance).Loans);
            case IArrayCreationOperation { Initializer: { } elements }:
                MayThrow(world, operation);
                return Value.Plain.Borrowing(ValueOf(world, elements).Loans);
            case IArrayInitializerOperation initializer:
                return Value.Plain.Borrowing(LoansOfElements(world, initializer.ElementValues));
            case ICollectionExpressionOperation collection:
                return Value.Plain.Borrowing(LoansOfElements(world, collection.Elements));
            case IArrayElementReferenceOperation or IArrayCreationOperation or IDelegateCreationOperation or IEventAssignmentOperation:
                MayThrow(world, operation);
                return Ownership.IsTracked(operation.Type) ? Value.Lent(new Site(operation.Syntax, "read")) : Value.Plain;
            case IInvalidOperation invalid:
                return Invalid(world, invalid);
            case IAddressOfOperation address:
                return AddressOf(world, address);
            case { Kind: OperationKind.None } when Pinned(operation) is { } pinned:
                return Pin(world, operation, pinned);
            case IFlowAnonymousFunctionOperation lambda:
                return Lambda(world, lambda);
            case IMethodReferenceOperation group:
                return MethodGroup(world, group);
            case IReturnOperation yielded:
                return Yield(world, yielded);
            case IThrowOperation:
                return Value.Plain;
            case ILiteralOperation or { ConstantValue.HasValue: true }:
                return Literal(operation);
            default:
                return Other(world, operation);
        }
    }

    // By the table: what only looks, and what is not followed.
    private Value Other(World world, IOperation operation)
    {
        var effect = OperationTable.Of(operation.Kind);
        if (effect is OperandEffect.Looks or OperandEffect.NotFollowed)
        {
            foreach (var child in operation.ChildOperations)
            {
                // An argument has no type of its own.
                var operand = child is IArgumentOperation argument ? argument.Value : child;
                var value = ValueOf(world, operand);
                if (effect == OperandEffect.Looks || !Ownership.IsTracked(operand.Type) || value.Kind == ValueKind.Plain)
                {
                    Use(world, value, operand);
                }
                else
                {
                    Escape(
                        world,
                        value,
                        Unconverted(operand),
                        operand.Syntax,
                        Descriptors.STRAT3000_NotFollowed,
                        $"'{Messages.Short(operand.Syntax)}'",
                        $"goes into '{Messages.Short(operation.Syntax)}', which the analysis does not follow: use a method call or a variable of its own type");
                }
            }
        }

        return Ownership.IsTracked(operation.Type) ? Value.Lent(new Site(operation.Syntax, "read")) : Value.Plain;
    }

    /// <summary>An operand has been evaluated; its parent has not run yet. Here what counts from now on takes effect.</summary>
    private void OperandDone(World world, IOperation parent, IOperation operand, int slot)
    {
        switch (parent)
        {
            case IInvocationOperation or IObjectCreationOperation or IPropertyReferenceOperation or IDynamicInvocationOperation
                when operand is IArgumentOperation argument:
                Pass(world, parent, argument, slot);
                break;
            case ITupleOperation tuple when !IsTarget(tuple):
                world.Values[slot] = Move(world, world.Values[slot] ?? Value.Plain, operand.Syntax, "put into a tuple", operand.Type);
                break;
            case IBinaryOperation binary:
                PassOperand(world, binary, binary.OperatorMethod, binary.LeftOperand == operand ? 0 : 1, operand, slot, IsEqualityTest(binary));
                break;
            case IUnaryOperation unary:
                PassOperand(world, unary, unary.OperatorMethod, 0, operand, slot, borrows: false);
                break;
            case ICompoundAssignmentOperation { OperatorMethod: { } method } compound:
                PassOperand(
                    world,
                    compound,
                    method,
                    compound.Target == operand || !method.IsStatic ? 0 : 1,
                    operand,
                    slot,
                    borrows: compound.Target == operand && !method.IsStatic);
                break;
            case IIncrementOrDecrementOperation { OperatorMethod: { } method } increment:
                PassOperand(world, increment, method, 0, operand, slot, borrows: !method.IsStatic);
                break;
            case IArrayInitializerOperation or ICollectionExpressionOperation:
                StoreElement(world, operand, slot);
                break;
            case IInterpolationOperation or IInterpolatedStringOperation
                or IAnonymousObjectCreationOperation or IArrayElementReferenceOperation or IArrayCreationOperation
                or IInterpolatedStringAppendOperation:
                Use(world, world.Values[slot] ?? Value.Plain, operand);
                break;
        }
    }

    // An element of an inline array is lent, and so is a span over several.
    private Value AccessInlineArray(World world, IInlineArrayAccessOperation access)
    {
        var whole = ValueOf(world, access.Instance);
        Use(world, whole, access.Instance);
        MayThrow(world, access);
        DropTemporary(world, whole, access.Instance);
        var site = new Site(access.Syntax, "element");
        return Ownership.IsTracked(access.Type) ? Value.Lent(site).Borrowing(LoansOfSource(whole, site))
            : _body.Services.Known.CanHoldLoan(access.Type) ? Value.Plain.Borrowing(LoansOfSource(whole, site))
            : Value.Plain;
    }

    private ImmutableArray<Loan> LoansOfElements(World world, ImmutableArray<IOperation> elements)
    {
        var loans = Loan.None;
        foreach (var element in elements)
        {
            loans = Loan.Union(loans, ValueOf(world, element).Loans);
        }

        return loans;
    }

    /// <summary>The operand is looked at and stays where it is.</summary>
    private bool Use(World world, Value value, IOperation operand)
    {
        if (value is { Kind: ValueKind.Place, Place: { } place } && (place.IsTracked || place.Kind == PlaceKind.Part))
        {
            return CheckUse(world, place, operand.Syntax);
        }

        return true;
    }

    // Code that does not compile is the compiler's to report: of what it mentions nothing more is said.
    private Value Invalid(World world, IInvalidOperation invalid)
    {
        foreach (var operand in invalid.ChildOperations)
        {
            if (ValueOf(world, operand) is { Kind: ValueKind.Place, Place: { IsTracked: true } place } && Effective(world, place).May(Status.Owned))
            {
                Set(world, place, Fact.Spent);
            }
        }

        return Ownership.IsTracked(invalid.Type) ? Value.Fresh(null, Status.Spent) : Value.Plain;
    }

    private static Value Literal(IOperation operation)
    {
        if (operation.ConstantValue is not { HasValue: true } constant)
        {
            return Value.Plain;
        }

        if (constant.Value is null)
        {
            return Value.Null;
        }

        return Constants.Of(constant.Value) is { } number ? Value.Constant(Const.Of(number)) : Value.Constant(Const.NotNull);
    }

    private Value MakeTuple(World world, ITupleOperation tuple)
    {
        if (IsTarget(tuple))
        {
            return Value.Plain;
        }

        if (!Ownership.IsTracked(tuple.Type))
        {
            // What is known of its elements a pattern may ask for: `switch (TrySend(a), TrySend(b))`.
            var parts = tuple.Elements.Select(e => ValueOf(world, e)).ToImmutableArray();
            return parts.All(p => p.Const.IsUnknown) ? Value.Plain
                : Value.Plain.WithElements([.. parts.Select(p => p.Kind == ValueKind.Plain ? p : Value.Constant(p.Const, p.Flag))]);
        }

        var elements = ImmutableArray.CreateBuilder<Value>(tuple.Elements.Length);
        var status = Status.None;
        foreach (var element in tuple.Elements)
        {
            var value = ValueOf(world, element);
            elements.Add(value);
            status |= value.Kind == ValueKind.Fresh ? value.Status : Status.None;
        }

        return Value.Fresh(new Site(tuple.Syntax, "made"), status == Status.Spent ? Status.Spent : Status.Owned).WithElements(elements.MoveToImmutable());
    }

    private Value Convert(World world, IConversionOperation conversion)
    {
        var operand = ValueOf(world, conversion.Operand);
        if (Boxes(world, conversion, operand, out var boxed))
        {
            return boxed;
        }

        if (conversion.OperatorMethod is { } method)
        {
            var contract = _body.Services.Contracts.Of(method);
            if (contract.Parameters is [{ Mode: Mode.Own }])
            {
                Move(world, operand, conversion.Operand.Syntax, "converted", conversion.Operand.Type);
            }
            else
            {
                Use(world, operand, conversion.Operand);
            }

            MayThrow(world, conversion);
            var loans = _body.Services.Known.CanHoldLoan(conversion.Type) ? operand.Loans : Loan.None;
            return Result(world, conversion, conversion.Type, contract).Borrowing(loans);
        }

        if (conversion is { IsImplicit: false } || conversion.Conversion.IsNumeric)
        {
            if (conversion.Operand.Type is { } from && !conversion.Conversion.IsIdentity && !conversion.Conversion.IsImplicit)
            {
                MayThrow(world, conversion);
            }
        }

        if (conversion.Conversion.IsIdentity || operand.Kind != ValueKind.Plain)
        {
            return operand;
        }

        if (Ownership.IsTracked(conversion.Type) && operand.Const.EqualTo(Const.NullNumber) != true
            && conversion.Operand.Type is { IsReferenceType: true } && conversion.Type is { IsValueType: true })
        {
            ReportForged(conversion, "unboxing copies the value out of an object");
            return Value.Fresh(new Site(conversion.Syntax, "unboxed"), Status.Spent);
        }

        return operand;
    }
}
