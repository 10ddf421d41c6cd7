using System.Globalization;

namespace Strat9.Memory.Benchmarks;

/// <summary>The rows of the target table, printed as Markdown while they are measured.</summary>
internal sealed class Report(TextWriter output)
{
    public int Missed { get; private set; }

    public void Section(string title, string ours, string theirs)
    {
        output.WriteLine();
        output.WriteLine($"### {title}");
        output.WriteLine();
        output.WriteLine($"| | {ours} | {theirs} | ratio | target | |");
        output.WriteLine("|---|---|---|---|---|---|");
    }

    /// <summary>One comparison. A peer that is not there is <see cref="double.NaN"/>.</summary>
    public void Row(string name, double ours, double theirs, double? target = null, bool more = false, string unit = "ns")
    {
        double ratio = ours / theirs;
        string verdict = "";
        if (target is { } limit && !double.IsNaN(ratio))
        {
            bool met = more ? ratio >= limit : ratio <= limit;
            verdict = met ? "met" : "**missed**";
            Missed += met ? 0 : 1;
        }

        string sign = more ? "≥" : "≤";
        output.WriteLine(
            $"| {name} | {Number(ours)} {unit} | {(double.IsNaN(theirs) ? "–" : Number(theirs) + " " + unit)} | {Number(ratio)} | " +
            $"{(target is { } t ? $"{sign} {t.ToString("0.##", CultureInfo.InvariantCulture)}" : "")} | {verdict} |");
    }

    /// <summary>A time that has a limit of its own, or none.</summary>
    public void Limit(string name, double ours, double? limit)
    {
        bool met = ours <= (limit ?? double.PositiveInfinity);
        Missed += met ? 0 : 1;
        output.WriteLine($"| {name} | {Number(ours)} ns | | | {(limit is { } t ? $"≤ {t:0} ns | {(met ? "met" : "**missed**")} |" : "| |")}");
    }

    private static string Number(double value) => double.IsNaN(value) || double.IsInfinity(value) ? "–" : value switch
    {
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
