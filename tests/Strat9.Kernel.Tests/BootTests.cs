using System.Text.RegularExpressions;

namespace Strat9.Kernel.Tests;

/// <summary>The kernel boots on machines of several sizes and kinds, and says what it is supposed to.</summary>
public partial class BootTests
{
    [Theory]
    [InlineData("8M", "q35", 8)]
    [InlineData("64M", "q35", 64)]
    [InlineData("64M", "pc", 64)]
    [InlineData("256M", "q35", 256)]
    [InlineData("1G", "pc", 1024)]
    [InlineData("6G", "q35", 6144)]
    [InlineData("6G", "pc", 6144)]
    public async Task Boots_AndOwnsAllMemory(string memory, string type, int mebibytes)
    {
        Ended boot = await Machine.Boot(memory, type);
        Assert.True(boot.ExitCode == 0, boot.Output + boot.Error);
        Assert.DoesNotContain("FAILED", boot.Output);
        Match end = Closing().Match(boot.Output);
        Assert.True(end.Success, boot.Output);
        Assert.NotEqual("0", end.Groups[1].Value);

        // The firmware keeps less than a mebibyte; the kernel's own part is in the map as reserved.
        ulong usable = Ranges(boot, "usable").Aggregate(0UL, (sum, range) => sum + range.Length);
        Assert.InRange(usable, (ulong)(mebibytes - 1) << 20, (ulong)mebibytes << 20);
        Assert.Equal(mebibytes > 4096, Ranges(boot, "usable").Any(range => range.Start >= 1UL << 32));
        Assert.Contains(Ranges(boot, "reserved"), range => range is { Start: 0, Length: 1 << 20 });
    }

    private static IEnumerable<(ulong Start, ulong Length)> Ranges(Ended boot, string kind) =>
        from Match match in Range().Matches(boot.Output)
        where match.Groups[3].Value == kind
        let start = Convert.ToUInt64(match.Groups[1].Value, 16)
        select (start, Convert.ToUInt64(match.Groups[2].Value, 16) - start);

    [GeneratedRegex(@"^map +(0x[0-9a-f]+) - (0x[0-9a-f]+) .*? (usable|reserved) ", RegexOptions.Multiline)]
    private static partial Regex Range();

    [GeneratedRegex(@"^kernel +(\d+) checks passed, 0 failed\n\z", RegexOptions.Multiline)]
    private static partial Regex Closing();
}
