using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
            case IIncrementOrDecrementOperation increment:
                Use(world, ValueOf(world, increment.Target), increment.Target);
                return Value.Plain;
            case ITupleOperation tuple:
                return MakeTuple(world, tuple);
            case IConversionOperation conversion:
                return Convert(world, conversion);
            case IUnaryOperation unary:
                return ApplyUnary(world, unary);
            case IBinaryOperation binary:
                return ApplyBinary(world, binary);
            case IIsNullOperation isNull:
                return TestNull(world, ValueOf(world, isNull.Operand), isNull, whenNull: true);
            case IIsTypeOperation isType:
                return TestType(world, isType);
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
                PassOperand(world, binary.OperatorMethod, binary.LeftOperand == operand ? 0 : 1, operand, slot, IsEqualityTest(binary));
                break;
            case IUnaryOperation unary:
                PassOperand(world, unary.OperatorMethod, 0, operand, slot, borrows: false);
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

    /// <summary>A member is called on the operand, which stays where it is.</summary>
    private void UseReceiver(World world, Value value, IOperation? instance, IMethodSymbol? method)
    {
        if (instance is null)
        {
            return;
        }

        var operand = Unconverted(instance);
        if (!Use(world, value, operand) || method is not { IsReadOnly: false, ContainingType: { IsValueType: true, IsReadOnly: false } })
        {
            return;
        }

        var name = value is { Kind: ValueKind.Place, Place: { IsTracked: true } place } && IsReadOnly(place, value.Through) ? place.Name
            : Ownership.IsTracked(operand.Type) && IsReadOnlyReference(operand) ? Messages.Short(operand.Syntax)
            : null;
        if (name is null)
        {
            return;
        }

        _report.Report(
            Descriptors.STRAT1005_ConsumedThroughBorrow,
            operand.Syntax.GetLocation(),
            [],
            name,
            $"copied: '{method.Name}' is not 'readonly', so the compiler calls it on a defensive copy");
    }

    private static bool IsReadOnlyReference(IOperation operand) => operand is
        IPropertyReferenceOperation { Property.ReturnsByRefReadonly: true } or IInvocationOperation { TargetMethod.ReturnsByRefReadonly: true };

    // Where C# lets nobody write, a member that may write works on a copy.
    private bool IsReadOnly(Place place, Place? through)
    {
        if (through?.Symbol is ILocalSymbol { RefKind: RefKind.In or RefKind.RefReadOnly })
        {
            return true;
        }

        for (var p = place; p is not null; p = p.Parent)
        {
            if (p.Kind == PlaceKind.Part && (p.Symbol is IFieldSymbol { IsReadOnly: true } && !_body.IsConstructor))
            {
                return true;
            }

            if (p.Parent?.Type is { IsReferenceType: true })
            {
                return false;
            }

            if (p.Symbol is IParameterSymbol { RefKind: RefKind.In or RefKind.RefReadOnlyParameter }
                || (p.Kind == PlaceKind.This && p.Type is { IsValueType: true } && _body.Method is { IsReadOnly: true }))
            {
                return true;
            }
        }

        return false;
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

    private Value Read(World world, Place place, IOperation operation, IOperation? parent)
    {
        if (world.Facts[place.Id] is { Loans.IsEmpty: false } holder && !(IsPlainTarget(operation, parent) && place.Symbol is ILocalSymbol { RefKind: RefKind.None }))
        {
            if ((!place.IsTracked || place.Symbol is ILocalSymbol { RefKind: not RefKind.None }) && !CheckLoans(world, place, operation.Syntax))
            {
                return Value.Plain;
            }

            return ReadValue(world, place, operation, parent).Borrowing(holder.Loans);
        }

        return ReadValue(world, place, operation, parent);
    }

    // The variable is given another value: what it held is not used.
    private static bool IsPlainTarget(IOperation operation, IOperation? parent) =>
        parent is ISimpleAssignmentOperation assignment && assignment.Target == operation;

    private Value ReadValue(World world, Place place, IOperation operation, IOperation? parent)
    {
        if (world.BindingOf(place) is { } bound)
        {
            return bound.Kind == ValueKind.Plain ? Value.Constant(bound.Const, place) : bound;
        }

        if (place.IsTracked || IsPathRoot(place, parent))
        {
            return Value.Of(place);
        }

        if (operation.ConstantValue.HasValue)
        {
            return Literal(operation);
        }

        return place.Kind == PlaceKind.Local && !place.IsForeign && CanBeFlag(place.Type) ? Value.Constant(default, place) : Value.Plain;
    }

    // An untracked struct or tuple may still have parts that are tracked.
    private bool IsPathRoot(Place place, IOperation? parent) =>
        parent is IFieldReferenceOperation && place.Type is { IsValueType: true } && Ownership.CanHoldPlaces(place.Type);

    private static bool CanBeFlag(ITypeSymbol? type) =>
        type is { SpecialType: SpecialType.System_Boolean } or { TypeKind: TypeKind.Enum } or { IsReferenceType: true };

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

    private Value Default(World world, IOperation operation)
    {
        if (!Ownership.IsTracked(operation.Type))
        {
            return Literal(operation);
        }

        if (operation.Type is { IsReferenceType: true } || KnownTypes.IsNullable(operation.Type))
        {
            return Value.Null;
        }

        if (IsDefaultOfOut(operation))
        {
            return Value.Fresh(new Site(operation.Syntax, "left default"), Status.NotGiven);
        }

        ReportForged(operation, "'default' is no value of a move-only type");
        return Value.Fresh(new Site(operation.Syntax, "forged"), Status.Spent);
    }

    // The body of a method with an `out` parameter that gives a value only on one result leaves `default` there on the others.
    private static bool IsDefaultOfOut(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent is ISimpleAssignmentOperation { Target: IParameterReferenceOperation { Parameter: { RefKind: RefKind.Out } parameter } }
            && (parameter.Has(KnownNames.Gives) || parameter.Has("System.Diagnostics.CodeAnalysis.MaybeNullWhenAttribute")
                || parameter.GetAttributes().Any(a => a.AttributeClass.Is(KnownNames.Ensures) && a.Named(KnownNames.WhenProperty) is not null));
    }

    private void ReportForged(IOperation operation, string why) => ReportForged(operation.Syntax, operation.Type, why);

    private void ReportForged(SyntaxNode syntax, ITypeSymbol? type, string why) =>
        _report.Report(
            Descriptors.STRAT3005_Forged,
            syntax.GetLocation(),
            [],
            $"'{Messages.Short(syntax)}'",
            type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "?",
            why);

    private Value Capture(World world, IFlowCaptureOperation capture)
    {
        var place = _places.Capture(capture.Id, capture.Value.Type);
        var value = ValueOf(world, capture.Value);
        ObserveSwitch(world, capture, value);
        if (capture.Value.Syntax.Parent is WithExpressionSyntax with && with.Expression == capture.Value.Syntax && place.IsTracked)
        {
            Use(world, value, capture.Value);
            ReportForged(with, place.Type, "'with' copies a value that has one owner");
            value = Value.Fresh(null, Status.Spent);
        }

        if (value is { Kind: ValueKind.Place, Place.IsTracked: true } && TakerOf(capture.Id) is { } taker)
        {
            return TakeCaptured(world, place, value, capture, taker);
        }

        if (value is { Kind: ValueKind.Fresh })
        {
            // An empty value (a null on some path) is bound as such by its fact.
            world.Bind(place, null);
            Set(world, place, new Fact(
                value.Status, StatesComing(place.Type, value.Status, value.States), null, value.Site ?? new Site(capture.Value.Syntax, "made")));
            if (!value.Elements.IsDefault)
            {
                FillElements(world, place, value);
            }
        }
        else
        {
            Kill(world, place);
            if (value is { Kind: ValueKind.Place, Place: { Kind: PlaceKind.Capture } other })
            {
                // One capture hands its value to the next.
                world.Facts = world.Facts.With(place.Id, Effective(world, other));
                Kill(world, other);
            }
            else
            {
                world.Bind(place, value);
            }
        }

        return Value.Plain;
    }

    private Value ReadCapture(World world, IFlowCaptureReferenceOperation reference)
    {
        if (_places.FindCapture(reference.Id) is not { } place)
        {
            return Value.Plain;
        }

        if (world.BindingOf(place) is { Kind: not ValueKind.Taken } bound)
        {
            bound = CheckCaptureLoans(world, bound, reference);
            return bound.Kind == ValueKind.Plain && !bound.Const.IsUnknown ? Value.Constant(bound.Const, bound.Flag) : bound;
        }

        return place.IsTracked ? Value.Of(place) : Value.Plain;
    }

    private Value ReadField(World world, IFieldReferenceOperation reference, IOperation? parent)
    {
        var field = reference.Field;
        var tracked = Ownership.IsTracked(field.Type);
        if (field.IsStatic)
        {
            return tracked ? Value.Lent(new Site(reference.Syntax, "static field")) : Literal(reference);
        }

        var whole = ValueOf(world, reference.Instance);
        if (whole is { Kind: ValueKind.Fresh } && !whole.Elements.IsDefault)
        {
            return Value.Plain;
        }

        if (whole is not { Kind: ValueKind.Place, Place: { } place } || !IsPath(place))
        {
            return tracked ? Value.Lent(new Site(reference.Syntax, "field")) : Value.Plain;
        }

        var isTarget = parent is IAssignmentOperation assignment && assignment.Target == reference && parent is not ICompoundAssignmentOperation;
        if (tracked || (Ownership.CanHoldPlaces(field.Type) && parent is IFieldReferenceOperation))
        {
            if (isTarget && place.Type is { IsReferenceType: true } && place.Kind != PlaceKind.This)
            {
                // Storing through a reference needs the object.
                CheckUse(world, place, reference.Instance!.Syntax, whole: false);
            }

            return PartOf(place, field) is { } part ? Value.Of(part, whole.Through) : Value.Lent(new Site(reference.Syntax, "field"));
        }

        if (!isTarget || place.Type is { IsReferenceType: true })
        {
            CheckUse(world, place, reference.Instance!.Syntax, whole: false);
        }

        return Value.Plain;
    }

    // Paths go through structs, through `this`, and through move-only classes that the path owns.
    private static bool IsPath(Place place) => place.Kind == PlaceKind.This || place.IsTracked || place.Type is { IsValueType: true };

    private Value ReadProperty(World world, IPropertyReferenceOperation reference, IOperation? parent)
    {
        var property = reference.Property;
        var receiver = ValueOf(world, reference.Instance);
        if (KnownTypes.IsNullable(property.ContainingType))
        {
            return ReadNullable(world, reference, receiver);
        }

        if (BackingField(property) is { } field && receiver is { Kind: ValueKind.Place, Place: { Kind: PlaceKind.This } or { IsTracked: true } } )
        {
            return ReadAutoProperty(world, reference, receiver.Place!, field, parent);
        }

        var isTarget = parent is ISimpleAssignmentOperation assignment && assignment.Target == reference;
        if (isTarget)
        {
            // The setter runs when the value is there; see Assign.
            return Value.Lent(new Site(reference.Syntax, "property"));
        }

        UseReceiver(world, receiver, reference.Instance, property.GetMethod);
        if (receiver is { Kind: ValueKind.Place, Place: { Parts.Count: > 0 } whole } && AnyBackingField(property) is { } behind
            && whole.FindPart(behind) is { } part && HasOwnFact(world, part))
        {
            // A record's deconstruction has moved what the property would lend.
            CheckUse(world, part, reference.Syntax);
        }

        CommitArguments(world, reference);
        MayThrow(world, reference);
        DropTemporary(world, receiver, reference.Instance);
        if (property.GetMethod is { } tested && reference.Instance is { } owner)
        {
            var promises = _body.Services.Contracts.Of(tested);
            if (!CheckState(
                world, receiver, Unconverted(owner).Type, promises.Receiver, reference.Syntax, ReceiverName(owner), property.Name, false))
            {
                MarkReported(world, receiver);
            }

            if (promises.IsTest)
            {
                return Test(world, reference, promises, receiver);
            }
        }

        if (reference.IsImplicit && property.Name == "Current" && _body.Services.Known.IsSequence(property.ContainingType)
            && Ownership.IsTracked(reference.Type))
        {
            return Value.Fresh(new Site(reference.Syntax, "element"));
        }

        var loans = property.GetMethod is { } getter
            ? LoansOfCall(
                world, reference, property.ReturnsByRef || property.ReturnsByRefReadonly, _body.Services.Contracts.Of(getter), reference.Arguments, receiver, reference.Instance)
            : Loan.None;
        return (Ownership.IsTracked(property.Type) ? Value.Lent(new Site(reference.Syntax, "property")).In(ProtocolOf(property.Type)?.Unknown ?? default) : Value.Plain).Borrowing(loans);
    }

    private Value ReadAutoProperty(World world, IPropertyReferenceOperation reference, Place whole, IFieldSymbol field, IOperation? parent)
    {
        if (Ownership.IsTracked(field.Type))
        {
            return PartOf(whole, field) is { } part ? Value.Of(part) : Value.Lent(new Site(reference.Syntax, "property"));
        }

        if (parent is not ISimpleAssignmentOperation assignment || assignment.Target != reference)
        {
            CheckUse(world, whole, reference.Instance!.Syntax, whole: false);
            if (reference.Property.GetMethod is { } getter && _body.Services.Contracts.Of(getter) is { } promises
                && (promises.Tests is not null || promises.TestsValue))
            {
                return Test(world, reference, promises, Value.Of(whole));
            }
        }

        return Value.Plain;
    }

    /// <summary>The field behind an auto-property, when the body belongs to its type.</summary>
    private IFieldSymbol? BackingField(IPropertySymbol property)
    {
        if (property.IsStatic || property.IsIndexer || _body.Type is not { } type
            || !SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, property.ContainingType.OriginalDefinition))
        {
            return null;
        }

        return AnyBackingField(property);
    }

    private static IFieldSymbol? AnyBackingField(IPropertySymbol property)
    {
        foreach (var member in property.ContainingType.GetMembers())
        {
            if (member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
            {
                return field;
            }
        }

        return null;
    }

    private Value ReadNullable(World world, IPropertyReferenceOperation reference, Value receiver)
    {
        if (reference.Property.Name == "HasValue")
        {
            return TestNull(world, receiver, reference, whenNull: false);
        }

        // `.Value` is the content: the same value, and it throws when there is none.
        MayThrow(world, reference);
        return receiver;
    }

    private Value MakeTuple(World world, ITupleOperation tuple)
    {
        if (IsTarget(tuple) || !Ownership.IsTracked(tuple.Type))
        {
            return Value.Plain;
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

    // The left side of a deconstruction: its elements are targets, not values.
    private static bool IsTarget(IOperation operation)
    {
        var child = operation;
        var parent = operation.Parent;
        while (parent is ITupleOperation or IDeclarationExpressionOperation)
        {
            child = parent;
            parent = parent.Parent;
        }

        return (parent is IDeconstructionAssignmentOperation deconstruction && deconstruction.Target == child)
            || parent is IForEachLoopOperation;
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

        if (Ownership.IsTracked(conversion.Type) && operand.Const.EqualTo(0) != true
            && conversion.Operand.Type is { IsReferenceType: true } && conversion.Type is { IsValueType: true })
        {
            ReportForged(conversion, "unboxing copies the value out of an object");
            return Value.Fresh(new Site(conversion.Syntax, "unboxed"), Status.Spent);
        }

        return operand;
    }
}
