using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

// Operands that are taken before a branch in a later operand: `F(p, c ? a : b)`. The compiler keeps `p` in a capture between the blocks.
// It counts as taken from there on, as in a call without a branch, and goes back to where it was when the call is never reached.
internal sealed partial class OwnershipAnalysis
{
    private readonly Dictionary<ControlFlowGraph, Dictionary<CaptureId, string>> _takers = [];

    /// <summary>How the taking of a captured operand is told, or <see langword="null"/> when the capture is merely another name.</summary>
    private string? TakerOf(CaptureId capture)
    {
        if (!_takers.TryGetValue(_body.Graph, out var takers))
        {
            takers = [];
            foreach (var operation in Captures.OperationsOf(_body.Graph))
            {
                if (operation is IFlowCaptureReferenceOperation reference && TakingOf(reference) is { } taking)
                {
                    takers[reference.Id] = taking;
                }
            }

            _takers.Add(_body.Graph, takers);
        }

        return takers.TryGetValue(capture, out var what) ? what : null;
    }

    private string? TakingOf(IFlowCaptureReferenceOperation reference)
    {
        IOperation operand = reference;
        while (operand.Parent is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            operand = operand.Parent;
        }

        return operand.Parent switch
        {
            IArgumentOperation { Parent: { } call } argument when ContractOf(call, argument) is { Mode: Mode.Own, When.Conditional: false }
                => $"passed to '{NameOf(call)}'",
            ITupleOperation tuple when !IsTarget(tuple) => "put into a tuple",
            _ => null,
        };
    }

    // The capture takes the value out of the place.
    private Value TakeCaptured(World world, Place capture, Value value, IFlowCaptureOperation operation, string what)
    {
        var source = value.Place!;
        var taken = Move(world, value, Unconverted(operation.Value).Syntax, what, operation.Value.Type);
        Kill(world, capture);
        if (taken.Kind != ValueKind.Fresh)
        {
            world.Bind(capture, taken);
            return Value.Plain;
        }

        Set(world, capture, new Fact(taken.Status, taken.States, null, taken.Site));
        if ((taken.Status & Status.Owned) != 0)
        {
            world.Bind(capture, Value.TakenFrom(source));
        }

        return Value.Plain;
    }

    // The call was never reached: nothing has been taken.
    private void GiveBack(World world, Place capture)
    {
        if (world.BindingOf(capture) is { Kind: ValueKind.Taken, Place: { } source } && Effective(world, capture) is var held && held.May(Status.Owned)
            && !TransferRules.IsOff(TransferRule.PendingArgumentsAreOwned))
        {
            Set(world, source, held);
            Kill(world, capture);
        }
    }
}
