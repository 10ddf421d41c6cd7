using System.Text.RegularExpressions;

namespace Strat9.Samples.Tests;

/// <summary>The tour as a newcomer meets it: a process.</summary>
public partial class TourTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Tour.dll");

    [Fact]
    public async Task Tour_ShowsEveryRule_RunsTheDriver_AndSucceeds()
    {
        Ended tour = await DotNet.Run(Program);
        Assert.Equal((0, string.Empty), (tour.ExitCode, tour.Error));
        Assert.DoesNotContain('\e', tour.Output);
        foreach (int number in (int[])[1001, 1002, 1003, 1004, 1005, 1006, 2001, 3005])
        {
            // Header, place, source line and carets, in that order and in one report.
            string report = $@"^error\[STRAT{number}\]: .+\n +--> samples/BrokenDriver/\w+\.cs:\d+:\d+\n(?:.+\n)*?\d+ \| .+\n +\| +\^+";
            Assert.Matches(new Regex(report, RegexOptions.Multiline), Text(tour));
        }

        Assert.Equal(
            ["allocate", "claim", "map", "share", "unshare", "unmap", "release"],
            Steps().Matches(Text(tour)).Select(step => step.Groups[1].Value).Take(7));
        Assert.Matches(new Regex(@"^\d+ errors found .+ all \d+ frames back where they were", RegexOptions.Multiline), Text(tour));
    }

    [Theory]
    [InlineData("Unknown argument '--fast'", "--fast")]
    [InlineData("Unexpected argument 'more'", "--help", "more")]
    [InlineData("needs the ID of a rule", "--explain")]
    [InlineData("Unexpected argument 'STRAT1002'", "--explain", "STRAT1001", "STRAT1002")]
    public async Task WrongArguments_AreRefused(string message, params string[] arguments)
    {
        Ended tour = await DotNet.Run([Program, .. arguments]);
        Assert.Equal((2, string.Empty), (tour.ExitCode, tour.Output));
        Assert.Contains(message, tour.Error);
        Assert.Contains("--help", tour.Error);
    }

    [Fact]
    public async Task Help_IsNoFailure()
    {
        Ended tour = await DotNet.Run(Program, "--help");
        Assert.Equal((0, string.Empty), (tour.ExitCode, tour.Error));
        Assert.Contains("dotnet run --project samples/Tour", tour.Output);
    }

    [Theory]
    [InlineData("STRAT0007", 0)]
    [InlineData("strat0007", 0)]
    [InlineData("STRAT9999", 1)]
    [InlineData("../README", 1)]
    public async Task Explain_PrintsThePage_OrSaysThatThereIsNone(string rule, int exitCode)
    {
        Ended tour = await DotNet.Run(Program, "--explain", rule);
        Assert.Equal(exitCode, tour.ExitCode);
        Assert.NotEqual(string.Empty, exitCode == 0 ? tour.Output : tour.Error);
        Assert.Equal(string.Empty, exitCode == 0 ? tour.Error : tour.Output);
    }

    private static string Text(Ended tour) => tour.Output.ReplaceLineEndings("\n");

    [GeneratedRegex(@"^\d+\. (\w+) {3}\S", RegexOptions.Multiline)]
    private static partial Regex Steps();
}
