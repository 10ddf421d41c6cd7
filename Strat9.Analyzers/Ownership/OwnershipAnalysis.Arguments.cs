using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// Arguments: taken when they are evaluated, settled when the call has run.
internal sealed partial class OwnershipAnalysis
{
    /// <summary>An argument has been evaluated.</summary>
    private void Pass(World world, IOperation call, IArgumentOperation argument, int slot)
    {
        var value = world.Values[slot] ?? Value.Plain;
        var contract = ContractOf(call, argument);
        var isReceiver = call is IInvocationOperation { TargetMethod.IsExtensionMethod: true } && argument.Parameter?.Ordinal == 0;
        if (!CheckState(
            world, value, argument.Value.Type, contract, argument.Value.Syntax, Messages.Short(argument.Value.Syntax), NameOf(call), !isReceiver))
        {
            MarkReported(world, value);
        }

        switch (contract?.Mode)
        {
            case Mode.Own when !contract.When.Conditional && Ownership.IsTracked(argument.Value.Type):
                world.Values[slot] = TakeFor(world, call, value, argument.Value, $"passed to '{NameOf(call)}'");
                break;
            case Mode.Out:
                break;
            default:
                Use(world, value, argument.Value);
                break;
        }
    }

    // Taken for a call that has yet to start: where an operand after it throws, it is still owned.
    private Value TakeFor(World world, IOperation call, Value value, IOperation operand, string what)
    {
        var before = world.Facts;
        var taken = Move(world, value, operand.Syntax, what, operand.Type);
        if (value is { Kind: ValueKind.Place, Place: { } place } && taken.Kind == ValueKind.Fresh && (taken.Status & Status.Owned) != 0)
        {
            world.Pending = world.Pending.Push(new Pending(_plan.SlotOf(call), place, before));
            return Value.Plain.In(taken.States);
        }

        if (taken.Kind == ValueKind.Fresh)
        {
            if (value.Kind == ValueKind.Fresh && (value.Status & Status.Owned) != 0)
            {
                CheckConditional(operand.Syntax);
            }

            return Value.Plain.In(taken.States);
        }

        return taken;
    }

    private static string NameOf(IOperation call) => call switch
    {
        IInvocationOperation invocation => invocation.TargetMethod.Name,
        IObjectCreationOperation creation => creation.Type?.Name ?? "new",
        IPropertyReferenceOperation property => property.Property.Name,
        _ => "the call",
    };

    // The call starts: the arguments have been taken for good.
    private void CommitArguments(World world, IOperation call)
    {
        var slot = _plan.SlotOf(call);
        if (!world.Pending.IsEmpty)
        {
            var rest = ImmutableStack<Pending>.Empty;
            foreach (var pending in world.Pending.Reverse())
            {
                if (pending.Call != slot)
                {
                    rest = rest.Push(pending);
                }
            }

            world.Pending = rest;
        }
    }

    private void AfterArgument(World world, long? result, SlotContract contract, IOperation call, IArgumentOperation argument)
    {
        var value = ValueOf(world, argument);
        switch (contract.Mode)
        {
            case Mode.Own when contract.When.Conditional:
                if (contract.When.Holds(result) && !TransferRules.IsOff(TransferRule.TakenOnResult))
                {
                    Move(world, value, argument.Value.Syntax, $"passed to '{NameOf(call)}'", argument.Value.Type);
                }
                else
                {
                    DropTemporary(world, value, argument.Value);
                }

                break;
            case Mode.Borrow:
                ForgetContents(world, value);
                DropTemporary(world, value, argument.Value);
                break;
            case Mode.Exclusive when value is { Kind: ValueKind.Place, Place: { IsTracked: true } place }:
                if (Effective(world, place).Status == Status.Spent)
                {
                    // What was wrong with it has been said.
                    break;
                }

                // The call may refill it.
                EndLoans(world, place, new Site(argument.Syntax, $"passed by 'ref' to '{NameOf(call)}'"), value.Through, refills: true);

                // Without a contract it comes back not known, with one as it came where the contract names nothing else.
                Set(world, place, new Fact(
                    Effective(world, place).May(Status.Borrowed) ? Status.Borrowed : Status.Owned,
                    ProtocolOf(place.Type) is not { } protocol ? default : contract.SaysNothingOfStates ? protocol.Unknown : StatesOf(world, value, protocol),
                    null,
                    new Site(argument.Syntax, "left by the call"))
                {
                    Change = contract.SaysNothingOfStates && Effective(world, place).Change != StateChange.Reported ? StateChange.Made : Effective(world, place).Change,
                });
                break;
            case Mode.Exclusive when value is { Kind: ValueKind.Plain, Flag: { } flag }:
                world.Bind(flag, null);
                break;
            case Mode.Out:
                if (value is { Kind: ValueKind.Place, Place: { IsTracked: true } filled })
                {
                    EndLoans(world, filled, new Site(argument.Syntax, "refilled"), value.Through, refills: true);
                }

                FillOut(world, contract.When.Holds(result) || TransferRules.IsOff(TransferRule.GivenOnResult), value, argument, After(contract, result) ?? default);
                break;
        }
    }

    private void BeforeOut(World world, IOperation call, IArgumentOperation argument)
    {
        if (ContractOf(call, argument) is { Mode: Mode.Out }
            && ValueOf(world, argument) is { Kind: ValueKind.Place, Place: { } place } && (MayOwe(world, place) || IsLentToFill(world, place))
            && !TransferRules.IsOff(TransferRule.OutOverwrites))
        {
            var old = Effective(world, place);
            _report.Report(
                Descriptors.STRAT1003_Overwritten,
                argument.Value.Syntax.GetLocation(),
                [old.CameFrom?.Syntax.GetLocation()],
                place.Name,
                Messages.CameFrom(old));
            Set(world, place, Fact.Spent);
        }
    }

    private void FillOut(World world, bool gives, Value value, IArgumentOperation argument, StateSet states)
    {
        if (value is { Kind: ValueKind.Plain, Flag: { } flag })
        {
            world.Bind(flag, null);
        }

        if (value is not { Kind: ValueKind.Place, Place: { IsTracked: true } place })
        {
            if (gives && argument.Value is IDiscardOperation && (Ownership.IsLinear(argument.Value.Type) || OwesByState(argument.Value.Type, states)))
            {
                _report.Report(
                    Descriptors.STRAT1004_Discarded,
                    argument.Value.Syntax.GetLocation(),
                    [],
                    $"The linear value that '{NameOf(argument.Parent!)}' gives",
                    "is discarded: consume it, or drop it on purpose with Ownership.Forget");
            }

            return;
        }

        Set(world, place, gives
            ? new Fact(
                Status.Owned, ProtocolOf(place.Type)?.Unknown ?? default, null, new Site(argument.Syntax, $"given by '{NameOf(argument.Parent!)}'"))
            : new Fact(Status.NotGiven, default, null, new Site(argument.Syntax, $"given by '{NameOf(argument.Parent!)}' on another result only")));
    }
}
