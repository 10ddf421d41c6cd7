using Strat9.Analyzers.Protocols.Model;
using Strat9.Generators.Infrastructure;

namespace Strat9.Generators.Protocols;

/// <summary>An arrow between two states; <see langword="null"/> stands for the outside of the protocol.</summary>
/// <param name="From">The state it leaves; none where the protocol begins.</param>
/// <param name="To">The state it leads to; none where the protocol ends, or may.</param>
/// <param name="Label">What takes it; none for what a state says of itself (initial, final).</param>
internal sealed record DiagramEdge(string? From, string? To, string? Label);

/// <summary>A protocol as arrows between the names of its states, and sentences about them.</summary>
internal static class StateDiagram
{
    /// <summary>By type, from the signatures of the transitions.</summary>
    public static EquatableArray<DiagramEdge> Of(ProtocolSpec protocol) => new(Edges(protocol));

    /// <summary>In place, from the contracts of the members.</summary>
    public static EquatableArray<DiagramEdge> Of(Protocol protocol) => new(Edges(protocol).Distinct());

    /// <summary>A sentence about one transition, for its documentation.</summary>
    public static string Describe(TransitionSpec transition)
    {
        var from = transition.FromEveryState ? "any state" : List(transition.From);
        var to = transition.ToSameState ? "the same state" : List(transition.To);
        return transition.Kind switch
        {
            TransitionKind.Entry => $"Begins the protocol in {to}",
            TransitionKind.End => $"Ends the protocol in {from}",
            _ => $"Leads from {from} to {to}",
        };
    }

    private static IEnumerable<DiagramEdge> Edges(ProtocolSpec protocol)
    {
        var names = NamesOf(protocol);
        string? NameOf(string? key) => key is null ? null : names.TryGetValue(key, out var name) ? name : LastPart(key);
        var every = protocol.States.Select(s => s.Key).ToList();
        var entered = new HashSet<string>(
            protocol.Transitions.Where(t => t.Kind == TransitionKind.Entry).SelectMany(t => t.To), StringComparer.Ordinal);
        foreach (var state in protocol.States)
        {
            if (state.IsInitial && !entered.Contains(state.Key))
            {
                yield return new DiagramEdge(null, NameOf(state.Key), null);
            }
        }

        foreach (var transition in protocol.Transitions)
        {
            foreach (var from in Sources(transition, every))
            {
                foreach (var to in Targets(transition, from))
                {
                    yield return new DiagramEdge(NameOf(from), NameOf(to), transition.Name);
                }
            }
        }

        foreach (var state in protocol.States)
        {
            if (state.IsFinal)
            {
                yield return new DiagramEdge(NameOf(state.Key), null, null);
            }
        }
    }

    private static IEnumerable<DiagramEdge> Edges(Protocol protocol)
    {
        var entered = new HashSet<ProtocolState>(
            protocol.Transitions.Where(t => t.Kind == TransitionKind.Entry).SelectMany(t => t.To));
        foreach (var state in protocol.Initial.Where(s => !entered.Contains(s)))
        {
            yield return new DiagramEdge(null, state.Name, null);
        }

        foreach (var transition in protocol.Transitions)
        {
            var label = TransitionLabel.Of(transition.Member);
            if (transition.Kind == TransitionKind.Entry)
            {
                foreach (var to in transition.To)
                {
                    yield return new DiagramEdge(null, to.Name, label);
                }
            }

            foreach (var from in transition.From)
            {
                foreach (var to in transition.Targets(from))
                {
                    yield return new DiagramEdge(from.Name, to.Name, label);
                }

                if (transition.Kind == TransitionKind.End)
                {
                    yield return new DiagramEdge(from.Name, null, label);
                }
            }
        }

        foreach (var state in protocol.States.Where(s => s.IsFinal))
        {
            yield return new DiagramEdge(state.Name, null, null);
        }
    }

    private static string List(IEnumerable<string> keys) => string.Join(" or ", keys.Select(k => $"<c>{LastPart(k)}</c>"));

    // A null stands for the outside of the protocol.
    private static IEnumerable<string?> Sources(TransitionSpec transition, List<string> every) => transition switch
    {
        { Kind: TransitionKind.Entry } => [null],
        { FromEveryState: true } => every,
        _ => transition.From,
    };

    private static IEnumerable<string?> Targets(TransitionSpec transition, string? from) =>
        transition.Kind == TransitionKind.End ? [null] :
        transition.ToSameState ? transition.To.Append(from).Distinct(StringComparer.Ordinal) :
        transition.To;

    // The state's own name; where several share it, with the names of the types around them.
    private static Dictionary<string, string> NamesOf(ProtocolSpec protocol) => protocol.States
        .GroupBy(s => s.Name, StringComparer.Ordinal)
        .SelectMany(g => g.Select(s => (s.Key, Name: g.Count() == 1 ? s.Name : Qualified(s.Key))))
        .ToDictionary(s => s.Key, s => s.Name, StringComparer.Ordinal);

    private static string Qualified(string key) => key.Substring(key.IndexOf(':') + 1).Replace('.', '_').Replace('`', '_');

    // Of a documentation ID such as T:Strat9.Memory.Exclusive.
    private static string LastPart(string key)
    {
        var name = key.Substring(key.LastIndexOfAny(['.', ':']) + 1);
        var arity = name.IndexOf('`');
        return arity < 0 ? name : name.Substring(0, arity);
    }
}
