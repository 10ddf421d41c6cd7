using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>STRAT0004 and STRAT0005: states that nothing leads to, and states that nothing leads out of. At the state.</summary>
internal static class StateGraph
{
    /// <summary>By type: at the marker.</summary>
    public static void CheckMarker(SymbolAnalysisContext context, INamedTypeSymbol marker, ProtocolModel model)
    {
        var isUsed = false;
        foreach (var protocol in model.With(marker))
        {
            isUsed = true;
            if (!ForeignState.IsStray(marker, protocol, model))
            {
                Check(context, protocol, protocol.StateOf(marker)!, marker.Locations[0]);
            }
        }

        // Where a carrier is malformed or the marker is not partial yet, that comes first.
        if (!isUsed && !model.HasMalformedCarriers && SymbolFacts.CanBeExtended(marker, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.STRAT0004_UnreachableState, marker.Locations[0], marker.Name, "", "no transition uses it"));
        }
    }

    /// <summary>In place: at the member of the enum.</summary>
    public static void CheckEnum(SymbolAnalysisContext context, INamedTypeSymbol states, ProtocolModel model)
    {
        foreach (var protocol in model.Protocols)
        {
            if (protocol.Carrier is null && InPlaceReader.StatesOf(protocol.Type).SameAs(states))
            {
                foreach (var state in protocol.States)
                {
                    Check(context, protocol, state, state.Symbol.Locations[0]);
                }
            }
        }
    }

    /// <summary>In place, with the enum in another assembly: at the type.</summary>
    public static void CheckForeignEnum(SymbolAnalysisContext context, Protocol protocol)
    {
        if (protocol.Carrier is null)
        {
            foreach (var state in protocol.States)
            {
                if (!state.Symbol.ContainingAssembly.SameAs(protocol.Type.ContainingAssembly))
                {
                    Check(context, protocol, state, protocol.Type.Locations[0]);
                }
            }
        }
    }

    private static void Check(SymbolAnalysisContext context, Protocol protocol, ProtocolState state, Location location)
    {
        if (!protocol.Reachable.Contains(state))
        {
            // Without a beginning nothing can be reached: that is STRAT0003, once.
            if (protocol.Initial.Any())
            {
                context.ReportDiagnostic(UnreachableState.Report(protocol, state, location));
                return;
            }
        }

        if (protocol.Traps.Contains(state))
        {
            context.ReportDiagnostic(TrapState.Report(protocol, state, location));
        }
    }
}
