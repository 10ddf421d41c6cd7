using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>STRAT0003: a protocol begins somewhere; in place, in exactly one state.</summary>
internal static class InitialState
{
    public static void Check(SymbolAnalysisContext context, Protocol protocol)
    {
        if (Problem(protocol, context.CancellationToken) is { } problem)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.STRAT0003_NoInitialState, protocol.Type.Locations[0], protocol.Type.Name, problem));
        }
    }

    private static string? Problem(Protocol protocol, CancellationToken cancel)
    {
        var initial = protocol.Initial.Select(s => $"'{s.Name}'").ToList();
        if (initial.Count == 0)
        {
            return protocol switch
            {
                { States.IsEmpty: false } => "has no initial state: mark the one it begins in [State(Initial = true)]",
                { Carrier: null } => "has no state: mark members of its enum [State], and the one it begins in [State(Initial = true)]",

                // No state at all is no news about a type that cannot be a carrier yet (STRAT0001, STRAT0002).
                _ when !SymbolFacts.CanBeExtended(protocol.Type, cancel) ||
                    CarrierShape.ReasonAgainst(protocol.Type, cancel) is not null => null,
                _ => "has no initial state: no transition uses any state",
            };
        }

        return protocol.Carrier is null && initial.Count > 1
            ? $"has {initial.Count} initial states, {string.Join(" and ", initial)}: a new object is in one of them, mark only that one"
            : null;
    }
}
