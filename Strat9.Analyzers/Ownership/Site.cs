using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Ownership;

/// <summary>A point in the source where something happened to a value; for messages.</summary>
/// <param name="Syntax">Where.</param>
/// <param name="What">How it is told: "passed to 'Free'".</param>
/// <param name="Through">The <c>ref</c> local it happened through, if any.</param>
internal sealed record Site(SyntaxNode Syntax, string What, ISymbol? Through = null)
{
    public int Start => Syntax.SpanStart;

    public static Site? First(Site? a, Site? b)
    {
        if (a is null || b is null)
        {
            return a ?? b;
        }

        var order = a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Syntax.Span.Length.CompareTo(b.Syntax.Span.Length);
        return (order != 0 ? order : string.CompareOrdinal(a.What, b.What)) <= 0 ? a : b;
    }
}
