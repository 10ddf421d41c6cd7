using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Analyzers.Rules;
using Strat9.Soundness.Generation;
using Strat9.Soundness.Language;
using Strat9.Soundness.Oracle;

namespace Strat9.Soundness.Comparison;

internal enum Kind
{
    /// <summary>Accepted, but some path goes wrong.</summary>
    Unsound,

    /// <summary>Reported, but no path goes wrong.</summary>
    Imprecise,

    /// <summary>Reported as something else: a leak as a use after move, or the reverse.</summary>
    WrongRule,

    /// <summary>The method does not compile: a fault of the generator.</summary>
    Invalid,
}

/// <summary>A method on which analyzer and oracle disagree.</summary>
internal sealed record Disagreement(Kind Kind, Method Method, PathMode Mode, Verdict Verdict, Answer Answer, int Index)
{
    /// <summary>The rules that the analyzer, or else the oracle, names.</summary>
    public string Rules => Kind switch
    {
        Kind.Invalid => Answer.Errors[0].Id,
        Kind.Unsound => string.Join("+", Verdict.Findings.Select(f => f.Violation.Rule).Distinct().Order()),
        _ => string.Join("+", Answer.Diagnostics.Select(d => d.Id).Distinct().Order()),
    };
}

internal sealed class Tally
{
    public int Programs { get; set; }

    public int Right { get; set; }

    public int Faulty { get; set; }

    public int OnlyExceptional { get; set; }

    public int TooLarge { get; set; }

    public int Statements { get; set; }

    public List<Disagreement> Disagreements { get; } = [];

    public TimeSpan Generating { get; set; }

    public TimeSpan Analyzing { get; set; }

    public int Count(Kind kind) => Disagreements.Count(d => d.Kind == kind);

    public double ImpreciseShare => Programs == 0 ? 0 : (double)Count(Kind.Imprecise) / Programs;
}

/// <summary>Generates methods from a seed and compares what the analyzers say of each with what the oracle finds.</summary>
internal sealed class Fuzzer(int seed)
{
    public const int BatchSize = 250;

    public static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = [.. Verify.TestCompilation.Analyzers.Where(a => a is OwnershipAnalyzer or MustUseAnalyzer)];

    /// <summary>Only programs whose faults all need an exception.</summary>
    public bool OnlyExceptional { get; init; }

    /// <summary>No states, no containers, no views.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Only programs with containers.</summary>
    public bool OnlyContainers { get; init; }

    /// <summary>Only programs over types with states.</summary>
    public bool OnlyStates { get; init; }

    /// <summary>Only programs with spans that borrow.</summary>
    public bool OnlyViews { get; init; }

    public Tally Run(int count, Action<Tally>? progress = null, Func<Tally, bool>? stop = null)
    {
        var tally = new Tally();
        for (var from = 0; from < count && stop?.Invoke(tally) != true; from += BatchSize)
        {
            var mode = ModeOf(from / BatchSize);
            var clock = Stopwatch.StartNew();
            var methods = new List<(Method Method, Verdict Verdict, int Index)>();
            for (var i = from; i < Math.Min(count, from + BatchSize); i++)
            {
                if (Generate(i, mode, out var verdict) is { } method)
                {
                    methods.Add((method, verdict, i));
                }
                else
                {
                    tally.TooLarge++;
                }
            }

            tally.Generating += clock.Elapsed;
            clock.Restart();
            var answers = Batch.Analyze([.. methods.Select(m => m.Method)], mode, Analyzers);
            tally.Analyzing += clock.Elapsed;
            for (var i = 0; i < methods.Count; i++)
            {
                var (method, verdict, index) = methods[i];
                Add(tally, method, verdict, mode);
                if (Compare(verdict, answers[i]) is { } kind)
                {
                    tally.Disagreements.Add(new Disagreement(kind, method, mode, verdict, answers[i], index));
                }
            }

            progress?.Invoke(tally);
        }

        return tally;
    }

    private static void Add(Tally tally, Method method, Verdict verdict, PathMode mode)
    {
        tally.Programs++;
        tally.Statements += Walk.Count(method.Body);
        if (verdict.IsClean)
        {
            tally.Right++;
            return;
        }

        tally.Faulty++;
        if (mode != PathMode.None && Explorer.IsClean(method, PathMode.None))
        {
            tally.OnlyExceptional++;
        }
    }

    // Most programs are looked at as users do.
    public static PathMode ModeOf(int batch) => (batch % 10) switch
    {
        3 => PathMode.All,
        7 => PathMode.None,
        _ => PathMode.Explicit,
    };

    /// <summary>The method of a number; <see langword="null"/> when the oracle cannot explore it whole.</summary>
    public Method? Generate(int index, PathMode mode, out Verdict verdict)
    {
        var random = new Random(HashCode(seed, index));
        var exceptional = OnlyExceptional || index % 4 == 3;
        for (var attempt = 0; ; attempt++)
        {
            var features = exceptional ? Features.Exceptional : new Features();
            if (OnlyContainers || (!IsPlain && !OnlyStates && !OnlyViews && index % 5 == 4))
            {
                features = features with { Containers = 40, Ends = 0 };
            }

            if (OnlyViews || (!IsPlain && !OnlyStates && !OnlyContainers && index % 5 == 1))
            {
                features = features with { Views = 30, Async = 0 };
            }

            var method = Generator.Generate(
                random, features with { States = OnlyStates || (!IsPlain && !OnlyViews && index % 5 == 2) ? 40 : 0, Protocols = (seed % 1000 * 100) + (index / BatchSize * Protocol.Shared) });
            var repairs = random.Next(4) == 0 ? 0 : 25;
            if (OnlyExceptional)
            {
                // The paths without exceptions are few.
                method = Repair.Climb(method, random, 40, PathMode.None);
                if (!Explorer.IsClean(method, PathMode.None) && mode != PathMode.None && attempt <= 40)
                {
                    continue;
                }

                repairs /= 2;
            }

            method = Repair.Climb(method, random, repairs, mode);
            if (random.Next(2) == 0)
            {
                method = Edits.Mutate(method, random);
            }

            verdict = Explorer.Explore(method, mode);
            if (!OnlyExceptional || mode == PathMode.None || attempt > 40)
            {
                return verdict.IsComplete ? method : null;
            }

            if (verdict is { IsComplete: true, IsClean: false } && Explorer.IsClean(method, PathMode.None))
            {
                return method;
            }
        }
    }

    public static Kind? Compare(Verdict verdict, Answer answer)
    {
        if (!answer.Errors.IsEmpty)
        {
            return Kind.Invalid;
        }

        if (answer.Accepts != verdict.IsClean)
        {
            return answer.Accepts ? Kind.Unsound : Kind.Imprecise;
        }

        return answer.Accepts || FamiliesFit(verdict, answer) ? null : Kind.WrongRule;
    }

    // Which report of several a rule gives is its own affair; but a fault that is only a leak is reported as one, and so on.
    private static bool FamiliesFit(Verdict verdict, Answer answer)
    {
        var real = verdict.Findings.Select(f => Family(f.Violation.Rule)).ToHashSet();
        var told = answer.Diagnostics.Select(d => Family(d.Id)).ToHashSet();
        return told.Overlaps(real) && (real.Count > 1 || told.IsSubsetOf(real));
    }

    private static string Family(string rule) => rule switch
    {
        "STRAT1002" or "STRAT1003" or "STRAT1004" => "leak",
        "STRAT2002" or "STRAT2003" or "STRAT2006" => "state",
        _ => rule,
    };

    // Not System.HashCode: that differs from run to run.
    private static int HashCode(int a, int b) => unchecked((a * 1_000_003) ^ (b * 7_919));
}
