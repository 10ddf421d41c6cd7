using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

// Flow captures, by which the compiler lowers conditions, null-conditional access and the like: other names of places, or values on their way.
internal sealed partial class OwnershipAnalysis
{
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

        if (value is { Kind: ValueKind.Place, Place.IsTracked: true } && !IsCoalesceAssignment(capture) && TakerOf(capture.Id) is { } taker)
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
            if (value is { Kind: ValueKind.Place, Place: { Kind: PlaceKind.Capture } other } && !IsCoalesceAssignment(capture))
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
            return bound.Kind == ValueKind.Plain && !bound.Const.IsUnknown
                ? Value.Constant(bound.Const, bound.Flag ?? (bound.Const.Possible.IsDefault ? null : place)).Borrowing(bound.Loans)
                : bound;
        }

        return place.IsTracked ? Value.Of(place) : Value.Plain;
    }

    // `a ??= b` of a nullable struct captures `b` twice: to store it, and as the result, which is what `a` then holds.
    private static bool IsCoalesceAssignment(IOperation operation) =>
        operation.Syntax is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression };

    private static void RebindResult(World world, IOperation assignment, Value stored, Place target)
    {
        if (!IsCoalesceAssignment(assignment) || stored is not { Kind: ValueKind.Place, Place: { Kind: PlaceKind.Capture } source })
        {
            return;
        }

        foreach (var pair in world.Bindings)
        {
            if (ReferenceEquals(pair.Value.Place, source))
            {
                world.Rebind(pair.Key, Value.Of(target));
            }
        }
    }
}
