using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT0003: a protocol begins somewhere; in place, in exactly one state. The states that might be the one, or are too many, are
/// additional locations.
/// </summary>
internal static class InitialState
{
    public static void Check(SymbolAnalysisContext context, Protocol protocol)
    {
        if (Problem(protocol, context.CancellationToken) is var (problem, states))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.STRAT0003_NoInitialState,
                protocol.Type.Locations[0],
                TransitionNames.Places(states.Select(s => s.Symbol)),
                protocol.Type.Name,
                problem));
        }
    }

    private static (string Text, IReadOnlyList<ProtocolState> States)? Problem(Protocol protocol, CancellationToken cancel)
    {
        var initial = protocol.Initial.ToList();
        if (initial.Count == 0)
        {
            return protocol switch
            {
                { States.IsEmpty: false } => Unmarked(protocol),
                { Carrier: null } => (
                    "has no state: mark members of its enum [State], and the one it begins in [State(Initial = true)]", []),

                // No state at all is no news about a type that cannot be a carrier yet (STRAT0001, STRAT0002).
                _ when !SymbolFacts.CanBeExtended(protocol.Type, cancel) ||
                    CarrierShape.ReasonAgainst(protocol.Type, cancel) is not null => null,
                _ => ("has no initial state: no transition uses any state", []),
            };
        }

        return protocol.Carrier is null && initial.Count > 1
            ? ($"has {initial.Count} initial states, {TransitionNames.List(initial)}: " +
                "a new object is in one of them, mark only that one", initial)
            : null;
    }

    // What an entry leads to was meant as a beginning; else what nothing leads to may be one.
    private static (string, IReadOnlyList<ProtocolState>) Unmarked(Protocol protocol)
    {
        const string Problem = "has no initial state: mark the one it begins in [State(Initial = true)]";
        var entries = protocol.Transitions.Where(t => t.Kind == TransitionKind.Entry).ToList();
        if (entries.Count > 0)
        {
            var entered = entries.SelectMany(t => t.To).Distinct().ToList();
            return ($"{Problem}; {TransitionNames.List(entries)} {(entries.Count == 1 ? "begins" : "begin")} it in {TransitionNames.List(entered)}", entered);
        }

        var open = protocol.States.Where(s => protocol.LeadingTo(s).All(t => t.From.All(f => f == s))).ToList();
        return open.Count == 0
            ? (Problem, protocol.States)
            : ($"{Problem}; no transition leads to {TransitionNames.List(open)}", open);
    }
}
