using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Protocols.Model;

/// <summary>
/// Methods that are no transitions themselves but take a carrier and give it back in another state, as their signatures say: what others
/// can call where the transitions are kept private (<c>table.Claim(block, cap)</c>). Looked for when first asked for.
/// </summary>
internal sealed class ConsumingCalls
{
    private readonly ConcurrentDictionary<IAssemblySymbol, Lazy<ImmutableArray<TransitionSignature>>> _found =
        new(SymbolEqualityComparer.Default);

    /// <summary>Those an assembly declares for a protocol, in order, by the states they may be called in.</summary>
    public IEnumerable<Transition> In(IAssemblySymbol assembly, Protocol protocol)
    {
        // Not cancelled: the answer is kept, and a kept cancellation would be everyone's.
        var found = _found.GetOrAdd(assembly, a => new Lazy<ImmutableArray<TransitionSignature>>(() => Read(a))).Value;
        return found
            .Where(s => s.Carrier.Type.SameAs(protocol.Type))
            .Select(s => new Transition(
                s.Method, s.Kind, Sources(s, protocol), [.. States(s.To, protocol)], s.ToSameState, s));
    }

    private static ImmutableArray<ProtocolState> Sources(TransitionSignature signature, Protocol protocol)
    {
        if (!signature.FromEveryState)
        {
            return [.. States(signature.From, protocol)];
        }

        var required = TransitionSignature.RequiredStates(signature.Source!);
        return required.IsEmpty ? protocol.States : [.. States(required, protocol)];
    }

    private static IEnumerable<ProtocolState> States(IEnumerable<ITypeSymbol> types, Protocol protocol) =>
        types.Select(t => protocol.StateOf(t)).OfType<ProtocolState>();

    private static ImmutableArray<TransitionSignature> Read(IAssemblySymbol assembly) =>
    [
        .. assembly.GlobalNamespace.Declared().OfType<IMethodSymbol>()
            .Where(m => !TransitionSignature.IsMarked(m) && MayTake(m))
            .SelectMany(m => TransitionSignature.Read(m))
            .Where(s => s.Kind == TransitionKind.Edge && Takes(s)),
    ];

    // Cheap, for each method of an assembly. A case of a union only wraps what it is given.
    private static bool MayTake(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, IsImplicitlyDeclared: false, PartialDefinitionPart: null } &&
        !(method.IsStatic && method.ReturnType.SameAs(method.ContainingType) && method.ContainingType.Has(KnownNames.TaggedUnion)) &&
        (method.Parameters.Any(p => p.RefKind == RefKind.None && Carrier.Of(p.Type) is not null) ||
            Carrier.Of(method.ContainingType) is not null ||
            Carrier.Of(method.ContainingType is { IsExtension: true, ExtensionParameter: { } receiver } ? receiver.Type : null) is not null);

    private static bool Takes(TransitionSignature signature) => signature.Source is { } source
        ? source.RefKind == RefKind.None && !source.Has(KnownNames.Borrows)
        : signature.Method.Has(KnownNames.Consumes);
}
