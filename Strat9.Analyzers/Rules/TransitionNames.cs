using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>How messages call transitions and states, and where these are.</summary>
internal static class TransitionNames
{
    public static string Of(Transition transition) => TransitionLabel.Of(transition.Member);

    /// <summary>With the types of the arguments that a call has beside the value itself, and the class where that is asked for.</summary>
    public static string WithArguments(Transition transition, bool withType)
    {
        var arguments = transition.Signature?.Others ?? (transition.Member as IMethodSymbol)?.Parameters ?? [];
        var type = withType ? transition.Member.ContainingType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) + "." : "";
        return $"{type}{Of(transition)}({string.Join(", ", arguments.Select(p => p.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)))})";
    }

    /// <summary><c>'A', 'B' and 'C'</c>, each once.</summary>
    public static string List(IEnumerable<string> names)
    {
        var quoted = names.Distinct(StringComparer.Ordinal).Select(n => $"'{n}'").ToList();
        return quoted.Count < 2
            ? string.Concat(quoted)
            : string.Join(", ", quoted.Take(quoted.Count - 1)) + " and " + quoted[quoted.Count - 1];
    }

    public static string List(IEnumerable<ProtocolState> states) => List(states.Select(s => s.Name));

    public static string List(IEnumerable<Transition> transitions) => List(transitions.Select(Of));

    /// <summary>Where they are declared, in this order, each once; nothing for what another assembly has.</summary>
    public static IEnumerable<Location> Places(IEnumerable<ISymbol> symbols)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        return symbols.Where(seen.Add).Select(s => s.Locations[0]).Where(l => l.IsInSource);
    }
}
