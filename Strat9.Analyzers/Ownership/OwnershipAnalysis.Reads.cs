using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// Places that are read: locals, fields, properties, and what stands behind each.
internal sealed partial class OwnershipAnalysis
{
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
        (KnownTypes.IsNullable(type) ? ((INamedTypeSymbol)type!).TypeArguments[0] : type)
            is { SpecialType: SpecialType.System_Boolean } or { TypeKind: TypeKind.Enum } or { IsReferenceType: true };

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

        if (property.Name == nameof(Task<int>.Result) && _body.Services.Known.IsTask(property.ContainingType) && Ownership.IsTracked(property.Type))
        {
            // Waiting for a task takes its result out, as awaiting does.
            MayThrow(world, reference);
            return Move(world, receiver, reference.Instance!.Syntax, "waited for", reference.Instance.Type);
        }

        if (property.Name == "Value" && property.Type.SpecialType == SpecialType.System_Object && Ownership.IsTracked(property.ContainingType)
            && !_body.Services.Unions.Of(property.ContainingType).IsEmpty)
        {
            // The case in a box: who has it owns what is in it, and nobody would know.
            Escape(
                world, receiver, Unconverted(reference.Instance!), reference.Syntax, Descriptors.STRAT3001_Boxed, Messages.Short(reference.Syntax), "boxed to", "object");
            return Value.Plain;
        }

        receiver = ReceiverOfAccessor(world, receiver, reference.Instance, property.GetMethod);
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

        if (receiver.Kind == ValueKind.Plain && property.Name == nameof(Task<int>.Result) && _body.Services.Known.IsAnyTask(property.ContainingType))
        {
            // What the call that gave the task says of its result.
            return Value.Constant(receiver.Const);
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
}
