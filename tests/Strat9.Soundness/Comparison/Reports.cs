using System.Globalization;
using System.Text;
using Strat9.Soundness.Language;
using Strat9.Soundness.Oracle;

namespace Strat9.Soundness.Comparison;

/// <summary>Tells people what a run has found.</summary>
internal static class Reports
{
    public static string Line(Tally t) => string.Create(
        CultureInfo.InvariantCulture,
        $"{t.Programs} programs ({t.Right} right, {t.Faulty} faulty, {t.OnlyExceptional} of them only on exceptional paths; {(double)t.Statements / Math.Max(1, t.Programs):F1} statements on average): {t.Count(Kind.Unsound)} unsound, {t.Count(Kind.Imprecise)} imprecise ({t.ImpreciseShare:P2}), {t.Count(Kind.WrongRule)} by another rule, {t.Count(Kind.Invalid)} invalid, {t.TooLarge} too large; oracle {t.Generating.TotalSeconds:F0} s, analyzers {t.Analyzing.TotalSeconds:F0} s");

    public static string Summary(Tally tally, bool shrink, int limit)
    {
        var text = new StringBuilder().AppendLine(Line(tally));
        foreach (var kind in Enum.GetValues<Kind>())
        {
            var groups = tally.Disagreements.Where(d => d.Kind == kind).GroupBy(d => d.Rules).OrderByDescending(g => g.Count());
            foreach (var group in groups)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"\n=== {kind}: {group.Count()} with {group.Key}");
                foreach (var disagreement in group.OrderBy(d => Walk.Count(d.Method.Body)).Take(limit))
                {
                    text.AppendLine(Show(shrink ? Shrinker.Shrink(disagreement) : disagreement));
                }
            }
        }

        return text.ToString();
    }

    public static string Show(Disagreement disagreement)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"--- {disagreement.Kind}, program {disagreement.Index}, paths {disagreement.Mode}");
        text.Append(Printer.Print(disagreement.Method, "M"));
        foreach (var type in Walk.StateTypes(disagreement.Method))
        {
            text.AppendLine("    // " + Describe(type.Protocol!));
        }

        foreach (var finding in disagreement.Verdict.Findings.Take(4))
        {
            var path = string.Join(", ", finding.Path.Select(p => $"{p.Label}={p.Choice}"));
            text.AppendLine(CultureInfo.InvariantCulture, $"    oracle:   {finding.Violation.Rule} '{finding.Violation.Name}' on the path [{path}]");
        }

        foreach (var diagnostic in disagreement.Answer.Diagnostics.Concat(disagreement.Answer.Errors).Take(4))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    analyzer: {diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
        }

        return text.ToString();
    }

    private static string Describe(Protocol protocol) =>
        $"{protocol.Name}: initial {protocol.Initial}, final [{protocol.Names(protocol.Final)}]; "
        + string.Join("; ", protocol.Members.Select(m => $"{protocol.Attributes(m)}{m.Name}{(m.Form == MemberForm.Member ? string.Empty : $" ({m.Form})")}"));
}
