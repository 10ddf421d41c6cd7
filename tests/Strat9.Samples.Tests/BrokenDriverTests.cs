using System.Reflection;
using System.Text.Json;
using Strat9.Samples.Tour;

namespace Strat9.Samples.Tests;

/// <summary>The broken driver fails to build, with the errors its comments announce.</summary>
public class BrokenDriverTests
{
    private const string Folder = "samples/BrokenDriver";

    private static readonly string Configuration =
        typeof(BrokenDriverTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    [Fact]
    public async Task Build_FailsWithTheAnnouncedErrors_AndNoOthers()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("strat9-broken-");
        try
        {
            string log = Path.Combine(folder.FullName, "errors.sarif");

            // What it references has been built with this test: building that again could collide with a build that is under way.
            Ended build = await DotNet.Run(
                "build", Folder, "-c", Configuration, "-nodeReuse:false", "--disable-build-servers",
                "-p:BuildProjectReferences=false", $"-p:ErrorLog={log}%2cversion=2.1");
            Assert.NotEqual(0, build.ExitCode);
            Assert.True(File.Exists(log), build.Output + build.Error);
            string difference = Announced.Difference(AnnouncedErrors(), await ReportedErrors(log));
            Assert.True(difference.Length == 0, difference);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
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

    private static IEnumerable<ErrorAt> AnnouncedErrors() =>
        from file in Directory.EnumerateFiles(Path.Combine(DotNet.Root, Folder), "*.cs")
        from error in Announced.In($"{Folder}/{Path.GetFileName(file)}", File.ReadAllText(file))
        select error;

    private static async Task<List<ErrorAt>> ReportedErrors(string log)
    {
        await using FileStream file = File.OpenRead(log);
        using JsonDocument sarif = await JsonDocument.ParseAsync(file);
        return
        [
            .. from run in sarif.RootElement.GetProperty("runs").EnumerateArray()
               from result in run.GetProperty("results").EnumerateArray()
               where result.GetProperty("level").GetString() is "error" or "warning"
               let place = result.GetProperty("locations")[0].GetProperty("physicalLocation")
               let path = new Uri(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!).LocalPath
               let line = place.GetProperty("region").GetProperty("startLine").GetInt32()
               select new ErrorAt($"{Folder}/{Path.GetFileName(path)}", line, result.GetProperty("ruleId").GetString()!),
        ];
    }
}
