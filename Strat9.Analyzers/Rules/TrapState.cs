using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT0005: the shortest way into a trap, and where one can go from there. The transitions on the way in are additional locations, and
/// after them those that leave the state.
/// </summary>
internal static class TrapState
{
    public static Diagnostic Report(Protocol protocol, ProtocolState state, Location location)
    {
        var (way, members) = WayInto(protocol, state);
        var leaving = protocol.Leaving(state).ToList();
        return Diagnostic.Create(
            Descriptors.STRAT0005_Trap,
            location,
            TransitionNames.Places(members.Concat(leaving.Select(t => t.Member))),
            state.Name,
            protocol.Type.Name,
            way,
            WayOut(protocol, state, leaving));
    }

    // From the nearest beginning that is no trap itself: there it went wrong. Else from the nearest one.
    private static (string Shown, IEnumerable<ISymbol> Members) WayInto(Protocol protocol, ProtocolState state)
    {
        var entries = protocol.Transitions.Where(t => t.Kind == TransitionKind.Entry).ToList();
        var beginnings = protocol.States.Where(s => s.IsInitial || entries.Any(e => e.To.Contains(s)));
        var nearest = beginnings
            .Select(b => (Begin: b, Path: protocol.Path(b, s => s == state)))
            .Where(w => w.Path is not null)
            .OrderBy(w => protocol.Traps.Contains(w.Begin))
            .ThenBy(w => w.Path!.Value.Length)
            .FirstOrDefault();
        if (nearest.Path is not { } path)
        {
            return ("", []);
        }

        var entry = entries.FirstOrDefault(e => e.To.Contains(nearest.Begin));
        IEnumerable<ISymbol> members = path.Select(s => s.Transition.Member);
        if (!path.IsEmpty)
        {
            // The tail of the way tells enough: where it leaves what is still right.
            var last = path.Length - 1;
            var first = Math.Min(last, FirstTrap(protocol, path));
            var steps = path.Skip(first).Select(s => $" -{TransitionNames.Of(s.Transition)}-> '{s.To.Name}'");
            return ($"'{path[first].From.Name}'{string.Concat(steps)}; ", members);
        }

        return entry is null
            ? ("it begins here; ", members)
            : ($"{TransitionNames.List([entry])} begins it here; ", members.Append(entry.Member));
    }

    private static int FirstTrap(Protocol protocol, ImmutableArray<ProtocolStep> path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            if (protocol.Traps.Contains(path[i].To))
            {
                return i;
            }
        }

        return path.Length;
    }

    private static string WayOut(Protocol protocol, ProtocolState state, List<Transition> leaving)
    {
        if (leaving.Count == 0)
        {
            return "no transition leaves it: add one, or mark it [State(Final = true)]";
        }

        var others = protocol.From(state).Where(s => s != state).ToList();
        var by = TransitionNames.List(leaving);
        return others.Count == 0
            ? $"{by} only {(leaving.Count == 1 ? "comes" : "come")} back to it"
            : $"{by} only {(leaving.Count == 1 ? "leads" : "lead")} to {TransitionNames.List(others)}";
    }
}
