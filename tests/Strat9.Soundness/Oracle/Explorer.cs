using Strat9.Soundness.Language;

namespace Strat9.Soundness.Oracle;

/// <summary>A fault and a path that shows it, as the choices that are not the ordinary ones.</summary>
internal sealed record Finding(Violation Violation, IReadOnlyList<(string Label, int Choice)> Path);

/// <summary>What a method can do wrong.</summary>
internal sealed record Verdict(IReadOnlyList<Finding> Findings, bool IsComplete)
{
    public bool IsClean => Findings.Count == 0;
}

/// <summary>
/// Explores every path of a method. The places of a method have finitely many states, so the exploration ends although loops need not:
/// it remembers each configuration and is exact.
/// </summary>
internal static class Explorer
{
    /// <summary>More configurations than any program of the size that is generated has; beyond it the program is left out.</summary>
    private const int MaxConfigurations = 60_000;

    /// <summary>Explores until <paramref name="enough"/> faults are found; then the verdict is not complete.</summary>
    public static Verdict Explore(Method method, PathMode mode, int enough = int.MaxValue) => Explore(Lowering.Lower(method), mode, enough: enough);

    public static bool IsClean(Method method, PathMode mode) => Explore(method, mode, enough: 1) is { IsComplete: true, IsClean: true };

    public static Verdict Explore(Code code, PathMode mode, bool asksEverywhere = false, int enough = int.MaxValue)
    {
        var machine = new Machine(code, mode, asksEverywhere);
        var seen = new HashSet<Config>(new Config.Comparer());
        var steps = new List<(int Parent, string Label, int Choice)>();
        var found = new Dictionary<Violation, int>();
        var open = new Queue<(Config Config, int Step)>();
        var current = -1;
        machine.Report = v => found.TryAdd(v, current);
        open.Enqueue((machine.Start(), -1));
        while (open.Count > 0)
        {
            if (seen.Count > MaxConfigurations || found.Count >= enough)
            {
                return new Verdict(Findings(), false);
            }

            (var config, current) = open.Dequeue();
            var choices = machine.Advance(config, out var label);
            if (choices == 0 || !seen.Add(config))
            {
                continue;
            }

            for (var choice = 0; choice < choices; choice++)
            {
                var next = config.Fork();
                if (label.Length > 0)
                {
                    steps.Add((current, label, choice));
                }

                var step = label.Length > 0 ? steps.Count - 1 : current;
                var before = current;
                current = step;
                machine.Choose(next, choice);
                current = before;
                open.Enqueue((next, step));
            }
        }

        return new Verdict(Findings(), true);

        List<Finding> Findings()
        {
            var result = new List<Finding>();
            foreach (var (violation, at) in found)
            {
                var path = new List<(string, int)>();
                for (var step = at; step >= 0; step = steps[step].Parent)
                {
                    path.Add((steps[step].Label, steps[step].Choice));
                }

                path.Reverse();
                result.Add(new Finding(violation, path));
            }

            return result;
        }
    }
}
