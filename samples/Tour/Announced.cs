using System.Text.RegularExpressions;

namespace Strat9.Samples.Tour;

/// <summary>An error on a line.</summary>
/// <param name="Path">The file, from the root of the repository.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Id">The rule's or the compiler's.</param>
internal readonly record struct ErrorAt(string Path, int Line, string Id) : IComparable<ErrorAt>
{
    public int CompareTo(ErrorAt other) =>
        string.CompareOrdinal(Path, other.Path) is not 0 and var byPath ? byPath
        : Line != other.Line ? Line.CompareTo(other.Line)
        : string.CompareOrdinal(Id, other.Id);

    public override string ToString() => $"{Path}:{Line} {Id}";
}

/// <summary>The errors a source announces itself: a line that ends with <c>// error ID</c>, or with several IDs, has these.</summary>
internal static partial class Announced
{
    public static IEnumerable<ErrorAt> In(string path, string source) =>
        from line in source.ReplaceLineEndings("\n").Split('\n').Index()
        let comment = Comment().Match(line.Item)
        where comment.Success
        from id in comment.Groups[1].Value.Split(", ")
        select new ErrorAt(path, line.Index + 1, id);

    /// <summary>How two lists differ, a line for each error too many or too few; empty where they do not.</summary>
    public static string Difference(IEnumerable<ErrorAt> announced, IEnumerable<ErrorAt> found)
    {
        List<ErrorAt> missing = [.. announced];
        List<ErrorAt> surplus = [.. found.Where(error => !missing.Remove(error))];
        return string.Join(
            Environment.NewLine,
            [.. missing.Order().Select(e => $"announced, not found: {e}"), .. surplus.Order().Select(e => $"found, not announced: {e}")]);
    }

    [GeneratedRegex(@"// error ((?:[A-Z]+\d{4})(?:, [A-Z]+\d{4})*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();
}
