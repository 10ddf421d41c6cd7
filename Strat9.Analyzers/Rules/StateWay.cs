using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// The shortest way from the state a value is in to one that is needed, by transitions that can be called there; where these do not lead
/// there, by other methods too that take the value and give it back in another state.
/// </summary>
internal readonly struct StateWay
{
    private readonly bool _isBarred;

    private StateWay(ImmutableArray<ProtocolStep>? steps, bool isBarred)
    {
        Steps = steps;
        _isBarred = isBarred;
    }

    /// <summary><see langword="null"/> where there is none.</summary>
    public ImmutableArray<ProtocolStep>? Steps { get; }

    public static StateWay Find(
        StateScene scene, CarrierInstance instance, Protocol protocol, ProtocolState from, ImmutableArray<ProtocolState> needed)
    {
        var steps = protocol.Path(from, needed.Contains, IsUsable);

        if (steps is null && scene.CallsFor(protocol).Where(t => scene.CanCall(t.Member)).ToList() is { Count: > 0 } calls)
        {
            steps = protocol.Path(from, needed.Contains, IsUsable, calls);
        }

        // What another assembly keeps to itself is not seen from here.
        var isOwn = protocol.Type.ContainingAssembly.SameAs(scene.Model.Compilation.Assembly);
        var isBarred = steps is null && (!isOwn || protocol.Path(from, needed.Contains) is not null);
        return new StateWay(steps, isBarred);

        bool IsUsable(Transition transition, ProtocolState state) =>
            scene.CanCall(transition.Member) &&
            (state != from || transition.Signature?.SourceType is not { } source || instance.FitsButForState(source));
    }

    /// <summary>Whether a step can be written after a value as it is: no arguments, and nothing but the carrier comes back.</summary>
    public static bool CanBeInserted(ProtocolStep step) =>
        step.Transition is { NeedsArguments: false, CanFail: false, Signature: { ResultType: not null, IsCalledOnValue: true } };

    /// <summary>The end of the message.</summary>
    public string Describe() => Steps is { } steps
        ? $": call {string.Join(", then ", steps.Select(Describe))} first"
        : _isBarred ? ", from which no transition that can be called here leads there" : ", which cannot get there";

    private static string Describe(ProtocolStep step)
    {
        var transition = step.Transition;
        var notes = new List<string>();
        if (transition.NeedsArguments && transition.Signature is { } signature)
        {
            var asked = signature.Others
                .Where(p => !p.IsOptional && !p.IsParams && p.RefKind != RefKind.Out)
                .Select(p => $"'{p.Name}'")
                .ToList();
            if (asked.Count > 0)
            {
                notes.Add("with " + string.Join(" and ", asked));
            }
        }

        if (transition.CanFail || transition.Signature is { ResultType: null })
        {
            notes.Add($"whose {Holder(step)} may hold it in '{step.To.Name}'");
        }

        return $"'{NameOf(transition)}'" + (notes.Count == 0 ? "" : $" ({string.Join(", ", notes)})");
    }

    // What of the outcome has the value in that state: a case of a union, the result as a whole, an 'out' argument.
    private static string Holder(ProtocolStep step)
    {
        if (step.Transition.Signature is not { Method: var method } signature)
        {
            return "result";
        }

        bool Holds(ITypeSymbol type) =>
            StateMentions.In(type).Any(m => signature.Carrier.StateOf(m)?.OriginalDefinition.SameAs(step.To.Symbol) == true);
        var cases = method.ReturnType.Parts().OfType<INamedTypeSymbol>()
            .SelectMany(StateMentions.CasesOf)
            .Where(c => c.Parameters.Any(p => Holds(p.Type)))
            .Select(c => $"'{c.Name}'")
            .ToList();
        if (cases.Count > 0)
        {
            return string.Join(" or ", cases);
        }

        return !Holds(method.ReturnType) && method.Parameters.FirstOrDefault(p => p.RefKind == RefKind.Out && Holds(p.Type)) is { } given
            ? $"'out {given.Name}'"
            : "result";
    }

    private static string NameOf(Transition transition) =>
        transition.Signature is { IsCalledOnValue: true } || transition.Member.ContainingType is not { } type
            ? transition.Name
            : type.Name + "." + transition.Name;
}
