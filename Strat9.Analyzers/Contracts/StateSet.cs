using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>A set of states of one in-place protocol, as bits in the order of the enum's members.</summary>
internal readonly record struct StateSet(ulong Bits)
{
    public static readonly StateSet Empty;

    public bool IsEmpty => Bits == 0;

    public bool IsSingle => Bits != 0 && (Bits & (Bits - 1)) == 0;

    public static StateSet operator |(StateSet a, StateSet b) => new(a.Bits | b.Bits);

    public static StateSet operator &(StateSet a, StateSet b) => new(a.Bits & b.Bits);

    public static StateSet operator ~(StateSet a) => new(~a.Bits);

    public bool IsSubsetOf(StateSet other) => (Bits & ~other.Bits) == 0;
}
