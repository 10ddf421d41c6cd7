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

    // With the protocol of each part that is the state of a value.
    private Dictionary<SyntaxNode, (TupleSwitch Switch, InPlaceProtocol?[] Protocols)>? _tuples;

    private readonly Dictionary<SyntaxNode, HashSet<int>> _switchedTuples = [];

    // The graph captures what is switched over before it compares it with the arms.
    private void ObserveSwitch(World world, IFlowCaptureOperation capture, Value value)
    {
        if (!_report.IsOn || world.IsDoubtful || capture.Value.Type is not INamedTypeSymbol type
            || !(type.TypeKind == TypeKind.Enum || type.IsTupleType))
        {
            return;
        }

        _switches ??= FindSwitches();
        if (_tuples!.TryGetValue(capture.Value.Syntax, out var tuple))
        {
            ObserveTuple(world, capture.Value, tuple.Switch, tuple.Protocols);
            return;
        }

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

    // Each part may be what its value may be here; together, on this path.
    private void ObserveTuple(World world, IOperation made, TupleSwitch tuple, InPlaceProtocol?[] protocols)
    {
        if (!_switchedTuples.TryGetValue(made.Syntax, out var possible))
        {
            _switchedTuples.Add(made.Syntax, possible = []);
        }

        bool MayBe(Const element, int part, int value)
        {
            if (tuple.Parts[part] is not { IsClosed: true, IsUnion: false } closed)
            {
                return true;
            }

            var number = closed.NumberOf(value);
            return element.EqualTo(number) != false && protocols[part]?.Of(number).IsEmpty != true;
        }

        var elements = made is ITupleOperation literal
            ? literal.Elements.Select(e => ValueOf(world, SwitchArms.Unconverted(e)).Const).ToArray()
            : new Const[tuple.Parts.Length];
        for (var i = 0; i < tuple.Count; i++)
        {
            var values = tuple.ValuesOf(i);
            if (elements.Select((e, part) => MayBe(e, part, values[part])).All(fits => fits))
            {
                possible.Add(i);
            }
        }
    }

    private void ReportSwitches()
    {
        foreach (var pair in _switchedTuples.OrderBy(p => p.Key.SpanStart))
        {
            var tuple = _tuples![pair.Key].Switch;
            var missing = tuple.Missing(pair.Value.Contains);
            if (missing.Count > 0)
            {
                _report.Report(MissedCase.Of(tuple, "possible combination", missing));
            }
        }

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
        _switchedTuples.Clear();
        _switches = null;
        _lastLabels = null;
        _tuples = null;
    }

    private Dictionary<SyntaxNode, (SwitchArms Arms, InPlaceProtocol Protocol)> FindSwitches()
    {
        var found = new Dictionary<SyntaxNode, (SwitchArms, InPlaceProtocol)>();
        _tuples = [];
        foreach (var operation in _body.Graph.OriginalOperation.DescendantsAndSelf())
        {
            if (SwitchArms.Of(operation) is not { } arms)
            {
                continue;
            }

            if (StateTested(arms.Governing) is { } protocol)
            {
                found[arms.Governing.Syntax] = (arms, protocol);
            }
            else if (TupleSwitch.Of(arms) is { IsCheckedByCompiler: false } tuple)
            {
                var protocols = tuple.Parts.Select(p => p.Operation is { } part ? StateTested(part) : null).ToArray();
                if (protocols.Any(p => p is not null))
                {
                    _tuples[arms.Governing.Syntax] = (tuple, protocols);
                }
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
