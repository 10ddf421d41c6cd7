using System.Text.RegularExpressions;

namespace Strat9.Kernel.Tests;

/// <summary>A kernel that does not do well says so: exit code 33 alone is success.</summary>
public class FailureTests
{
    private const int CheckFailed = 35;
    private const int Panicked = 255;

    [Theory]
    [InlineData("panic-null", "null reference: page 0")]
    [InlineData("panic-overflow", "stack overflow: the page under a stack")]
    [InlineData("panic-throw", "An accident on request.")]
    [InlineData("panic-bounds", "An index is out of range.")]
    [InlineData("panic-divide", "division error")]
    public async Task Accident_Panics_WithRegistersAndTrace(string word, string message)
    {
        Ended boot = await Machine.Boot(words: word);
        Assert.True(boot.ExitCode == Panicked, boot.Output + boot.Error);
        Assert.Matches(new Regex($"^panic +{Regex.Escape(message)}$", RegexOptions.Multiline), boot.Output);
        Assert.Matches(new Regex("^ +rip 0xffffffff80[0-9a-f]{6} rsp 0xffffffff80[0-9a-f]{6} ", RegexOptions.Multiline), boot.Output);
        Assert.Matches(new Regex("^ +called by\n +0xffffffff80[0-9a-f]{6}$", RegexOptions.Multiline), boot.Output);
        Assert.DoesNotContain("checks passed", boot.Output);
    }

    [Fact]
    public async Task CheckThatFails_IsTold_AndIsNoSuccess()
    {
        Ended boot = await Machine.Boot(words: "fail");
        Assert.Equal(CheckFailed, boot.ExitCode);
        Assert.Contains("FAILED    a check that fails on request\n", boot.Output);
        Assert.Matches(new Regex(@"^kernel +\d+ checks passed, 1 failed$", RegexOptions.Multiline), boot.Output);
    }
}
