using System.Text.RegularExpressions;

namespace Strat9.Samples.Tour;

/// <summary>The pages of the rules, <c>docs/rules/STRATnnnn.md</c>.</summary>
internal static partial class RulePages
{
    /// <summary>The page of a rule.</summary>
    /// <exception cref="TourException">There is none.</exception>
    public static string Read(string rule)
    {
        string id = rule.ToUpperInvariant();
        return Resources.Read(PathOf(id))
            ?? throw new TourException(
                IdPattern().IsMatch(id) ? $"There is no page of {id}." : $"'{rule}' is no ID of a rule: they look like STRAT1001.");
    }

    /// <summary>Where the page of a rule is in the repository.</summary>
    public static string PathOf(string id) => $"docs/rules/{id}.md";

    [GeneratedRegex(@"^STRAT\d{4}$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
