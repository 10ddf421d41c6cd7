using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT0004: what would have to lead to a state, and why that does not help. The transitions that lead to it, or can never be called, are
/// additional locations.
/// </summary>
internal static class UnreachableState
{
    public static Diagnostic Report(Protocol protocol, ProtocolState state, Location location)
    {
        var leading = protocol.LeadingTo(state).Where(t => t.From.Any(s => s != state)).ToList();
        var dead = protocol.Leaving(state).Where(t => t.From.All(s => s == state)).ToList();
        var reason = leading.Count > 0
            ? $"it is only reached from {TransitionNames.List(leading.SelectMany(t => t.From).Where(s => s != state))} " +
                $"(by {TransitionNames.List(leading)}), which cannot be reached either"
            : "nothing leads to it" + (dead.Count > 0 ? $", so {TransitionNames.List(dead)} can never be called" : "");
        return Diagnostic.Create(
            Descriptors.STRAT0004_UnreachableState,
            location,
            TransitionNames.Places((leading.Count > 0 ? leading : dead).Select(t => t.Member)),
            state.Name,
            $" of '{protocol.Type.Name}'",
            reason);
    }
}
