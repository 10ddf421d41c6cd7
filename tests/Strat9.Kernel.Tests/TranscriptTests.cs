using System.Text.RegularExpressions;

namespace Strat9.Kernel.Tests;

/// <summary>What a boot shows: faults that are meant to happen, mistakes the table answers, owners, and that nothing is lost.</summary>
public partial class TranscriptTests
{
    [Theory]
    [InlineData(@"^fault +#PF, read of 0x0{16}: nothing is mapped there \(null reference: page 0\); caught$")]
    [InlineData(@"^fault +#PF, read of 0x[0-9a-f]{16}: nothing is mapped there \(stack overflow: the page under a stack\); caught$")]
    [InlineData(@"^fault +#PF, write to 0xffffffff[0-9a-f]{8}: not allowed there \(the kernel's text\); caught$")]
    [InlineData(@"^fault +#PF, write to 0xffff8000[0-9a-f]{8}: not allowed there; caught$")]
    [InlineData(@"^fault +#PF, execution of 0x[0-9a-f]{16}: not allowed there; caught$")]
    [InlineData(@"^w\^x +\d+ pages mapped, [1-9]\d* writable, [1-9]\d* executable, 0 both$")]
    [InlineData(@"^vm +copy on write: block 0x[0-9a-f]+ split by a write at 0x[0-9a-f]+$")]
    [InlineData(@"^owner +0x[0-9a-f]+ +4 KiB +shared +cap 10 11 12, pins 2, held by the table$")]
    [InlineData(@"^region +revoked; 2 pins keep its frames until they are withdrawn$")]
    [InlineData(@"^ring 3 +task 1 shared a page, was answered through it, and left with 1234$")]
    [InlineData(@"^ring 3 +task 2 attached it, then read 0xffffffff80[0-9a-f]{6} and was stopped$")]
    [InlineData(@"^mistake +the last reference dropped while its token is out: TokenOutstanding$")]
    [InlineData(@"^mistake +freed while another space has it: StillReferenced$")]
    [InlineData(@"^mistake +a reference counted down twice: CapNotFound$")]
    [InlineData(@"^mistake +used after it was freed: NotFound$")]
    [InlineData(@"^mistake +used after somebody else got it: Stale$")]
    [InlineData(@"^mistake +a part of a block in use, adopted: Overlaps$")]
    [InlineData(@"^memory +used up: [1-9]\d* blocks taken; mapping and copying were refused by results$")]
    [InlineData(@"^frames +\[[.#O ]{64}\]$")]
    public async Task Boot_Shows(string line) => Assert.Matches(new Regex(line, RegexOptions.Multiline), await Transcript());

    [Theory]
    [InlineData("vm")]
    [InlineData("region")]
    [InlineData("ring 3")]
    [InlineData("mistake")]
    [InlineData("memory")]
    public async Task Boot_GivesEveryBlockBack(string who)
    {
        Match match = Regex.Match(
            await Transcript(), $@"^{who} +free frames (\d+) before, (\d+) after; every block back and merged$", RegexOptions.Multiline);
        Assert.True(match.Success, who);
        Assert.Equal(match.Groups[1].Value, match.Groups[2].Value);
    }

    [Fact]
    public async Task EveryFaultIsCaught() =>
        Assert.All(FaultLine().Matches(await Transcript()), fault => Assert.EndsWith("; caught", fault.Value));

    [Fact]
    public async Task TwoBoots_SayTheSame() => Assert.Equal(await Transcript(), (await Machine.Boot()).Output);

    private static async Task<string> Transcript()
    {
        Ended boot = await Machine.First();
        Assert.True(boot.ExitCode == 0, boot.Output + boot.Error);
        return boot.Output;
    }

    [GeneratedRegex("^fault .*$", RegexOptions.Multiline)]
    private static partial Regex FaultLine();
}
