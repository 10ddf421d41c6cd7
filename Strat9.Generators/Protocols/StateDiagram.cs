using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Generators.Protocols;

/// <summary>Draws a protocol as the lines of a Mermaid state diagram.</summary>
internal static class StateDiagram
{
    private const string Outside = "[*]";

    public static IEnumerable<string> Lines(ProtocolSpec protocol)
    {
        var names = NamesOf(protocol);
        string NameOf(string key) => names.TryGetValue(key, out var name) ? name : LastPart(key);
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
                    yield return Arrow(from is null ? Outside : NameOf(from), to is null ? Outside : NameOf(to)) + " : " + transition.Name;
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

    private static string Arrow(string from, string to) => $"{from} --> {to}";

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
