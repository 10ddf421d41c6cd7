using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>
/// The containers that own what they hold, and watch it at run time: they may sit in any class's fields and in statics, where the
/// analysis does not follow values.
/// </summary>
internal static class OwningContainers
{
    public static bool Is(ITypeSymbol? type) =>
        type is INamedTypeSymbol
        {
            ContainingType: null,
            ContainingNamespace: { Name: KnownNames.Namespace, ContainingNamespace.IsGlobalNamespace: true },
        } named
        && (named.Name, named.Arity) is ("Slot", 1) or ("OwnedArray", 1) or ("OwnedList", 1) or ("OwnedStack", 1) or ("OwnedQueue", 1)
            or ("OwnedDictionary", 2) or ("OwnedChannel", 1);
}
