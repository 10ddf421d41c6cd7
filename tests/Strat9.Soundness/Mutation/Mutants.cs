using Strat9.Analyzers.Ownership;
using Strat9.Soundness.Comparison;
using Strat9.Soundness.Language;
using Strat9.Soundness.Oracle;

namespace Strat9.Soundness.Mutation;

/// <summary>
/// Tests the fuzzer: with one transfer rule of the engine switched off it must find a program that the engine now accepts although some
/// path goes wrong.
/// </summary>
internal static class Mutants
{
    /// <summary>Whether this build has the switches.</summary>
    public static bool AreAvailable =>
#if STRAT9_MUTATIONS
        true;
#else
        false;
#endif

    public static IEnumerable<TransferRule> All => Enum.GetValues<TransferRule>().Where(r => r != TransferRule.None);

    /// <summary>After how many programs the mutant is caught, and by which; 0 when it is not among the first <paramref name="limit"/>.</summary>
    public static (int Programs, Method? By) Hunt(TransferRule rule, int seed, int limit)
    {
        var fuzzer = new Fuzzer(seed) { IsPlain = true };
        for (var from = 0; from < limit; from += Fuzzer.BatchSize)
        {
            var faulty = new List<(int Index, Method Method)>();
            for (var i = from; i < Math.Min(limit, from + Fuzzer.BatchSize); i++)
            {
                if (fuzzer.Generate(i, PathMode.Explicit, out var verdict) is { } method && !verdict.IsClean)
                {
                    faulty.Add((i, method));
                }
            }

            var methods = faulty.Select(f => f.Method).ToList();
            var mutated = Mutated(rule, methods);
            var accepted = Enumerable.Range(0, faulty.Count).Where(i => mutated[i] is { Accepts: true, Errors.IsEmpty: true }).ToList();
            if (accepted.Count == 0)
            {
                continue;
            }

            // What the engine accepts as it is, is no merit of the mutant.
            var whole = Batch.Analyze([.. accepted.Select(i => methods[i])], PathMode.Explicit, Fuzzer.Analyzers);
            for (var k = 0; k < accepted.Count; k++)
            {
                if (!whole[k].Accepts)
                {
                    return (faulty[accepted[k]].Index + 1, methods[accepted[k]]);
                }
            }
        }

        return (0, null);
    }

    private static IReadOnlyList<Answer> Mutated(TransferRule rule, IReadOnlyList<Method> methods)
    {
#if STRAT9_MUTATIONS
        try
        {
            TransferRules.Off = rule;
            return Batch.Analyze(methods, PathMode.Explicit, Fuzzer.Analyzers);
        }
        finally
        {
            TransferRules.Off = TransferRule.None;
        }
#else
        throw new InvalidOperationException($"This build cannot switch off {rule} for {methods.Count} programs: build it with STRAT9_MUTATIONS (Debug).");
#endif
    }
}
