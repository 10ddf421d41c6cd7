using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Protocols.Model;

/// <summary>A state: a marker struct by type, an enum member in place.</summary>
internal sealed class ProtocolState(ISymbol symbol, bool isInitial, bool isFinal)
{
    public ISymbol Symbol { get; } = symbol;

    public string Name => Symbol.Name;

    public bool IsInitial { get; } = isInitial;

    public bool IsFinal { get; } = isFinal;
}

/// <summary>What leads from some states to others, begins the protocol or ends it.</summary>
internal sealed class Transition(
    ISymbol member,
    TransitionKind kind,
    ImmutableArray<ProtocolState> from,
    ImmutableArray<ProtocolState> to,
    bool toSameState = false,
    TransitionSignature? signature = null)
{
    /// <summary>The method, property or constructor.</summary>
    public ISymbol Member { get; } = member;

    public string Name => Member.Name;

    public TransitionKind Kind { get; } = kind;

    /// <summary>The states it leaves; empty for an entry.</summary>
    public ImmutableArray<ProtocolState> From { get; } = from;

    /// <summary>The states it may lead to; several where it can fail. Empty for an end.</summary>
    public ImmutableArray<ProtocolState> To { get; } = to;

    /// <summary>It may come back in the state it came in.</summary>
    public bool ToSameState { get; } = toSameState;

    /// <summary>By type, what it was read from.</summary>
    public TransitionSignature? Signature { get; } = signature;

    /// <summary>Whether more than one state can come out of it.</summary>
    public bool CanFail => To.Length + (ToSameState ? 1 : 0) > 1;

    /// <summary>Whether a call needs arguments beside the value itself.</summary>
    public bool NeedsArguments =>
        Member is IMethodSymbol method &&
        (Signature?.Others ?? method.Parameters).Any(p => !p.IsOptional && !p.IsParams);

    public IEnumerable<ProtocolState> Targets(ProtocolState from) => ToSameState && !To.Contains(from) ? To.Add(from) : To;
}

/// <summary>One step of a way from a state to another.</summary>
internal readonly struct ProtocolStep(Transition transition, ProtocolState from, ProtocolState to)
{
    public Transition Transition { get; } = transition;

    public ProtocolState From { get; } = from;

    public ProtocolState To { get; } = to;
}

/// <summary>The states and transitions of one type, and questions about the graph they are.</summary>
internal sealed class Protocol
{
    private readonly ILookup<ProtocolState, Transition> _leaving;

    public Protocol(INamedTypeSymbol type, Carrier? carrier, ImmutableArray<ProtocolState> states, ImmutableArray<Transition> transitions)
    {
        Type = type;
        Carrier = carrier;
        States = states;
        Transitions = transitions;
        _leaving = transitions
            .SelectMany(t => t.From.Distinct().Select(from => (From: from, Transition: t)))
            .ToLookup(t => t.From, t => t.Transition);
        Reachable = FindReachable();
        Traps = FindTraps();
    }

    /// <summary>The carrier's definition, or the in-place type.</summary>
    public INamedTypeSymbol Type { get; }

    /// <summary><see langword="null"/> for a protocol in place.</summary>
    public Carrier? Carrier { get; }

    public ImmutableArray<ProtocolState> States { get; }

    public ImmutableArray<Transition> Transitions { get; }

    /// <summary>The states that some sequence of transitions leads to from an initial state or an entry's.</summary>
    public ImmutableHashSet<ProtocolState> Reachable { get; }

    /// <summary>The states from which neither a final state nor an end can be reached.</summary>
    public ImmutableHashSet<ProtocolState> Traps { get; }

    public IEnumerable<ProtocolState> Initial => States.Where(s => s.IsInitial);

    public ProtocolState? StateOf(ISymbol? symbol) => States.FirstOrDefault(s => s.Symbol.SameAs(symbol?.OriginalDefinition));

    public IEnumerable<Transition> Leaving(ProtocolState state) => _leaving[state];

    public IEnumerable<Transition> LeadingTo(ProtocolState state) =>
        Transitions.Where(t => t.To.Contains(state) || (t.ToSameState && t.From.Contains(state)));

    /// <summary>The states that can be reached from one, itself among them, the nearest first.</summary>
    public ImmutableArray<ProtocolState> From(ProtocolState state) => Close([state], s => Leaving(s).SelectMany(t => t.Targets(s)));

    /// <summary>
    /// The shortest way from a state to one of others: fewest steps; of these, the one with the fewest steps that need arguments or can
    /// fail. Empty when already there, <see langword="null"/> when there is none.
    /// </summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="isTarget">Where it may end.</param>
    /// <param name="isUsable">Which transitions it may take, each with the state it is taken in; all, if not given.</param>
    /// <param name="further">What it may take beside the protocol's own transitions.</param>
    public ImmutableArray<ProtocolStep>? Path(
        ProtocolState from,
        Func<ProtocolState, bool> isTarget,
        Func<Transition, ProtocolState, bool>? isUsable = null,
        IReadOnlyCollection<Transition>? further = null)
    {
        // Few states: a step weighs more than all the hardships of a path together can.
        var weight = (2 * States.Length) + 1;
        var cost = new Dictionary<ProtocolState, int> { [from] = 0 };
        var came = new Dictionary<ProtocolState, ProtocolStep>();
        var settled = new HashSet<ProtocolState>();
        while (Nearest(cost, settled) is { } state)
        {
            if (isTarget(state))
            {
                return Unwind(came, state);
            }

            settled.Add(state);
            foreach (var transition in Leaving(state).Concat(further?.Where(t => t.From.Contains(state)) ?? []))
            {
                if (isUsable?.Invoke(transition, state) == false)
                {
                    continue;
                }

                var next = cost[state] + weight + (transition.NeedsArguments ? 1 : 0) + (transition.CanFail ? 1 : 0);
                foreach (var to in transition.Targets(state))
                {
                    if (!cost.TryGetValue(to, out var known) || next < known)
                    {
                        cost[to] = next;
                        came[to] = new ProtocolStep(transition, state, to);
                    }
                }
            }
        }

        return null;
    }

    private ProtocolState? Nearest(Dictionary<ProtocolState, int> cost, HashSet<ProtocolState> settled)
    {
        // In order of declaration, so that equal costs give the same answer every time.
        ProtocolState? nearest = null;
        foreach (var state in States)
        {
            if (!settled.Contains(state) && cost.TryGetValue(state, out var own) && (nearest is null || own < cost[nearest]))
            {
                nearest = state;
            }
        }

        return nearest;
    }

    private static ImmutableArray<ProtocolStep> Unwind(Dictionary<ProtocolState, ProtocolStep> came, ProtocolState to)
    {
        var path = new Stack<ProtocolStep>();
        for (var state = to; came.TryGetValue(state, out var step); state = step.From)
        {
            path.Push(step);
        }

        return [.. path];
    }

    private ImmutableHashSet<ProtocolState> FindReachable() =>
    [
        .. Close(
            Initial.Concat(Transitions.Where(t => t.Kind == TransitionKind.Entry).SelectMany(t => t.To)),
            state => Leaving(state).SelectMany(t => t.Targets(state))),
    ];

    private ImmutableHashSet<ProtocolState> FindTraps()
    {
        var sources = States
            .SelectMany(s => Leaving(s).SelectMany(t => t.Targets(s)).Select(target => (Source: s, Target: target)))
            .ToLookup(e => e.Target, e => e.Source);
        var free = new HashSet<ProtocolState>(Close(
            States.Where(s => s.IsFinal || Leaving(s).Any(t => t.Kind == TransitionKind.End)), s => sources[s]));
        return [.. States.Where(s => !free.Contains(s))];
    }

    private static ImmutableArray<ProtocolState> Close(
        IEnumerable<ProtocolState> start, Func<ProtocolState, IEnumerable<ProtocolState>> next)
    {
        var known = new HashSet<ProtocolState>();
        var inOrder = ImmutableArray.CreateBuilder<ProtocolState>();
        var open = new Queue<ProtocolState>();
        void Add(ProtocolState state)
        {
            if (known.Add(state))
            {
                inOrder.Add(state);
                open.Enqueue(state);
            }
        }

        foreach (var state in start)
        {
            Add(state);
        }

        while (open.Count > 0)
        {
            foreach (var state in next(open.Dequeue()))
            {
                Add(state);
            }
        }

        return inOrder.ToImmutable();
    }
}
