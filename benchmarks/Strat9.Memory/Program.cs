using System.Runtime.CompilerServices;
using Strat9.Memory.Benchmarks;

#if BENCHMARKDOTNET
if (args is ["bdn", ..])
{
    BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args[1..]);
    return 0;
}
#endif

int rounds = 5;
string only = "";
for (int i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--rounds" when i + 1 < args.Length && int.TryParse(args[i + 1], out int given) && given > 0:
            rounds = given;
            i++;
            break;
        case "allocator" or "table" or "pool" or "hot" or "random" or "mix":
            only = args[i];
            break;
        default:
            Console.Error.WriteLine("usage: Strat9.Memory [allocator|table|pool] | [hot|random|mix] [--rounds N]   or   bdn [arguments of BenchmarkDotNet]");
            return 2;
    }
}

Console.WriteLine(
    $"{System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, " +
    $"{(RuntimeFeature.IsDynamicCodeSupported ? "just in time" : "ahead of time")}, {Environment.ProcessorCount} processors; " +
    $"one thread: the least of {rounds} rounds, two: the median.");
using NativePeer peers = new();
Report report = new(Console.Out);
Suite suite = new(report, peers, rounds);
if (only is "hot" or "random" or "mix")
{
    suite.Alone(only);
}

if (only is "" or "allocator")
{
    suite.Allocator();
    suite.LLFree();
}

if (only is "" or "table")
{
    suite.Table();
}

if (only is "" or "pool")
{
    suite.Pool();
}

Console.WriteLine();
Console.WriteLine(report.Missed == 0 ? "Every target was met." : $"{report.Missed} targets were missed.");
return 0;
