using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>The cases of tagged unions, so that ruling one out tells whether the others still owe something. Thread-safe.</summary>
internal sealed class UnionCases(TypeOwnership ownership)
{
    private const string CaseHolder = "Case";

    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<INamedTypeSymbol>> _cases = new(SymbolEqualityComparer.Default);

    /// <summary>The case types of a union, <c>R.Case.X</c>, in the order of declaration; empty for any other type.</summary>
    public ImmutableArray<INamedTypeSymbol> Of(ITypeSymbol? type) =>
        type is INamedTypeSymbol { IsValueType: true } named ? _cases.GetOrAdd(named, Read) : [];

    /// <summary>The index of the case that a member of the union takes out when it returns true, or -1.</summary>
    public int TakenBy(IMethodSymbol method)
    {
        var cases = Of(method.ContainingType);
        for (var i = 0; i < cases.Length; i++)
        {
            // `TryGetValue(out R.Case.X)`, and `IsX(out …)` with the parts.
            if (method.Parameters is [{ RefKind: RefKind.Out, Type: var type }] && SymbolEqualityComparer.Default.Equals(type, cases[i]))
            {
                return i;
            }

            if (method.Name.Length == cases[i].Name.Length + 2 && method.Name.StartsWith("Is", StringComparison.Ordinal)
                && method.Name.EndsWith(cases[i].Name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The set without one case; an empty set stands for all cases.</summary>
    public StateSet Without(ITypeSymbol? union, StateSet set, int index) =>
        (set.IsEmpty ? StateSet.Below(Of(union).Length) : set) & ~StateSet.Of(index);

    /// <summary>Whether a value in one of these cases must be consumed.</summary>
    public bool MayOwe(ITypeSymbol? union, StateSet set)
    {
        var cases = Of(union);
        for (var i = 0; i < cases.Length; i++)
        {
            if (set.Contains(i) && ownership.IsLinear(cases[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static ImmutableArray<INamedTypeSymbol> Read(INamedTypeSymbol union) =>
        union.Has(KnownNames.TaggedUnion) && union.GetTypeMembers(CaseHolder).FirstOrDefault(t => t.IsStatic) is { } holder
            ? holder.GetTypeMembers()
            : [];
}
