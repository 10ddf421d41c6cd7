using System.Diagnostics;
using Spectre.Console;

namespace Strat9.Samples.Tour;

internal static class Program
{
    private const int Failed = 1;
    private const int WrongArguments = 2;

    private static async Task<int> Main(string[] args)
    {
        Arguments arguments = Arguments.Parse(args);
        try
        {
            switch (arguments.Request)
            {
                case Request.Help:
                    Console.WriteLine(Arguments.Usage);
                    return 0;
                case Request.Explain:
                    Console.WriteLine(RulePages.Read(arguments.Text));
                    return 0;
                case Request.Wrong:
                    await Console.Error.WriteLineAsync(arguments.Text + Environment.NewLine + Environment.NewLine + Arguments.Usage);
                    return WrongArguments;
                default:
                    await Tour(Screen.Open());
                    return 0;
            }
        }
        catch (Exception failure)
        {
            // The one place where a failure of any kind becomes a message and an exit code.
            await Console.Error.WriteLineAsync($"The tour failed: {(failure is TourException ? failure.Message : failure.ToString())}");
            return Failed;
        }
    }

    private static async Task Tour(Screen screen)
    {
        long start = Stopwatch.GetTimestamp();
        screen.Title("1. A broken driver, and what the compiler says of it");
        screen.Line("samples/BrokenDriver drives a network card and a disk. A comment beside each of its faults says what is wrong.");
        screen.Line("This is what the compiler says of them, in every build and while you type.");
        screen.Line();
        int errors = await BrokenBuild.Show(screen);
        screen.Title("2. The mended driver at work, on 256 MiB of physical memory");
        screen.Line("samples/MendedDriver is the same driver as Strat9 accepts it. Its blocks are real memory, their tokens free of cost.");
        screen.Line();
        (int steps, ulong frames) = MendedRun.Show(screen);
        screen.Title("Summary");
        screen.Line(
            $"{errors} errors found in the broken driver, {steps} steps made by the mended one, all {frames} frames back where they were " +
            $"({Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s).",
            new Style(Color.Green, decoration: Decoration.Bold));
    }
}
