using System.Globalization;
using Strat9.Soundness.Comparison;
using Strat9.Soundness.Execution;
using Strat9.Soundness.Language;
using Strat9.Soundness.Mutation;

namespace Strat9.Soundness;

internal static class Program
{
    public static int Main(string[] args) =>
        args.Contains("--count") || args.Contains("--mutants") || args.Contains("--cross-check")
            ? Run(args)
            : args.Any(a => a is "-automated" or "@@")
                ? Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args).GetAwaiter().GetResult()
                : Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework
                    .RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult();

    private static int Run(string[] args)
    {
        var count = Number(args, "--count", 20_000);
        var seed = Number(args, "--seed", 1);
        if (args.Contains("--cross-check"))
        {
            var (differences, paths) = CrossCheck.Check(seed, Number(args, "--count", 500));
            Console.WriteLine(string.Join("\n\n", differences.OrderBy(d => d.Length).Take(Number(args, "--show", 5))));
            Console.WriteLine($"{paths} paths, {differences.Count} differences");
            return differences.Count == 0 ? 0 : 1;
        }

        if (args.Contains("--mutants"))
        {
            return HuntMutants(seed, count);
        }

        var fuzzer = new Fuzzer(seed) { OnlyExceptional = args.Contains("--exceptional"), OnlyStates = args.Contains("--states"), OnlyContainers = args.Contains("--containers"), OnlyViews = args.Contains("--views") };
        var tally = fuzzer.Run(count, t =>
        {
            if (t.Programs % 5000 < Fuzzer.BatchSize)
            {
                Console.WriteLine(Reports.Line(t));
            }
        });
        Console.WriteLine(Reports.Summary(tally, shrink: args.Contains("--shrink"), limit: Number(args, "--show", 5)));
        return tally.Count(Kind.Unsound) == 0 ? 0 : 1;
    }

    private static int HuntMutants(int seed, int limit)
    {
        var missed = 0;
        foreach (var rule in Mutants.All)
        {
            var (programs, by) = Mutants.Hunt(rule, seed, limit);
            missed += programs == 0 ? 1 : 0;
            Console.WriteLine(programs == 0 ? $"{rule}: not caught within {limit} programs" : $"{rule}: caught by program {programs}");
            if (by is not null)
            {
                Console.WriteLine(Printer.Print(by, "M"));
            }
        }

        return missed == 0 ? 0 : 1;
    }

    private static int Number(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 || at + 1 >= args.Length ? otherwise : int.Parse(args[at + 1], CultureInfo.InvariantCulture);
    }
}
