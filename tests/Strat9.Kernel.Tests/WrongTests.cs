using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Strat9.Kernel.Tests;

/// <summary>Each file of <c>samples/Kernel/Wrong</c> is a kernel bug that does not build, with the errors its comments announce.</summary>
public partial class WrongTests
{
    private static readonly string Folder = Path.Combine(Processes.Root, "samples", "Kernel", "Wrong");

    private static readonly Lazy<Task<List<ErrorAt>>> Reported = new(Build);

    private readonly record struct ErrorAt(string File, int Line, string Id);

    public static TheoryData<string> Bugs => [.. Directory.EnumerateFiles(Folder, "*.cs").Select(f => Path.GetFileName(f)).Order()];

    [Theory]
    [MemberData(nameof(Bugs))]
    public async Task Bug_FailsTheBuild_WithTheErrorsItAnnounces(string file)
    {
        List<ErrorAt> announced = [.. Announced(file)];
        Assert.NotEmpty(announced);
        Assert.Equal(announced.Order(Comparer), (await Reported.Value).Where(e => e.File == file).Order(Comparer));
    }

    [Fact]
    public async Task NothingElse_IsReported() =>
        Assert.All(await Reported.Value, error => Assert.True(File.Exists(Path.Combine(Folder, error.File)), error.ToString()));

    [Fact]
    public void ADozenBugs_OfManyKinds()
    {
        Assert.InRange(Bugs.Count, 12, int.MaxValue);
        Assert.InRange(Bugs.SelectMany(bug => Announced(bug.Data)).Select(e => e.Id).Distinct().Count(), 10, int.MaxValue);
    }

    private static Comparer<ErrorAt> Comparer { get; } = Comparer<ErrorAt>.Create((x, y) =>
        x.Line != y.Line ? x.Line.CompareTo(y.Line) : string.CompareOrdinal(x.Id, y.Id));

    private static IEnumerable<ErrorAt> Announced(string file) =>
        from line in File.ReadAllText(Path.Combine(Folder, file)).ReplaceLineEndings("\n").Split('\n').Index()
        let comment = Comment().Match(line.Item)
        where comment.Success
        from id in comment.Groups[1].Value.Split(", ")
        select new ErrorAt(file, line.Index + 1, id);

    private static async Task<List<ErrorAt>> Build()
    {
        await Machine.Built(); // in the same folders: one after the other
        DirectoryInfo folder = Directory.CreateTempSubdirectory("strat9-wrong-");
        try
        {
            string log = Path.Combine(folder.FullName, "errors.sarif");
            Ended build = await Processes.Run(
                "dotnet", "build", "samples/Kernel/Kernel", "-c", Machine.Configuration, "-nodeReuse:false", "--disable-build-servers",
                "-p:BuildProjectReferences=false", "-p:Wrong=*", $"-p:ErrorLog={log}%2cversion=2.1");
            Assert.NotEqual(0, build.ExitCode);
            Assert.True(File.Exists(log), build.Output + build.Error);
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
                   select new ErrorAt(Path.GetFileName(path), line, result.GetProperty("ruleId").GetString()!),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"// error ((?:[A-Z]+\d{4})(?:, [A-Z]+\d{4})*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();
}
