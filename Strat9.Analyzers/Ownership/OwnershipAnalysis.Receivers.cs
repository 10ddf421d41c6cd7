using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// Receivers: evaluated before the arguments, used or consumed when the call runs.
internal sealed partial class OwnershipAnalysis
{
    // The call did not take its receiver. A union that is not in the case asked for may owe nothing in the cases that are left.
    private void Refused(World world, Value receiver, IOperation instance, IOperation call, MethodContract contract)
    {
        if (ExcludeTested(world, receiver, contract))
        {
            return;
        }

        var unions = _body.Services.Unions;
        var taken = call is IInvocationOperation { TargetMethod: var method } ? unions.TakenBy(method) : -1;
        if (taken < 0)
        {
            DropTemporary(world, receiver, instance);
            return;
        }

        var known = receiver.Kind == ValueKind.Place ? Effective(world, receiver.Place!).States : receiver.States;
        var left = unions.Without(instance.Type, known, taken);
        var owes = unions.MayOwe(instance.Type, left);
        if (receiver is { Kind: ValueKind.Place, Place: { } place })
        {
            var fact = Effective(world, place);
            if (fact.May(Status.Owned))
            {
                Set(world, place, fact with { States = left, Status = owes ? fact.Status : (fact.Status & ~Status.Owned) | Status.Empty });
            }
        }
        else if (owes)
        {
            DropTemporary(world, receiver, instance);
        }
    }

    private Value TakeReceiver(World world, Value receiver, IInvocationOperation call, IMethodSymbol method)
    {
        var instance = Unconverted(call.Instance!);
        if (call.IsImplicit && receiver is { Kind: ValueKind.Place, Place: { Symbol: ILocalSymbol { IsUsing: true } } place })
        {
            // The end of a `using`: what the variable still owns is disposed.
            if (CheckUse(world, place, instance.Syntax))
            {
                var isFull = IsDisposedFull(world, place);
                Set(world, place, new Fact(Status.Moved, default, new Site(instance.Syntax, "disposed by 'using'"), Effective(world, place).CameFrom));
                if (isFull)
                {
                    MarkDisposedFull(world, place, call.Syntax);
                }
            }

            return Value.Plain;
        }

        var container = _body.Services.Contracts.Of(method).IsDisposal && receiver is { Kind: ValueKind.Place, Place: { } held }
            && IsDisposedFull(world, held) ? held : null;
        Move(world, receiver, instance.Syntax, $"consumed by '{method.Name}'", instance.Type);
        if (container is not null)
        {
            MarkDisposedFull(world, container, call.Syntax);
        }

        return Value.Plain;
    }

    // A call through IDisposable, as `using` makes it, is a call of what the value's own type has there.
    private bool IsDisposal(IInvocationOperation call, World world, out IMethodSymbol method)
    {
        method = call.TargetMethod;
        if (call.TargetMethod.ContainingType is not { TypeKind: TypeKind.Interface } @interface
            || (!SymbolEqualityComparer.Default.Equals(@interface, _body.Services.Known.Disposable)
                && !SymbolEqualityComparer.Default.Equals(@interface, _body.Services.Known.AsyncDisposable)))
        {
            return false;
        }

        var type = Unconverted(call.Instance!).Type;
        if (type?.FindImplementationForInterfaceMember(call.TargetMethod) is IMethodSymbol implementation)
        {
            method = implementation;
            return true;
        }

        return false;
    }

    // An implicit `this` has the syntax of the whole call, the variable that `using` disposes that of its declaration.
    private static string ReceiverName(IOperation instance) => Unconverted(instance) switch
    {
        IInstanceReferenceOperation { IsImplicit: true } => "this",
        ILocalReferenceOperation { IsImplicit: true, Local.Name: var name } => name,
        var operand => Messages.Short(operand.Syntax),
    };

    private static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
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

    // An accessor of an extension block takes the receiver that the block takes by value; any other looks at it.
    private Value ReceiverOfAccessor(World world, Value value, IOperation? instance, IMethodSymbol? accessor)
    {
        if (instance is not null && accessor is not null && Ownership.IsTracked(Unconverted(instance).Type)
            && _body.Services.Contracts.Of(accessor).Receiver is { Mode: Mode.Own, When.Conditional: false })
        {
            Move(world, value, Unconverted(instance).Syntax, $"passed to '{accessor.AssociatedSymbol!.Name}'", instance.Type);
            return Value.Plain;
        }

        UseReceiver(world, value, instance, accessor);
        return value;
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
}
