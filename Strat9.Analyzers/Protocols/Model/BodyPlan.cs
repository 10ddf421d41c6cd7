using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Protocols.Model;

internal enum BodyKind
{
    /// <summary>None can be generated; <see cref="BodyPlan.Problem"/> says why.</summary>
    Impossible,

    /// <summary><c>block.To&lt;S&gt;()</c>: the payload as it is.</summary>
    Convert,

    /// <summary><c>new C&lt;S&gt;(…)</c>: each member from a parameter or from the source.</summary>
    Construct,

    /// <summary>An end that returns a member.</summary>
    Member,

    /// <summary>An end that returns nothing.</summary>
    Nothing,
}

/// <summary>Where one member of the new value comes from: a parameter, or else the source's member of the same index.</summary>
internal readonly struct BodyArgument(IParameterSymbol? parameter, PayloadMember member)
{
    public IParameterSymbol? Parameter { get; } = parameter;

    public PayloadMember Member { get; } = member;
}

/// <summary>
/// The body of a transition that is declared without one, or the reason why none can be generated: the payload is carried over, a
/// parameter of a member's name and type replaces it, an end returns the only member of its return type.
/// </summary>
internal sealed class BodyPlan
{
    private BodyPlan(TransitionSignature signature, BodyKind kind, ImmutableArray<BodyArgument> arguments, string? problem)
    {
        Signature = signature;
        Kind = kind;
        Arguments = arguments;
        Problem = problem;
    }

    /// <summary>The signature that the body is made from, of those the method has.</summary>
    public TransitionSignature Signature { get; }

    public BodyKind Kind { get; }

    public ImmutableArray<BodyArgument> Arguments { get; }

    /// <summary>Why none can be generated, to follow "…: ".</summary>
    public string? Problem { get; }

    /// <summary>Whether a method waits for a body that nobody wrote.</summary>
    public static bool IsNeeded(IMethodSymbol method) =>
        method is { IsPartialDefinition: true, PartialImplementationPart: null };

    public static BodyPlan Of(ImmutableArray<TransitionSignature> signatures)
    {
        var signature = signatures.FirstOrDefault(s => s.ResultType is not null) ?? signatures[0];
        var method = signature.Method;
        if (!method.IsStatic || method.ContainingType is not { IsExtension: false })
        {
            return Impossible(signature, "only a 'static partial' method gets its body generated; write it");
        }

        if (method.IsAsync)
        {
            return Impossible(signature, "an 'async' transition needs a body of its own");
        }

        return signature.Kind == TransitionKind.End ? PlanEnd(signature) : PlanValue(signature);
    }

    private static BodyPlan PlanValue(TransitionSignature signature)
    {
        if (signature.ResultType is not { } result)
        {
            return Impossible(
                signature,
                $"returning '{Show(signature.Method.ReturnType)}' needs a body of its own; " +
                "only one that returns the carrier itself is generated");
        }

        var source = signature.SourceType is { } type ? Carrier.PayloadOf(type) : [];
        var target = Carrier.PayloadOf(result);
        var parameters = signature.Others.ToList();
        var arguments = ImmutableArray.CreateBuilder<BodyArgument>();
        for (var i = 0; i < target.Length; i++)
        {
            var member = target[i];
            if (!member.CanBeCarried)
            {
                return Impossible(signature, $"'{member.Name}' cannot be carried over by an assignment");
            }

            var matching = parameters.Where(p => IsPlain(p) && member.Takes(p)).ToList();
            if (matching.Count > 1)
            {
                return Impossible(signature, $"parameters '{matching[0].Name}' and '{matching[1].Name}' both stand for '{member.Name}'");
            }

            if (matching.Count == 1)
            {
                if (arguments.Any(a => a.Parameter.SameAs(matching[0])))
                {
                    return Impossible(signature, $"parameter '{matching[0].Name}' stands for more than one member");
                }

                if (!source.IsEmpty && source[i].Type.IsLinear())
                {
                    return Impossible(signature, $"replacing '{member.Name}' would lose the old value, which is linear; write the body");
                }

                arguments.Add(new BodyArgument(matching[0], member));
            }
            else if (!source.IsEmpty && source[i].Type.SameAs(member.Type))
            {
                arguments.Add(new BodyArgument(null, source[i]));
            }
            else
            {
                return Impossible(signature, Missing(member, parameters));
            }
        }

        var surplus = parameters.FirstOrDefault(p => !arguments.Any(a => p.SameAs(a.Parameter)));
        if (surplus is not null)
        {
            return Impossible(signature, Surplus(surplus, target));
        }

        var converts = signature.SourceType is { } from && signature.Carrier.SameButForState(from, result) &&
            arguments.All(a => a.Parameter is null);
        return new BodyPlan(signature, converts ? BodyKind.Convert : BodyKind.Construct, arguments.ToImmutable(), null);
    }

    private static BodyPlan PlanEnd(TransitionSignature signature)
    {
        var payload = Carrier.PayloadOf(signature.SourceType!);
        if (signature.Others.FirstOrDefault() is { } surplus)
        {
            return Impossible(signature, $"parameter '{surplus.Name}' would have no effect on an end; write the body");
        }

        if (signature.Method.ReturnsVoid)
        {
            return Lost(payload, -1) is { } lost
                ? Impossible(signature, lost)
                : new BodyPlan(signature, BodyKind.Nothing, [], null);
        }

        var found = -1;
        for (var i = 0; i < payload.Length; i++)
        {
            if (!payload[i].Fits(signature.Method.ReturnType))
            {
                continue;
            }

            if (found >= 0)
            {
                return Impossible(
                    signature,
                    $"'{payload[found].Name}' and '{payload[i].Name}' both have the type it returns; write the body");
            }

            found = i;
        }

        if (found < 0)
        {
            return Impossible(
                signature,
                $"'{signature.Carrier.Type.Name}' has no member of type '{Show(signature.Method.ReturnType)}' to return; write the body");
        }

        return Lost(payload, found) is { } alsoLost
            ? Impossible(signature, alsoLost)
            : new BodyPlan(signature, BodyKind.Member, [new BodyArgument(null, payload[found])], null);
    }

    private static string? Lost(ImmutableArray<PayloadMember> payload, int kept)
    {
        for (var i = 0; i < payload.Length; i++)
        {
            if (i != kept && payload[i].Type.IsLinear())
            {
                return $"'{payload[i].Name}' would be lost, and it is linear; write the body";
            }
        }

        return null;
    }

    private static string Missing(PayloadMember member, List<IParameterSymbol> parameters)
    {
        var named = parameters.FirstOrDefault(p => member.HasNameOf(p));
        if (named is null)
        {
            return $"nothing gives '{member.Name}' its value: " +
                $"add a parameter '{Show(member.Type)} {Camel(member.Name)}', or write the body";
        }

        return IsPlain(named)
            ? $"parameter '{named.Name}' is '{Show(named.Type)}', but '{member.Name}' is '{Show(member.Type)}'"
            : $"parameter '{named.Name}' is passed by reference; take it by value, or write the body";
    }

    private static string Surplus(IParameterSymbol parameter, ImmutableArray<PayloadMember> payload)
    {
        foreach (var member in payload)
        {
            if (member.HasNameOf(parameter))
            {
                return Missing(member, [parameter]);
            }
        }

        return $"parameter '{parameter.Name}' stands for no member of the carrier; write the body";
    }

    // An 'in' argument can be read as well as a value, but never one that is owned.
    private static bool IsPlain(IParameterSymbol parameter) =>
        parameter.RefKind == RefKind.None || (parameter.RefKind == RefKind.In && !parameter.Type.IsLinear());

    private static string Show(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static string Camel(string name)
    {
        var bare = name.TrimStart('_');
        return bare.Length == 0 ? name : char.ToLowerInvariant(bare[0]) + bare.Substring(1);
    }

    private static BodyPlan Impossible(TransitionSignature signature, string problem) =>
        new(signature, BodyKind.Impossible, [], problem);
}
