using System.Reflection;
using System.Text.Json;
using Strat9.Samples.Tour;

namespace Strat9.Samples.Tests;

/// <summary>What a sample that is not meant to build announces, and what a real build of it reports.</summary>
internal static class BuildErrors
{
    public static string Configuration { get; } =
        typeof(BuildErrors).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>The errors that the sources of a folder, and of the folders in it, announce.</summary>
    public static IEnumerable<ErrorAt> Announced(string folder) =>
        from file in Directory.EnumerateFiles(Path.Combine(DotNet.Root, folder), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(DotNet.Root, file).Replace('\\', '/')
        where !path.Contains("/obj/", StringComparison.Ordinal)
        from error in Tour.Announced.In(path, File.ReadAllText(file))
        select error;

    /// <summary>Builds a project, which must fail, and returns its errors and warnings.</summary>
    public static async Task<List<ErrorAt>> Of(string project, params string[] properties)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("strat9-wrong-");
        try
        {
            string log = Path.Combine(folder.FullName, "errors.sarif");

            // What it references has been built with this test: building that again could collide with a build that is under way.
            Ended build = await DotNet.Run(
            [
                "build", project, "-c", Configuration, "-nodeReuse:false", "--disable-build-servers",
                "-p:BuildProjectReferences=false", $"-p:ErrorLog={log}%2cversion=2.1",
                .. properties,
            ]);
            Assert.NotEqual(0, build.ExitCode);
            Assert.True(File.Exists(log), build.Output + build.Error);
            return await Read(log);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<List<ErrorAt>> Read(string log)
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
               select new ErrorAt(Path.GetRelativePath(DotNet.Root, path).Replace('\\', '/'), line, result.GetProperty("ruleId").GetString()!),
        ];
    }
}
