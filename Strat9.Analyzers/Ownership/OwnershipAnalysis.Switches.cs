using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// A `switch` over the state of a value: which states are possible there, over all paths, against those it handles.
internal sealed partial class OwnershipAnalysis
{
    private Dictionary<SyntaxNode, (SwitchArms Arms, InPlaceProtocol Protocol)>? _switches;

    private readonly Dictionary<SyntaxNode, StateSet> _switched = [];

    private HashSet<SyntaxNode>? _lastLabels;

    // A label of a `switch`. Where the labels take every value there is, nothing goes past the last one.
    private Value Label<T>(World world, T test, Func<World, T, Value> apply)
        where T : IOperation
    {
        var before = _spawned.Count;
        var result = apply(world, test);
        _lastLabels ??= ExhaustiveSwitches.LastLabels(_body.Graph.OriginalOperation);
        if (!_lastLabels.Contains(test.Syntax))
        {
            return result;
        }

        foreach (var fork in _spawned.Skip(before))
        {
            fork.IsDead |= ValueOf(fork, test).Const.EqualTo(0) == true;
        }

        world.IsDead |= result.Const.EqualTo(0) == true;
        return Value.Constant(Const.Of(true));
    }

    // The graph captures what is switched over before it compares it with the arms.
    private void ObserveSwitch(World world, IFlowCaptureOperation capture, Value value)
    {
        if (!_report.IsOn || world.IsDoubtful || capture.Value.Type is not { TypeKind: TypeKind.Enum })
        {
            return;
        }

        _switches ??= FindSwitches();
        if (!_switches.TryGetValue(capture.Value.Syntax, out var found))
        {
            return;
        }

        var possible = _switched.TryGetValue(capture.Value.Syntax, out var known) ? known : StateSet.Empty;
        foreach (var (_, number) in found.Protocol.Members)
        {
            if (value.Const.EqualTo(number) != false)
            {
                possible |= found.Protocol.Of(number);
            }
        }

        _switched[capture.Value.Syntax] = possible;
    }

    private void ReportSwitches()
    {
        foreach (var pair in _switched.OrderBy(p => p.Key.SpanStart))
        {
            var (arms, protocol) = _switches![pair.Key];
            var missing = protocol.Members
                .Where(m => !(protocol.Of(m.Value) & pair.Value).IsEmpty && !arms.Takes(m.Value))
                .Select(m => m.Name)
                .ToList();
            if (missing.Count > 0)
            {
                _report.Report(MissedCase.Of(arms, "possible state", missing));
            }
        }

        // A construction has several parts.
        _switched.Clear();
        _switches = null;
        _lastLabels = null;
    }

    private Dictionary<SyntaxNode, (SwitchArms Arms, InPlaceProtocol Protocol)> FindSwitches()
    {
        var found = new Dictionary<SyntaxNode, (SwitchArms, InPlaceProtocol)>();
        foreach (var operation in _body.Graph.OriginalOperation.DescendantsAndSelf())
        {
            if (SwitchArms.Of(operation) is { } arms && StateTested(arms.Governing) is { } protocol)
            {
                found[arms.Governing.Syntax] = (arms, protocol);
            }
        }

        return found;
    }

    /// <summary>The protocol whose state the value is: a member says so, or a local that holds nothing else.</summary>
    private InPlaceProtocol? StateTested(IOperation value) =>
        value is ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } ? StateHeldBy(local) : StateSaidBy(value);

    private InPlaceProtocol? StateSaidBy(IOperation value)
    {
        var member = value switch
        {
            IPropertyReferenceOperation { Property.GetMethod: { } getter } => getter,
            IInvocationOperation { TargetMethod: var method } => method,
            _ => null,
        };
        return member is not null && _body.Services.Contracts.Of(member).TestsValue ? ProtocolOf(member.ContainingType) : null;
    }

    private InPlaceProtocol? StateHeldBy(ILocalSymbol local)
    {
        // Most enums are no protocol's: the body is not searched for them.
        if (!local.Type.GetMembers().Any(m => m.Has(KnownNames.State)))
        {
            return null;
        }

        InPlaceProtocol? held = null;
        foreach (var operation in _body.Graph.OriginalOperation.DescendantsAndSelf())
        {
            var given = operation switch
            {
                IVariableDeclaratorOperation { Initializer.Value: var initial } declared when Is(declared.Symbol) => initial,
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assigned when Is(target.Local) => assigned.Value,
                _ => null,
            };
            if (given is null)
            {
                // By reference, or as part of something else: nobody knows what it holds.
                if (operation is IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: ILocalReferenceOperation passed }
                    && Is(passed.Local))
                {
                    return null;
                }

                continue;
            }

            var protocol = StateSaidBy(given);
            if (protocol is null || (held is not null && !ReferenceEquals(held, protocol)))
            {
                return null;
            }

            held = protocol;
        }

        return held;

        bool Is(ILocalSymbol other) => SymbolEqualityComparer.Default.Equals(local, other);
    }
}
