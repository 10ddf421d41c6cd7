using System.Collections.Immutable;

namespace Strat9.Analyzers.Ownership;

/// <summary>One source of a borrow that something holds.</summary>
/// <param name="Source">The place lent from.</param>
/// <param name="Borrowed">Where it was borrowed.</param>
/// <param name="IsAlias">Whether the borrow is the place itself (<c>ref var r = ref a</c>): refilling the place is no harm then.</param>
/// <param name="EndedAt">Where the source was moved or refilled meanwhile: a use after that is the fault.</param>
internal sealed record Loan(Place Source, Site Borrowed, bool IsAlias = false, Site? EndedAt = null)
{
    public static readonly ImmutableArray<Loan> None = [];

    public static ImmutableArray<Loan> Union(ImmutableArray<Loan> a, ImmutableArray<Loan> b)
    {
        if (b.IsEmpty || a == b)
        {
            return a;
        }

        if (a.IsEmpty)
        {
            return b;
        }

        foreach (var loan in b)
        {
            if (!a.Contains(loan))
            {
                a = a.Add(loan);
            }
        }

        return a;
    }

    public static bool Same(ImmutableArray<Loan> a, ImmutableArray<Loan> b) =>
        a == b || (a.Length == b.Length && a.All(l => b.Contains(l)));
}
