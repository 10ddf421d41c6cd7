using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// Lambdas, method groups and local functions: what they take from around them.
internal sealed partial class OwnershipAnalysis
{
    private readonly Dictionary<IOperation, (IReadOnlyList<Captured> All, HashSet<ISymbol> Consumed)> _lambdas = [];
    private readonly Dictionary<ISymbol, IReadOnlyList<Captured>> _localFunctions = new(SymbolEqualityComparer.Default);

    /// <summary>What lambdas consume is followed through so many others around them; deeper ones escape, which is reported.</summary>
    private const int MaxConsumingDepth = 16;

    private Value Lambda(World world, IFlowAnonymousFunctionOperation lambda)
    {
        var mode = _body.ConsumingDepth < MaxConsumingDepth ? Captures.ModeOf(lambda) : CaptureMode.Escapes;
        if (!_lambdas.TryGetValue(lambda, out var captures))
        {
            var graph = _body.Graph.GetAnonymousFunctionControlFlowGraph(lambda, _cancel);
            var all = Captures.Of(graph, lambda.Symbol, _cancel);
            captures = (all, mode == CaptureMode.Consumes && all.Count > 0 ? ConsumedBy(lambda, graph) : []);
            _lambdas.Add(lambda, captures);
        }

        foreach (var captured in captures.All)
        {
            Capture(world, captured, mode, captured.Symbol is not null && captures.Consumed.Contains(captured.Symbol), "a lambda");
        }

        if (mode != CaptureMode.Escapes)
        {
            RunInside(world, lambda.Symbol, captures.All, lambda, mode);
        }

        return Value.Plain;
    }

    // Which captured variables a lambda that runs at most once consumes: found by analysing it as their owner.
    private HashSet<ISymbol> ConsumedBy(IFlowAnonymousFunctionOperation lambda, ControlFlowGraph graph)
    {
        var body = _body with
        {
            Graph = graph,
            Owner = lambda.Symbol,
            Captures = CaptureMode.Consumes,
            Becomes = Captures.DelegateOf(lambda),
            ConsumingDepth = _body.ConsumingDepth + 1,
        };
        return Consumes(body, _cancel);
    }

    private void Capture(World world, Captured captured, CaptureMode mode, bool consumed, string by)
    {
        var place = captured.Symbol switch
        {
            ILocalSymbol local => _places.Local(local),
            IParameterSymbol parameter => ParameterPlace(parameter),
            null when _body.Type is { } type => _places.This(type),
            _ => null,
        };
        if (place is not { IsTracked: true })
        {
            if (place is not null && mode == CaptureMode.Escapes)
            {
                world.Bind(place, null);
            }

            return;
        }

        if (world.BindingOf(place) is { Kind: ValueKind.Place, Place: { } aliased })
        {
            place = aliased;
        }

        if (!CheckUse(world, place, captured.Syntax))
        {
            return;
        }

        ForgetContents(world, Value.Of(place));
        if (captured.IsWritten && Effective(world, place) is { Status: var status } held && (status & Status.Empty) != 0)
        {
            SetKeepingParts(world, place, held with { Status = status | Status.Owned });
        }

        switch (mode)
        {
            case CaptureMode.Consumes when consumed:
                MovePlace(world, place, captured.Syntax, $"consumed by {by}");
                break;
            case CaptureMode.Escapes when place is { IsForeign: true, Kind: not PlaceKind.This } && _body.Escapes:
                // The lambda around this one has captured it already, which was reported there.
                break;
            case CaptureMode.Escapes:
                _report.Report(
                    Descriptors.STRAT3002_Captured,
                    captured.Syntax.GetLocation(),
                    [],
                    place.Name,
                    by);
                SpendUnlessLent(world, place);
                break;
        }
    }

    // An escape was reported: that is the end of what is said of this value.
    private void SpendUnlessLent(World world, Place place)
    {
        if (place.Kind != PlaceKind.This && Effective(world, place).May(Status.Owned))
        {
            Set(world, place, Fact.Spent);
        }
    }

    /// <summary>A delegate made of a named method: its receiver is captured, or what a local function captures.</summary>
    private Value MethodGroup(World world, IMethodReferenceOperation group)
    {
        var mode = Captures.ModeOf(group);
        if (group.Method.MethodKind == MethodKind.LocalFunction)
        {
            // Whatever its receiver is said to be: `this` is one of its captures, if it uses it.
            foreach (var captured in LocalFunctionCaptures(group.Method))
            {
                Capture(world, captured with { Syntax = mode == CaptureMode.Escapes ? captured.Syntax : group.Syntax }, mode, false, "a local function that becomes a delegate");
            }
        }
        else if (group.Instance is { } instance)
        {
            var operand = Unconverted(instance);
            var value = ValueOf(world, instance);
            if (Ownership.IsTracked(operand.Type) && Use(world, value, operand) && mode == CaptureMode.Escapes)
            {
                _report.Report(
                    Descriptors.STRAT3002_Captured, operand.Syntax.GetLocation(), [], Messages.Short(operand.Syntax), "a method group");
                if (value is { Kind: ValueKind.Place, Place: { } place })
                {
                    SpendUnlessLent(world, place);
                }
            }
        }

        return Value.Plain;
    }

    // A call of a local function uses what the function captures.
    private void UseCaptures(World world, IInvocationOperation call)
    {
        if (call.TargetMethod.MethodKind != MethodKind.LocalFunction || TransferRules.IsOff(TransferRule.CapturesAreUsed))
        {
            return;
        }

        foreach (var captured in LocalFunctionCaptures(call.TargetMethod))
        {
            Capture(world, captured with { Syntax = call.Syntax }, CaptureMode.Borrows, false, "a local function");
            if (captured.Symbol is ILocalSymbol local && !Ownership.IsTracked(local.Type))
            {
                // It may have been changed there.
                world.Bind(_places.Local(local), null);
            }
        }

        RunInside(world, call.TargetMethod.OriginalDefinition, LocalFunctionCaptures(call.TargetMethod), call, CaptureMode.Borrows);
    }

    private IReadOnlyList<Captured> LocalFunctionCaptures(IMethodSymbol function)
    {
        function = function.OriginalDefinition;
        if (!_localFunctions.TryGetValue(function, out var captures))
        {
            captures = Captures.GraphOf(_body.Graph, function, _cancel) is { } graph ? Captures.Of(graph, function, _cancel) : [];
            _localFunctions.Add(function, captures);
        }

        return captures;
    }
}
