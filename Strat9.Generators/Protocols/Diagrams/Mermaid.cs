namespace Strat9.Generators.Protocols;

/// <summary>Writes a diagram in Mermaid's language for state diagrams.</summary>
internal static class Mermaid
{
    private const string Outside = "[*]";

    // Mermaid reads these, in any case, as the beginning of something else.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "state", "note", "end", "hide", "scale", "direction", "class", "classDef", "style", "click", "title", "accTitle", "accDescr", "as", "default",
    };

    /// <summary>The line that the others are indented under.</summary>
    public const string Head = "stateDiagram-v2";

    public static IEnumerable<string> Lines(IReadOnlyList<DiagramEdge> edges)
    {
        foreach (var name in edges.SelectMany(e => new[] { e.From, e.To }).OfType<string>().Where(Reserved.Contains).Distinct(StringComparer.Ordinal))
        {
            yield return $"state \"{name}\" as {Id(name)}";
        }

        foreach (var edge in edges)
        {
            yield return $"{Id(edge.From)} --> {Id(edge.To)}" + (edge.Label is null ? "" : " : " + edge.Label);
        }
    }

    private static string Id(string? state) => state is null ? Outside : Reserved.Contains(state) ? state + "_" : state;
}
