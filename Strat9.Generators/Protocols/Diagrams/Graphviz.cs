namespace Strat9.Generators.Protocols;

/// <summary>Writes a diagram in DOT, the language of Graphviz.</summary>
internal static class Graphviz
{
    // No state is called so: these are no identifiers.
    private const string Begin = "[begin]";
    private const string End = "[end]";

    public static IEnumerable<string> Lines(string name, IReadOnlyList<DiagramEdge> edges)
    {
        yield return $"digraph \"{name}\" {{";
        yield return "    rankdir=LR";
        yield return "    node [shape=box style=rounded]";
        if (edges.Any(e => e.From is null))
        {
            yield return $"    \"{Begin}\" [shape=point label=\"\"]";
        }

        if (edges.Any(e => e.To is null))
        {
            yield return $"    \"{End}\" [shape=doublecircle width=0.15 label=\"\"]";
        }

        foreach (var edge in edges)
        {
            var label = edge.Label is null ? "" : $" [label=\"{edge.Label}\"]";
            yield return $"    \"{edge.From ?? Begin}\" -> \"{edge.To ?? End}\"{label}";
        }

        yield return "}";
    }
}
