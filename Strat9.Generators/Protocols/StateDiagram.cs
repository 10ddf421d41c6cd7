using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Generators.Protocols;

/// <summary>Draws a protocol as the lines of a Mermaid state diagram.</summary>
internal static class StateDiagram
{
    private const string Outside = "[*]";

    public static IEnumerable<string> Lines(ProtocolSpec protocol)
    {
        var every = protocol.States.Select(s => s.Key).ToList();
        var entered = new HashSet<string>(
            protocol.Transitions.Where(t => t.Kind == TransitionKind.Entry).SelectMany(t => t.To), StringComparer.Ordinal);
        foreach (var state in protocol.States)
        {
            if (state.IsInitial && !entered.Contains(state.Key))
            {
                yield return Arrow(Outside, NameOf(state.Key));
            }
        }

        foreach (var transition in protocol.Transitions)
        {
            foreach (var from in Sources(transition, every))
            {
                foreach (var to in Targets(transition, from))
                {
                    yield return Arrow(from, to) + " : " + transition.Name;
                }
            }
        }

        foreach (var state in protocol.States)
        {
            if (state.IsFinal)
            {
                yield return Arrow(NameOf(state.Key), Outside);
            }
        }
    }

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

    private static string List(IEnumerable<string> keys) => string.Join(" or ", keys.Select(k => $"<c>{NameOf(k)}</c>"));

    private static IEnumerable<string> Sources(TransitionSpec transition, List<string> every) => transition switch
    {
        { Kind: TransitionKind.Entry } => [Outside],
        { FromEveryState: true } => every.Select(NameOf),
        _ => transition.From.Select(NameOf),
    };

    private static IEnumerable<string> Targets(TransitionSpec transition, string from)
    {
        if (transition.Kind == TransitionKind.End)
        {
            return [Outside];
        }

        var to = transition.To.Select(NameOf);
        return transition.ToSameState ? to.Append(from).Distinct(StringComparer.Ordinal) : to;
    }

    private static string Arrow(string from, string to) => $"{from} --> {to}";

    // The last part of a documentation ID such as T:Strat9.Memory.Exclusive.
    private static string NameOf(string key)
    {
        var name = key.Substring(key.LastIndexOfAny(['.', ':']) + 1);
        var arity = name.IndexOf('`');
        return arity < 0 ? name : name.Substring(0, arity);
    }
}
