using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Dataflow;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// Functions inside a body that run while it does: in which states they find what they capture, and in which they leave it.
internal sealed partial class OwnershipAnalysis
{
    /// <summary>Functions in functions are run for what they do to states through so many others around them; deeper, it is not known.</summary>
    private const int MaxRunning = 4;

    // For each function: in which states it left what it found in which.
    private readonly Dictionary<ISymbol, List<(ImmutableDictionary<ISymbol, StateSet> Given, ImmutableDictionary<ISymbol, StateSet> Left)>> _effects =
        new(SymbolEqualityComparer.Default);

    private readonly Dictionary<ISymbol, bool> _calledHereOnly = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, StateSet> _left = new(SymbolEqualityComparer.Default);

    /// <summary>For each function inside: the states in which it finds what it captures, over all places where it is called.</summary>
    private Dictionary<ISymbol, ImmutableDictionary<ISymbol, StateSet>> _handed = new(SymbolEqualityComparer.Default);

    private ISymbol? CapturedSymbol(Place place) => place.Kind == PlaceKind.This ? place.Type : place.Symbol;

    private StateSet GivenTo(Place place) =>
        _body.Given is { } given && CapturedSymbol(place) is { } symbol && given.TryGetValue(symbol, out var states) ? states : default;

    // The body ends: so it leaves what it captured.
    private void LeaveCaptured(World world, in Departure departure)
    {
        if (_body.Running.IsEmpty || departure.Kind != DepartureKind.Branch)
        {
            return;
        }

        foreach (var place in _places.All)
        {
            if (place is { IsForeign: true, Parent: null } && ProtocolOf(place.Type) is { IsContents: false } protocol && CapturedSymbol(place) is { } symbol)
            {
                var states = Effective(world, place).States;
                _left[symbol] = (_left.TryGetValue(symbol, out var known) ? known : StateSet.Empty) | (states.IsEmpty ? protocol.Unknown : states);
            }
        }
    }

    /// <summary>A function inside the body runs here, or may run in the call that it is passed to.</summary>
    private void RunInside(World world, IMethodSymbol function, IReadOnlyList<Captured> captures, IOperation at, CaptureMode mode)
    {
        var places = StatefulCaptures(world, captures);
        if (places.Count > 0)
        {
            // A lambda may run never and again and again; an async function later.
            var isCall = at is IInvocationOperation && !function.IsAsync && !_body.Services.Known.IsSequence(function.ReturnType);
            var before = places.ToImmutableDictionary(p => p.Key, p => StatesOf(world, Value.Of(p.Value), ProtocolOf(p.Value.Type)!), SymbolEqualityComparer.Default);
            var given = before;
            var after = Effect(function, given, at, mode);
            while (!isCall && mode == CaptureMode.Borrows && !Same(Union(given, after), given))
            {
                given = Union(given, after);
                after = Effect(function, given, at, mode);
            }

            Hand(function, given, at);
            var either = Union(before, after);
            SetStates(world, places, either);
            if (isCall)
            {
                MayThrow(world, at);
                SetStates(world, places, after);
            }
        }

        if (captures.Any(c => c.Symbol is null) && _places.ThisIfMentioned is { } self)
        {
            ForgetFieldStates(world, self);
        }
    }

    private Dictionary<ISymbol, Place> StatefulCaptures(World world, IReadOnlyList<Captured> captures)
    {
        var places = new Dictionary<ISymbol, Place>(SymbolEqualityComparer.Default);
        foreach (var captured in captures)
        {
            var place = captured.Symbol switch
            {
                ILocalSymbol local => _places.Local(local),
                IParameterSymbol parameter => ParameterPlace(parameter),
                null when _body.Type is { } type && ProtocolOf(type) is not null => _places.This(type),
                _ => null,
            };
            if (place is null || ProtocolOf(place.Type) is not { IsContents: false } || (captured.Symbol ?? place.Type) is not { } symbol)
            {
                continue;
            }

            place = world.BindingOf(place) is { Kind: ValueKind.Place, Place: { } aliased } ? aliased : place;
            if (Effective(world, place) is var fact && fact.May(Status.Owned | Status.Borrowed) && !fact.May(Status.Moved | Status.Spent))
            {
                places[symbol] = place;
            }
        }

        return places;
    }

    private void SetStates(World world, Dictionary<ISymbol, Place> places, ImmutableDictionary<ISymbol, StateSet> states)
    {
        foreach (var pair in places)
        {
            var fact = Effective(world, pair.Value);
            if (fact.States != states[pair.Key] && !(fact.States.IsEmpty && InPlaceProtocol.IsUnknown(states[pair.Key])))
            {
                var came = fact.Change is StateChange.None or StateChange.Restored ? fact.States : fact.Came;
                ForgetOtherNames(world, pair.Value, ProtocolOf(pair.Value.Type)!);
                SetKeepingParts(world, pair.Value, fact with
                {
                    States = states[pair.Key],
                    Came = came,
                    Change = fact.Change == StateChange.Reported ? StateChange.Reported
                        : states[pair.Key] == came && came.IsSingle ? StateChange.Restored
                        : StateChange.Made,
                });
            }
        }
    }

    // In which states the function leaves what it found in the states given.
    private ImmutableDictionary<ISymbol, StateSet> Effect(
        IMethodSymbol function, ImmutableDictionary<ISymbol, StateSet> given, IOperation at, CaptureMode mode)
    {
        if (!_effects.TryGetValue(function, out var runs))
        {
            _effects.Add(function, runs = []);
        }

        foreach (var (before, after) in runs)
        {
            if (before.Count == given.Count && before.All(b => given.TryGetValue(b.Key, out var states) && states == b.Value))
            {
                return after;
            }
        }

        var graph = at is IFlowAnonymousFunctionOperation lambda
            ? _body.Graph.GetAnonymousFunctionControlFlowGraph(lambda, _cancel)
            : Captures.GraphOf(_body.Graph, function, _cancel);
        var effect = graph is null || _body.Running.Length >= MaxRunning || _body.Running.Contains(function, SymbolEqualityComparer.Default)
            ? given.ToImmutableDictionary(g => g.Key, g => UnknownOf(g.Key), SymbolEqualityComparer.Default)
            : Run(graph);
        runs.Add((given, effect));
        return effect;

        ImmutableDictionary<ISymbol, StateSet> Run(ControlFlowGraph graph)
        {
            var body = _body with
            {
                Graph = graph,
                Owner = function,
                Captures = mode,
                Becomes = at is IFlowAnonymousFunctionOperation ? Captures.DelegateOf(at) : null,
                Given = given,
                Running = _body.Running.Add(function),
            };
            var analysis = new OwnershipAnalysis(body, new Reporter(), _cancel);
            var solver = new FlowSolver<WorldSet>(graph, analysis, body.Services.Exceptions, false, OwnershipAnalyzer.Budget(graph), _cancel);
            solver.Run(analysis.Entry(), () => { });
            return given.ToImmutableDictionary(
                g => g.Key, g => analysis._left.TryGetValue(g.Key, out var left) ? left : g.Value, SymbolEqualityComparer.Default);
        }
    }

    private StateSet UnknownOf(ISymbol captured) =>
        ProtocolOf(captured switch { ILocalSymbol local => local.Type, IParameterSymbol parameter => parameter.Type, _ => captured as ITypeSymbol })?.Unknown ?? default;

    // What is reported in the function itself holds for every call of it.
    private void Hand(IMethodSymbol function, ImmutableDictionary<ISymbol, StateSet> given, IOperation at)
    {
        if (_report.IsOn && (at is IFlowAnonymousFunctionOperation || IsCalledHereOnly(function)))
        {
            _handed[function] = _handed.TryGetValue(function, out var known) ? Union(known, given) : given;
        }
    }

    // A local function that other functions call, or that becomes a delegate, may find anything.
    private bool IsCalledHereOnly(IMethodSymbol function)
    {
        if (!_calledHereOnly.TryGetValue(function, out var only))
        {
            only = ReferenceEquals(Captures.Around(_body.Graph, function), _body.Graph)
                && !Bodies.In(_body.Graph, _body.Owner, _body.Paths, _body.Services, withTrusted: true, _cancel).Any(b =>
                    Captures.OperationsOf(b.Graph).Any(o => o switch
                    {
                        IInvocationOperation { TargetMethod: var called } => !ReferenceEquals(b.Graph, _body.Graph) && Is(called),
                        IMethodReferenceOperation { Method: var named } => Is(named),
                        _ => false,
                    }));
            _calledHereOnly.Add(function, only);
        }

        return only;

        bool Is(IMethodSymbol other) => SymbolEqualityComparer.Default.Equals(other.OriginalDefinition, function);
    }

    private static ImmutableDictionary<ISymbol, StateSet> Union(ImmutableDictionary<ISymbol, StateSet> a, ImmutableDictionary<ISymbol, StateSet> b) =>
        a.ToImmutableDictionary(p => p.Key, p => b.TryGetValue(p.Key, out var other) ? p.Value | other : p.Value, SymbolEqualityComparer.Default);

    private static bool Same(ImmutableDictionary<ISymbol, StateSet> a, ImmutableDictionary<ISymbol, StateSet> b) =>
        a.All(p => b.TryGetValue(p.Key, out var other) && other == p.Value);
}
