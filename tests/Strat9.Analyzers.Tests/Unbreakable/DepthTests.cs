using System.Diagnostics;
using Strat9.Analysis;

namespace Strat9.Analyzers.Tests.Unbreakable;

/// <summary>
/// What is deep in a source is not deep on the stack: expressions of twenty thousand terms, statements in statements, types in types.
/// Each has values to follow inside, and rules that must be reported at its end.
/// </summary>
public class DepthTests
{
    private const string SmallStack = "80000"; // 512 KiB, in hexadecimal: less than any platform gives the threads that analyzers run on

    /// <summary>In a process of its own: a stack that overflows ends it.</summary>
    [Fact]
    public async Task DeepSources_AreAnalysedOnASmallStack()
    {
        var cancel = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("dotnet", [typeof(Shapes).Assembly.Location, "--check"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_DefaultStackSize"] = SmallStack;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancel);
        var output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);

        Assert.True(process.ExitCode == 0, output + await errors);
        Assert.Equal(Shapes.AllDeep.Count(), output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
