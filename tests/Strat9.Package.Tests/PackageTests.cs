using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;

namespace Strat9.Package.Tests;

public class PackageTests(PackedPackage package)
{
    [Fact]
    public async Task Package_HoldsTheLibraryAndItsCheckers()
    {
        await using var archive = await ZipFile.OpenReadAsync(package.File, TestContext.Current.CancellationToken);
        var files = archive.Entries.Select(e => e.FullName).ToList();

        Assert.Equal(
            [
                "LICENSE",
                "README.md",
                "analyzers/dotnet/cs/Strat9.Analyzers.dll",
                "analyzers/dotnet/cs/Strat9.CodeFixes.dll",
                "analyzers/dotnet/cs/Strat9.Generators.dll",
                "build/Strat9.Runtime.targets",
                "lib/net10.0/Strat9.Runtime.dll",
                "lib/net10.0/Strat9.Runtime.xml",
                "lib/net8.0/Strat9.Runtime.dll",
                "lib/net8.0/Strat9.Runtime.xml",
            ],
            files.Where(f => !IsOfTheFormat(f)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Package_IsNoDevelopmentDependencyAndNeedsNoOther()
    {
        await using var archive = await ZipFile.OpenReadAsync(package.File, TestContext.Current.CancellationToken);
        await using var content = await archive.GetEntry("Strat9.Runtime.nuspec")!.OpenAsync(TestContext.Current.CancellationToken);
        var elements = (await XDocument.LoadAsync(content, LoadOptions.None, TestContext.Current.CancellationToken)).Descendants().ToList();

        Assert.DoesNotContain(elements, e => e.Name.LocalName is "developmentDependency" or "dependency");
        Assert.Equal("MIT", Assert.Single(elements, e => e.Name.LocalName == "license").Value);
        Assert.Equal("README.md", Assert.Single(elements, e => e.Name.LocalName == "readme").Value);
    }

    /// <summary>A project that knows the package only: the generated code runs, the analyzers report, the severities can be set.</summary>
    [Fact]
    public async Task Consumer_IsCheckedAndCompleted()
    {
        var project = ConsumerProject.Create(
            package, "consumer", "<OutputType>Exe</OutputType><ErrorLog>build.sarif,version=2.1</ErrorLog>");
        project.Write(
            ".editorconfig",
            """
            root = true
            [*.cs]
            dotnet_diagnostic.STRAT1001.severity = warning
            dotnet_diagnostic.STRAT1002.severity = warning
            """);
        project.Write(
            "Program.cs",
            """
            using Strat9;

            Console.Write(Doors.Make("front").Close().Name());
            Faults.UseAfterMove();
            Faults.Leak();
            Console.Write(Answer.Of(42).Match(number => " " + number, () => " nothing"));

            [Typestate] public readonly partial struct Door<TState> { public string Label { get; } }
            [State(Initial = true)] public readonly partial struct Open;
            [State] public readonly partial struct Closed;

            public static partial class Doors
            {
                [Transition] public static partial Door<Open> Make(string label);
                [Transition] public static partial Door<Closed> Close(this Door<Open> door);
                [Transition] public static partial string Name(this Door<Closed> door);
            }

            [TaggedUnion] public readonly partial struct Answer
            {
                public static partial Answer Of(int number);
                public static partial Answer None();
            }

            public static class Faults
            {
                public static void UseAfterMove()
                {
                    var door = Doors.Make("side");
                    door.Close().Name();
                    _ = door.Label;
                }

                public static void Leak()
                {
                    var door = Doors.Make("back");
                }
            }
            """);

        await project.Build();
        var output = await Dotnet.Run(project.Directory, Path.Combine("bin", "Debug", "net10.0", "Consumer.dll"));

        Assert.Equal("front 42", output);
        Assert.Equal(["STRAT1001", "STRAT1002"], await Reported(Path.Combine(project.Directory, "build.sarif")));
    }

    // Also what says that an analyzer could not be loaded or has thrown.
    private static async Task<IEnumerable<string?>> Reported(string sarif)
    {
        await using var file = File.OpenRead(sarif);
        using var log = await JsonDocument.ParseAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        return
        [
            .. log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
                .Where(r => r.GetProperty("level").GetString() is "warning" or "error")
                .Select(r => r.GetProperty("ruleId").GetString())
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsOfTheFormat(string file) =>
        file.EndsWith(".nuspec", StringComparison.Ordinal) || file.EndsWith(".psmdcp", StringComparison.Ordinal) ||
        file is "_rels/.rels" or "[Content_Types].xml";
}
