using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Protocols.Model;

internal enum TransitionKind
{
    /// <summary>Takes no carrier and returns one.</summary>
    Entry,

    /// <summary>From one state to another, or to one of several.</summary>
    Edge,

    /// <summary>Takes a carrier and returns none.</summary>
    End,
}

/// <summary>
/// What the signature of a <c>[Transition]</c> method says for one carrier. One method may end one protocol and enter another: it has a
/// signature for each.
/// </summary>
internal sealed class TransitionSignature
{
    private TransitionSignature(IMethodSymbol method, Carrier carrier)
    {
        Method = method;
        Carrier = carrier;
    }

    /// <summary>The method; of a partial one, the declaration without a body.</summary>
    public IMethodSymbol Method { get; }

    public Carrier Carrier { get; }

    public TransitionKind Kind { get; private set; }

    /// <summary>
    /// The parameter that comes in as the carrier; <see langword="null"/> for an entry and for an instance method of the carrier.
    /// </summary>
    public IParameterSymbol? Source { get; private set; }

    /// <summary>The carrier as it comes in; <see langword="null"/> for an entry.</summary>
    public INamedTypeSymbol? SourceType { get; private set; }

    /// <summary>The states it leaves, as types; more than one on an instance method with <c>[Requires]</c> of several.</summary>
    public ImmutableArray<ITypeSymbol> From { get; private set; } = [];

    /// <summary>The source is a type parameter: it leaves every state of the protocol.</summary>
    public bool FromEveryState { get; private set; }

    /// <summary>The states it may lead to.</summary>
    public ImmutableArray<ITypeSymbol> To { get; private set; } = [];

    /// <summary>It may come back in the state it came in, which is a type parameter.</summary>
    public bool ToSameState { get; private set; }

    /// <summary>A result is in a state that is a type parameter other than the source's.</summary>
    public bool ToUnknownState { get; private set; }

    /// <summary>The carrier, when it is exactly what is returned.</summary>
    public INamedTypeSymbol? ResultType { get; private set; }

    /// <summary>Every parameter but the source.</summary>
    public IEnumerable<IParameterSymbol> Others => Method.Parameters.Where(p => !p.SameAs(Source));

    /// <summary>Whether the method is called on the value: an instance method, an extension.</summary>
    public bool IsCalledOnValue =>
        Kind != TransitionKind.Entry &&
        (Source is null || !Source.ContainingSymbol.SameAs(Method) || (Method.IsExtensionMethod && Source.Ordinal == 0));

    /// <summary>Whether a method is meant as a transition by type: <c>[Transition]</c> without arguments.</summary>
    public static bool IsMarked(IMethodSymbol method) =>
        method.Find(KnownNames.Transition) is { AttributeConstructor.Parameters.Length: 0 };

    /// <summary>What a method's signature says, for each carrier in it; empty where it names none.</summary>
    public static ImmutableArray<TransitionSignature> Read(IMethodSymbol method)
    {
        method = method.PartialDefinitionPart ?? method;
        var mentions = Mentions(method);
        var signatures = ImmutableArray.CreateBuilder<TransitionSignature>();
        foreach (var carrier in Carriers(method, mentions))
        {
            var signature = new TransitionSignature(method, carrier);
            signature.ReadSource();
            signature.ReadTargets(mentions);
            signature.Kind = signature switch
            {
                { SourceType: null } => TransitionKind.Entry,
                { To.IsEmpty: true, ToSameState: false, ToUnknownState: false } => TransitionKind.End,
                _ => TransitionKind.Edge,
            };

            signatures.Add(signature);
        }

        return Significant(signatures.ToImmutable());
    }

    private static ImmutableArray<INamedTypeSymbol> Mentions(IMethodSymbol method) =>
    [
        .. StateMentions.In(method.ReturnType),
        .. method.Parameters.Where(p => p.RefKind == RefKind.Out).SelectMany(p => StateMentions.In(p.Type)),
    ];

    private static IEnumerable<Carrier> Carriers(IMethodSymbol method, ImmutableArray<INamedTypeSymbol> mentions)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var type in Incoming(method).Concat(mentions))
        {
            if (Carrier.Of(type) is { } carrier && seen.Add(carrier.Type))
            {
                yield return carrier;
            }
        }
    }

    private static IEnumerable<ITypeSymbol> Incoming(IMethodSymbol method)
    {
        if (!method.IsStatic && method.ContainingType is { } containing)
        {
            yield return containing.IsExtension && containing.ExtensionParameter is { } receiver ? receiver.Type : containing;
        }

        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.Out)
            {
                yield return parameter.Type;
            }
        }
    }

    // A value of another carrier that comes out of the one that goes in was a part of it, unless it begins its protocol here.
    private static ImmutableArray<TransitionSignature> Significant(ImmutableArray<TransitionSignature> signatures) =>
        signatures.Any(s => s.Kind != TransitionKind.Entry)
            ? signatures.RemoveAll(s => s.Kind == TransitionKind.Entry && !s.EntersInitialState)
            : signatures;

    /// <summary>Whether every state an entry leads to is an initial one.</summary>
    public bool EntersInitialState =>
        !To.IsEmpty && !ToUnknownState && To.All(s => s.Find(KnownNames.State)?.Flag(KnownNames.InitialProperty) == true);

    private void ReadSource()
    {
        if (!Method.IsStatic && Method.ContainingType is { } containing)
        {
            if (containing.IsExtension)
            {
                if (containing.ExtensionParameter is { } receiver && Carrier.StateOf(receiver.Type) is not null)
                {
                    ReadSource(receiver);
                    return;
                }
            }
            else if (containing.SameDefinition(Carrier.Type))
            {
                SourceType = containing;
                From = RequiredStates(Method);
                return;
            }
        }

        if (ChooseSource() is { } source)
        {
            ReadSource(source);
        }
    }

    // The receiver; else the first taken; else the first, which is then not fit to be one (STRAT0007).
    private IParameterSymbol? ChooseSource()
    {
        IParameterSymbol? first = null;
        foreach (var parameter in Method.Parameters)
        {
            if (parameter.RefKind == RefKind.Out || Carrier.StateOf(parameter.Type) is null)
            {
                continue;
            }

            if ((parameter.RefKind == RefKind.None && !parameter.Has(KnownNames.Borrows)) ||
                (Method.IsExtensionMethod && parameter.Ordinal == 0))
            {
                return parameter;
            }

            first ??= parameter;
        }

        return first;
    }

    private void ReadSource(IParameterSymbol source)
    {
        Source = source;
        SourceType = (INamedTypeSymbol)source.Type;
        var state = SourceType.TypeArguments[Carrier.StateIndex];
        if (state is ITypeParameterSymbol)
        {
            FromEveryState = true;
        }
        else
        {
            From = [state];
        }
    }

    private void ReadTargets(ImmutableArray<INamedTypeSymbol> mentions)
    {
        var source = SourceType?.TypeArguments[Carrier.StateIndex];
        var targets = ImmutableArray.CreateBuilder<ITypeSymbol>();
        foreach (var mention in mentions)
        {
            if (Carrier.StateOf(mention) is not { } state)
            {
                continue;
            }

            if (state is not ITypeParameterSymbol)
            {
                if (!targets.Any(t => t.SameAs(state)))
                {
                    targets.Add(state);
                }
            }
            else if (state.SameAs(source))
            {
                ToSameState = true;
            }
            else
            {
                ToUnknownState = true;
            }
        }

        To = targets.ToImmutable();
        ResultType = Carrier.StateOf(Method.ReturnType) is null ? null : (INamedTypeSymbol)Method.ReturnType;
    }

    /// <summary>The state types in a member's <c>[Requires]</c>.</summary>
    public static ImmutableArray<ITypeSymbol> RequiredStates(ISymbol member) =>
    [
        .. member.FindAll(KnownNames.Requires)
            .SelectMany(a => a.Constants())
            .Where(c => c.Kind == TypedConstantKind.Type)
            .Select(c => c.Value)
            .OfType<ITypeSymbol>(),
    ];
}
