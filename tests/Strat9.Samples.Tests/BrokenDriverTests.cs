using Strat9.Samples.Tour;

namespace Strat9.Samples.Tests;

/// <summary>The broken driver fails to build, with the errors its comments announce.</summary>
public class BrokenDriverTests
{
    private const string Folder = "samples/BrokenDriver";

    [Fact]
    public async Task Build_FailsWithTheAnnouncedErrors_AndNoOthers()
    {
        string difference = Announced.Difference(AnnouncedErrors(), await BuildErrors.Of(Folder));
        Assert.True(difference.Length == 0, difference);
    }

    [Theory]
    [InlineData("STRAT1001", 3)]
    [InlineData("STRAT1002", 3)]
    [InlineData("STRAT1003", 1)]
    [InlineData("STRAT1004", 1)]
    [InlineData("STRAT1005", 1)]
    [InlineData("STRAT1006", 1)]
    [InlineData("STRAT2001", 2)]
    [InlineData("STRAT3005", 1)]
    public void Source_AnnouncesAtLeast(string id, int times) =>
        Assert.InRange(AnnouncedErrors().Count(e => e.Id == id), times, int.MaxValue);

    private static IEnumerable<ErrorAt> AnnouncedErrors() => BuildErrors.Announced(Folder);
}
