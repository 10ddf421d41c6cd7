using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT0006: two transitions leave one state by one signature, or by one name for different states. At the later of the two, with the
/// other as an additional location.
/// </summary>
internal static class AmbiguousTransition
{
    public static void Check(SymbolAnalysisContext context, IMethodSymbol method, ProtocolModel model)
    {
        foreach (var protocol in ProtocolsOf(method, model))
        {
            foreach (var transition in protocol.Transitions.Where(t => t.Member.SameAs(method) && t.Kind != TransitionKind.Entry))
            {
                if (Rival(transition, protocol) is var (rival, state, reason))
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        Descriptors.STRAT0006_AmbiguousTransition,
                        method.Locations[0],
                        rival.Member.Locations.Take(1),
                        method.Name,
                        $"'{state.Name}'",
                        reason));
                    return;
                }
            }
        }
    }

    private static IEnumerable<Protocol> ProtocolsOf(IMethodSymbol method, ProtocolModel model)
    {
        if (TransitionSignature.IsMarked(method))
        {
            return TransitionSignature.Read(method).Select(s => model.Of(s.Carrier.Type)).OfType<Protocol>();
        }

        return model.Of(method.ContainingType) is { Carrier: null } inPlace ? [inPlace] : [];
    }

    // Transitions are in order of declaration: only what stands before the given one is its rival.
    private static (Transition Rival, ProtocolState State, string Reason)? Rival(Transition transition, Protocol protocol)
    {
        foreach (var other in protocol.Transitions)
        {
            if (ReferenceEquals(other, transition))
            {
                return null;
            }

            if (other.Name != transition.Name || other.Kind == TransitionKind.Entry || !Compete(transition, other, protocol))
            {
                continue;
            }

            foreach (var state in transition.From)
            {
                if (other.From.Contains(state) && Reason(transition, other, state, protocol) is { } reason)
                {
                    return (other, state, reason);
                }
            }
        }

        return null;
    }

    // Whether one call could mean either: not where the object called on, of another class, tells them apart.
    private static bool Compete(Transition left, Transition right, Protocol protocol)
    {
        if (left.Member.SameAs(right.Member))
        {
            return false;
        }

        if (left.Member.ContainingType.SameAs(right.Member.ContainingType))
        {
            return true;
        }

        return protocol.Carrier is null
            ? DerivesFrom(left.Member.ContainingType, right.Member.ContainingType) ||
                DerivesFrom(right.Member.ContainingType, left.Member.ContainingType)
            : IsCalledByName(left) && IsCalledByName(right);
    }

    private static bool IsCalledByName(Transition transition) =>
        transition.Member.IsStatic || transition.Signature is { IsCalledOnValue: true };

    private static bool DerivesFrom(INamedTypeSymbol type, INamedTypeSymbol ancestor)
    {
        for (var t = type.BaseType; t is not null; t = t.BaseType)
        {
            if (t.SameDefinition(ancestor))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Reason(Transition transition, Transition other, ProtocolState state, Protocol protocol)
    {
        var (mine, its) = (Destination(transition, state), Destination(other, state));
        var isSame = HaveOneSignature(transition, other);
        if (isSame && protocol.Carrier is null)
        {
            // An override, whose contract is compared with the overridden one's; or a member that hides another.
            isSame = false;
            if (Overrides(transition.Member, other.Member) || Overrides(other.Member, transition.Member))
            {
                return null;
            }
        }

        if (!isSame && mine == its)
        {
            return null;
        }

        var inOthers = !transition.Member.ContainingType.SameAs(other.Member.ContainingType);
        var (me, it) = (TransitionNames.WithArguments(transition, inOthers), TransitionNames.WithArguments(other, inOthers));
        return
            !isSame ? $"'{me}' leads to {mine}, '{it}' to {its}" :
            mine == its ? $"'{me}' and '{it}' have one signature; both lead to {mine}" :
            $"'{me}' and '{it}' have one signature; one leads to {mine}, the other to {its}";
    }

    private static bool Overrides(ISymbol member, ISymbol other)
    {
        for (var method = member as IMethodSymbol; method is not null; method = method.OverriddenMethod)
        {
            if (method.SameDefinition(other))
            {
                return true;
            }
        }

        return false;
    }

    // Coming back unchanged is a failure, not another destination.
    private static string Destination(Transition transition, ProtocolState state)
    {
        var names = transition.To.Where(t => t != state).Select(t => $"'{t.Name}'").OrderBy(n => n, StringComparer.Ordinal).ToList();
        return names.Count > 0 ? string.Join(" or ", names) :
            transition.Kind == TransitionKind.End ? "the end" :
            $"'{state.Name}'";
    }

    // What a caller writes: the name and the arguments beside the value itself.
    private static bool HaveOneSignature(Transition left, Transition right)
    {
        if (left.Member is not IMethodSymbol a || right.Member is not IMethodSymbol b || a.Arity != b.Arity)
        {
            return false;
        }

        // A method's own type parameters are told apart by their place only.
        var (mine, its) = (Parameters(left), Parameters(right));
        var given = a.Arity == 0 ? a : a.Construct([.. b.TypeParameters]);
        return mine.Length == its.Length &&
            mine.Zip(its, (m, i) => m.RefKind == i.RefKind && given.Parameters[m.Ordinal].Type.SameAs(i.Type)).All(same => same);
    }

    private static ImmutableArray<IParameterSymbol> Parameters(Transition transition) =>
        transition.Signature is { } signature ? [.. signature.Others] :
        transition.Member is IMethodSymbol method ? method.Parameters :
        [];
}
