using Strat9.Samples.Tour;

namespace Strat9.Samples.Tests;

/// <summary>The protocols: their right halves build and run, their wrong halves fail to build with what their comments announce.</summary>
public class ProtocolsTests
{
    private const string Folder = "samples/Protocols";

    private const string Output =
        """
        transaction: begin, debit 5, credit 5, commit
        transaction: begin, debit 50, rollback
        transaction: nothing yet
        response: Content-Type: text/plain; Server: nine; | Hello, world.
        server: a client at 8080, closed 8080
        server: 80 is in use
        server: Fresh at 22
        builder: GET /index HTTP/1.1
        iterator: 6
        ring: 2 sent, 1 refused
        pages: mine 9, yours 7
        """;

    [Fact]
    public async Task WrongHalves_FailWithTheAnnouncedErrors_AndNoOthers()
    {
        string difference = Announced.Difference(BuildErrors.Announced(Folder), await BuildErrors.Of(Folder, "-p:WithWrong=true"));
        Assert.True(difference.Length == 0, difference);
    }

    [Fact]
    public async Task RightHalves_Run()
    {
        // Built with this test, without a warning: warnings are errors here.
        Ended run = await DotNet.Run("exec", Path.Combine(DotNet.Root, Folder, "bin", BuildErrors.Configuration, "net10.0", "Protocols.dll"));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(Output.ReplaceLineEndings(), run.Output.TrimEnd().ReplaceLineEndings());
    }

    [Theory]
    [InlineData("Transaction", "STRAT1002", "STRAT2002", "STRAT2005")]
    [InlineData("HttpResponse", "STRAT1002", "STRAT2002", "STRAT2003", "STRAT2006")]
    [InlineData("SocketServer", "STRAT1001", "STRAT1002", "STRAT2001")]
    [InlineData("RequestBuilder", "STRAT1001", "STRAT2001")]
    [InlineData("Cursor", "STRAT2002")]
    [InlineData("DescriptorRing", "STRAT1001", "STRAT1002", "STRAT2001")]
    [InlineData("SharedPage", "STRAT1001", "STRAT1002", "STRAT2001")]
    public void EachProtocol_HasItsFaults(string protocol, params string[] ids)
    {
        Assert.True(File.Exists(Path.Combine(DotNet.Root, Folder, protocol + ".cs")));
        Assert.Equal(
            ids,
            BuildErrors.Announced($"{Folder}/Wrong").Where(e => e.Path.EndsWith($"/{protocol}.cs", StringComparison.Ordinal) && e.Id.StartsWith("STRAT", StringComparison.Ordinal))
                .Select(e => e.Id).Distinct().Order(StringComparer.Ordinal));
    }
}
