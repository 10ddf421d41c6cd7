using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

// Calls: arguments are taken one by one, the receiver when the call runs, and then each outcome of the contract is a path of its own.
internal sealed partial class OwnershipAnalysis
{
    private SlotContract? ContractOf(IOperation call, IArgumentOperation argument)
    {
        if (argument.Parameter is not { } parameter)
        {
            return null;
        }

        var method = call switch
        {
            IInvocationOperation invocation => invocation.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            IPropertyReferenceOperation property => property.Property.GetMethod ?? property.Property.SetMethod,
            _ => null,
        };
        if (method is null)
        {
            return null;
        }

        var parameters = _body.Services.Contracts.Of(method).Parameters;
        return parameter.Ordinal < parameters.Length ? parameters[parameter.Ordinal] : null;
    }

    private Value Invoke(World world, IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (call.Instance is not null && IsDisposal(call, world, out var disposed))
        {
            method = disposed;
        }

        if (call is { IsImplicit: true, Syntax: WithExpressionSyntax } && Ownership.IsTracked(call.Type))
        {
            Use(world, ValueOf(world, call.Instance), call.Instance!);
            ReportForged(call, "'with' copies a value that has one owner");
            return Value.Fresh(null, Status.Spent);
        }

        if (IsConvertedOutsideProtocol(method))
        {
            Move(world, ValueOf(world, call.Instance), call.Instance!.Syntax, "converted by 'To'", call.Instance.Type);
            ReportForged(call, "only transitions of its protocol lead from one state to another");
            return Value.Fresh(null, Status.Spent);
        }

        if (ReachesUnseen(world, call))
        {
            return Ownership.IsTracked(call.Type) ? Value.Fresh(null, Status.Spent) : Value.Plain;
        }

        var contract = _body.Services.Contracts.Of(method);
        var receiver = ValueOf(world, call.Instance);
        if (KnownTypes.IsNullable(method.ContainingType) && method.Name == "GetValueOrDefault")
        {
            return Content(world, call, receiver);
        }

        if (KnownTypes.IsNullable(method.ContainingType) && method.Name == "get_HasValue")
        {
            return TestNull(world, receiver, call, whenNull: false);
        }

        var asked = receiver;
        var held = call.Instance is not null && ProtocolOf(Unconverted(call.Instance).Type) is { } content ? StatesOf(world, receiver, content) : StateSet.Empty;
        if (call.Instance is { } instance)
        {
            if (contract.Receiver is { Mode: Mode.Own, When.Conditional: false } && Ownership.IsTracked(Unconverted(instance).Type))
            {
                // What is taken must be in the right state when it is.
                asked = AsTaken(world, receiver);
                receiver = TakeReceiver(world, receiver, call, method);
            }
            else
            {
                UseReceiver(world, receiver, instance, method);
            }
        }

        var asDeclared = call.Instance is null
            || CheckState(
                world, asked, Unconverted(call.Instance).Type, contract.Receiver, call.Syntax, ReceiverName(call.Instance), method.Name, false);
        if (!asDeclared)
        {
            MarkReported(world, receiver);
        }

        UseCaptures(world, call);
        CommitArguments(world, call);
        foreach (var argument in call.Arguments)
        {
            BeforeOut(world, call, argument);
        }

        if (!IsNonThrowing(method))
        {
            MayThrowInTransition(world, call, contract, call.Arguments, receiver);
        }

        var undo = _body.Services.Known.IsAnyTask(call.Type) ? Undo(world, contract, call.Arguments, receiver) : default;

        if (contract.Parameters.Any(p => p.DoesNotReturnIf is not null) && !SurvivesAssertions(world, call, contract))
        {
            world.IsDead = true;
            return Value.Plain;
        }

        if (contract.DoesNotReturn)
        {
            EndsHere(world, call, method);
            return Value.Plain;
        }

        CheckExclusive(world, call, contract, call.Arguments);
        CheckSameArgument(world, contract, call.Arguments, receiver, call);
        if (method.MethodKind != MethodKind.Constructor)
        {
            CheckFieldsBefore(world, call, receiver);
        }

        var loans = LoansOfCall(
            world, call, method.ReturnsByRef || method.ReturnsByRefReadonly, contract, call.Arguments, call.Instance is null ? null : receiver, call.Instance);
        var result = Outcomes(world, call, call.Type, contract, call.Arguments, call.Instance is null ? null : receiver, call.Instance);
        ForgetFieldStates(world, method.MethodKind == MethodKind.Constructor ? Value.Plain : receiver, call.Arguments);
        if (contract.IsTest && contract.Receiver is not { Mode: Mode.Own })
        {
            return Test(world, call, contract, receiver);
        }

        if (contract.Return == Mode.Borrow && receiver is { Kind: ValueKind.Place } && ProtocolOf(call.Type) is { } protocol
            && ReferenceEquals(protocol, ProtocolOf(Unconverted(call.Instance!).Type)))
        {
            // A chain of members that return `this` stands for its root.
            return receiver.Chained();
        }

        if (contract.Return == Mode.Borrow && receiver is { Kind: ValueKind.Fresh } && ProtocolOf(call.Type) is { } same
            && ReferenceEquals(same, ProtocolOf(Unconverted(call.Instance!).Type)))
        {
            // Of a new object nobody else can have been returned.
            return Afterwards(receiver, contract, null);
        }

        if (receiver.Kind == ValueKind.Plain && !Ownership.IsTracked(call.Type) && _body.Services.Known.IsAnyTask(method.ContainingType)
            && (_body.Services.Known.IsAnyTask(method.ReturnType) || method.Name == nameof(System.Runtime.CompilerServices.TaskAwaiter.GetResult)))
        {
            // Another wrapper of the same result.
            return receiver.Borrowing(Loan.Union(receiver.Loans, loans));
        }

        result = HandingOn(world, result, method, call.Arguments, held);
        return undo.IsDefaultOrEmpty ? result.Borrowing(loans) : result.Undoing(undo).Borrowing(loans);
    }

    // A task made of a value, or of another task, is in the state of what it was made of.
    private Value HandingOn(World world, Value result, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments, StateSet held)
    {
        if (result.Kind != ValueKind.Fresh || !InPlaceProtocol.IsUnknown(result.States) || !_body.Services.Known.IsAnyTask(method.ContainingType))
        {
            return result;
        }

        var states = arguments.Select(a => ValueOf(world, a).States).Where(s => !s.IsEmpty).Append(held).First();
        return result.In(states);
    }

    // A new value has no place that would remember what a member did to its state.
    private static Value Afterwards(Value receiver, MethodContract contract, long? result) =>
        receiver.Kind == ValueKind.Fresh && contract.Receiver is { } slot && After(slot, result) is { } states ? receiver.In(states) : receiver;

    private static void MarkReported(World world, Value value)
    {
        if (value is { Kind: ValueKind.Place, Place: { } place } && world.Facts[place.Id] is { } fact)
        {
            SetKeepingParts(world, place, fact with { Change = StateChange.Reported });
        }
    }

    // `x?.M()` on a nullable struct is lowered to this; written by hand it makes a value where there may be none.
    private Value Content(World world, IInvocationOperation call, Value receiver)
    {
        if (!Ownership.IsTracked(call.Type))
        {
            return receiver.Const.EqualTo(Const.NullNumber) == true && CanBeFlag(call.Type) ? Value.Constant(Const.Of(0)) : receiver;
        }

        if (call.IsImplicit)
        {
            return receiver;
        }

        ReportForged(call, "it makes a value where there may be none");
        return Value.Fresh(new Site(call.Syntax, "forged"), Status.Spent);
    }

    /// <summary>
    /// Gives each result that the contract names a path of its own, and one to all others; the world given is the last of them.
    /// </summary>
    private Value Outcomes(
        World world,
        IOperation call,
        ITypeSymbol? type,
        MethodContract contract,
        ImmutableArray<IArgumentOperation> arguments,
        Value? receiver,
        IOperation? instance)
    {
        var concerned = contract.Outcomes.Length > 0 && Concerns(world, contract, arguments, receiver);
        if (!concerned)
        {
            var result = Finish(world, null, contract, call, type, arguments, receiver, instance);
            return result;
        }

        var isBoolean = type?.SpecialType == SpecialType.System_Boolean;
        var named = isBoolean ? ImmutableArray.Create(0L, 1L) : contract.Outcomes;
        for (var i = 0; i < named.Length; i++)
        {
            var last = isBoolean && i == named.Length - 1;
            var path = last ? world : Fork(world);
            Finish(path, named[i], contract, call, type, arguments, receiver, instance);
            var value = Value.Constant(Const.Of(named[i]));
            if (last)
            {
                return value;
            }

            SetValue(path, call, value);
        }

        Finish(world, null, contract, call, type, arguments, receiver, instance);
        return Value.Constant(OtherResults(type, named));
    }

    // The members of an enum are all it is; those of flags are combined.
    private Const OtherResults(ITypeSymbol? type, ImmutableArray<long> named)
    {
        var result = type is INamedTypeSymbol { TypeArguments: [var awaited] } task && _body.Services.Known.IsTask(task) ? awaited : type;
        if (result is not { TypeKind: TypeKind.Enum } || result.Has("System.FlagsAttribute"))
        {
            return Const.NotIn(named);
        }

        var others = result.GetMembers().OfType<IFieldSymbol>().Where(m => m.HasConstantValue).Select(m => Constants.Of(m.ConstantValue))
            .OfType<long>().Except(named).ToList();
        return others.Count is > 0 and <= MaxMembers ? Const.OneOf(others) : Const.NotIn(named);
    }

    /// <summary>Of larger enums only those members are followed that a contract names.</summary>
    private const int MaxMembers = 32;

    private bool Concerns(World world, MethodContract contract, ImmutableArray<IArgumentOperation> arguments, Value? receiver)
    {
        if (receiver is { Kind: not ValueKind.Plain }
            && (contract.Receiver is { When.Conditional: true } || contract.Receiver?.Ensures.Any(e => e.When.Conditional) == true))
        {
            return true;
        }

        foreach (var argument in arguments)
        {
            if (argument.Parameter is { } parameter && parameter.Ordinal < contract.Parameters.Length
                && (contract.Parameters[parameter.Ordinal] is { When.Conditional: true }
                    || contract.Parameters[parameter.Ordinal].Ensures.Any(e => e.When.Conditional))
                && (ValueOf(world, argument).Kind != ValueKind.Plain || Ownership.IsTracked(parameter.Type)))
            {
                return true;
            }
        }

        return false;
    }

    // The effects of a call on one of its outcomes.
    private Value Finish(
        World world,
        long? result,
        MethodContract contract,
        IOperation call,
        ITypeSymbol? type,
        ImmutableArray<IArgumentOperation> arguments,
        Value? receiver,
        IOperation? instance)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter is not { } parameter || parameter.Ordinal >= contract.Parameters.Length)
            {
                continue;
            }

            AfterArgument(world, result, contract.Parameters[parameter.Ordinal], call, argument);
            Transit(world, ValueOf(world, argument), contract.Parameters[parameter.Ordinal], result, asDeclared: true);
        }

        if (receiver is not null)
        {
            Transit(world, receiver, contract.Receiver, result, asDeclared: true);
        }

        if (receiver is not null && instance is not null)
        {
            if (contract.Receiver is { Mode: Mode.Own, When: { Conditional: true } when })
            {
                if (when.Holds(result))
                {
                    Move(world, receiver, Unconverted(instance).Syntax, $"consumed by '{NameOf(call)}'", instance.Type);
                }
                else
                {
                    Refused(world, receiver, Unconverted(instance), call, contract);
                }
            }
            else if (contract.Receiver is not { Mode: Mode.Own } && contract.Return != Mode.Borrow)
            {
                DropTemporary(world, Afterwards(receiver, contract, result), instance);
            }
        }

        return Result(world, call, type, contract);
    }

    private static bool IsNonThrowing(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Constructor, ContainingType.SpecialType: SpecialType.System_Object }
        || method.ContainingType is { Name: "Interlocked" or "Volatile" } type
        && (type.Is("System.Threading.Interlocked") || type.Is("System.Threading.Volatile"));

    private bool SurvivesAssertions(World world, IInvocationOperation call, MethodContract contract)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is not { } parameter || parameter.Ordinal >= contract.Parameters.Length
                || contract.Parameters[parameter.Ordinal].DoesNotReturnIf is not { } fatal)
            {
                continue;
            }

            if (ValueOf(world, argument).Const.EqualTo(fatal) == true)
            {
                return false;
            }
        }

        return true;
    }

    // The call of a method that does not return is where the path ends.
    private void EndsHere(World world, IInvocationOperation call, IMethodSymbol method)
    {
        if (_body.Paths != ExceptionPaths.None && !EndsProcess(method))
        {
            _throws.Throws(Thrown(world), call);
        }

        world.IsDead = true;
    }

    private static bool EndsProcess(IMethodSymbol method) =>
        method.Name is "Exit" or "FailFast" && method.ContainingType.Is("System.Environment");

    private Value Result(World world, IOperation operation, ITypeSymbol? type, MethodContract contract)
    {
        if (!Ownership.IsTracked(type))
        {
            return Value.Plain;
        }

        var site = new Site(operation.Syntax, "made here");
        var states = ProtocolOf(type) is { } protocol ? contract.ReturnEnsures ?? protocol.Unknown : default;
        return contract.Return == Mode.Borrow ? Value.Lent(site).In(states) : Value.Fresh(site, Status.Owned, states);
    }

    /// <summary>A new value that was only looked at is gone afterwards.</summary>
    private void DropTemporary(World world, Value? value, IOperation? operation)
    {
        if (operation is not null)
        {
            Discard(world, value, Unconverted(operation));
        }
    }
}
