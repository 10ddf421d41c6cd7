using System.Text.RegularExpressions;

namespace Strat9.Kernel.Tests;

/// <summary>A hundred thousand random steps in the kernel, small and large.</summary>
public class StressTests
{
    [Theory]
    [InlineData("64M", "pc")]
    [InlineData("5G", "q35")]
    public async Task HundredThousandSteps_KeepEveryInvariant(string memory, string type)
    {
        Ended boot = await Machine.Boot(memory, type, "stress");
        Assert.True(boot.ExitCode == 0, boot.Output + boot.Error);
        Match match = Regex.Match(
            boot.Output, @"^stress +100000 steps, (\d+) results as expected, invariants looked at (\d+) times", RegexOptions.Multiline);
        Assert.True(match.Success, boot.Output);
        Assert.InRange(int.Parse(match.Groups[1].Value), 50_000, int.MaxValue);
        Assert.InRange(int.Parse(match.Groups[2].Value), 100, int.MaxValue);
    }
}
