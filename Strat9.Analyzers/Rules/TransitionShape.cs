using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT0007: the signature of a by-type transition must say which edge it is, and a missing body must be one that can be generated.
/// </summary>
internal static class TransitionShape
{
    public static void CheckProperty(SymbolAnalysisContext context, IPropertySymbol property)
    {
        if (property.Find(KnownNames.Transition) is { AttributeConstructor.Parameters.Length: 0 })
        {
            Report(context, property, null, "a property lends, it does not take its receiver: make it a method");
        }
    }

    public static void Check(SymbolAnalysisContext context, IMethodSymbol method, ProtocolModel model)
    {
        if (method.Find(KnownNames.Transition) is not { AttributeConstructor: { } constructor } ||
            HasUnknownType(method) || IsPartialExtensionMember(method))
        {
            return;
        }

        var signatures = TransitionSignature.Read(method);
        if (constructor.Parameters.Length > 0)
        {
            if (!signatures.IsEmpty && model.Of(method.ContainingType) is not { Carrier: null })
            {
                Report(
                    context,
                    method,
                    signatures[0].Carrier,
                    "its states are read from its signature: write [Transition] without arguments");
            }

            return;
        }

        if (signatures.IsEmpty)
        {
            if (!NamesMalformedCarrier(method))
            {
                Report(context, method, null, NoCarrier(method, model));
            }

            return;
        }

        var own = signatures.Where(s => s.Carrier.Type.ContainingAssembly.SameAs(context.Compilation.Assembly)).ToImmutableArray();
        if (own.IsEmpty)
        {
            var carrier = signatures[0].Carrier;
            Report(
                context,
                method,
                carrier,
                $"the carrier is declared in assembly '{carrier.Type.ContainingAssembly.Name}', and transitions count only there");
            return;
        }

        foreach (var signature in own)
        {
            if (ReasonAgainst(signature) is { } reason)
            {
                Report(context, method, signature.Carrier, reason);
                return;
            }
        }

        if (BodyPlan.IsNeeded(method) && BodyPlan.Of(signatures) is { Problem: { } problem } plan && !HasMalformedPayload(plan))
        {
            Report(context, method, plan.Signature.Carrier, problem);
        }
    }

    /// <summary>
    /// Partial extension members, which the language does not have. From the class around the blocks: the compiler shows such a member
    /// to analyzers twice.
    /// </summary>
    public static void CheckExtensions(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        foreach (var method in type.GetTypeMembers().Where(t => t.IsExtension).SelectMany(t => t.GetMembers()).OfType<IMethodSymbol>())
        {
            if (IsPartialExtensionMember(method) && TransitionSignature.IsMarked(method))
            {
                Report(
                    context,
                    method,
                    TransitionSignature.Read(method).FirstOrDefault()?.Carrier,
                    "an extension member cannot be partial: write its body");
            }
        }
    }

    private static bool IsPartialExtensionMember(IMethodSymbol method) =>
        method is { ContainingType.IsExtension: true, IsPartialDefinition: true };

    private static string? ReasonAgainst(TransitionSignature signature)
    {
        if (signature.Source is { } source)
        {
            if (source.RefKind != RefKind.None)
            {
                return $"it takes '{source.Name}' by '{Show(source.RefKind)}', but a transition consumes it: take it by value";
            }

            if (source.Has(KnownNames.Borrows))
            {
                return $"it only borrows '{source.Name}', but a transition consumes it: remove [Borrows]";
            }
        }

        if (signature.Kind != TransitionKind.Entry && signature.From.IsEmpty && !signature.FromEveryState)
        {
            return "an instance method does not say which state it leaves: add [Requires(typeof(…))]";
        }

        if (signature.ToUnknownState)
        {
            return "the state of its result is a type parameter that no argument gives: name the state";
        }

        return signature.Kind == TransitionKind.Entry ? AgainstEntry(signature) : null;
    }

    // An argument that is no state at all is STRAT0008's.
    private static string? AgainstEntry(TransitionSignature signature)
    {
        var state = signature.To.FirstOrDefault(s =>
            s.Find(KnownNames.State) is { } attribute && !attribute.Flag(KnownNames.InitialProperty));
        return state is null
            ? null
            : $"it takes no '{signature.Carrier.Type.Name}' and returns one in '{state.Name}', which is no initial state";
    }

    private static string NoCarrier(IMethodSymbol method, ProtocolModel model) =>
        model.Of(method.ContainingType) is { Carrier: null } inPlace
            ? $"the states of '{inPlace.Type.Name}' are members of an enum: write [Transition(from, to)]"
            : "it takes no carrier and returns none";

    private static bool NamesMalformedCarrier(IMethodSymbol method) =>
        method.Parameters.Select(p => p.Type).Append(method.ReturnType).Append(method.ContainingType).Any(Carrier.IsMarked);

    // A payload that cannot be carried is the carrier's fault (STRAT0002), once.
    private static bool HasMalformedPayload(BodyPlan plan) =>
        Carrier.PayloadOf(plan.Signature.Carrier.Type).Any(m => !m.CanBeCarried);

    // What is not typed to its end is the compiler's.
    private static bool HasUnknownType(IMethodSymbol method) =>
        method.Parameters.Select(p => p.Type).Append(method.ReturnType)
            .Any(t => t.Parts().Any(p => p.TypeKind == TypeKind.Error));

    private static string Show(RefKind kind) => kind switch
    {
        RefKind.In => "in",
        RefKind.RefReadOnlyParameter => "ref readonly",
        _ => "ref",
    };

    private static void Report(SymbolAnalysisContext context, ISymbol member, Carrier? carrier, string reason) =>
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.STRAT0007_TransitionSignature,
            member.Locations[0],
            member.Name,
            carrier is null ? "" : $" of '{carrier.Type.Name}'",
            reason));
}
