using System.Runtime.CompilerServices;

[assembly: AssemblyFixture(typeof(Strat9.Package.Tests.PackedPackage))]

namespace Strat9.Package.Tests;

/// <summary>The package, packed once into a feed of its own, with everything that is built on the way in a temporary directory.</summary>
public sealed class PackedPackage : IAsyncLifetime
{
    public const string Version = "0.1.0-packed";

    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("strat9-package").FullName;

    public string Feed => Path.Combine(Directory, "feed");

    public string File => Path.Combine(Feed, $"Strat9.Runtime.{Version}.nupkg");

    public async ValueTask InitializeAsync() => await Dotnet.Run(
        Root,
        "pack",
        Path.Combine(Root, "Strat9.Runtime", "Strat9.Runtime.csproj"),
        "--configuration",
        "Release",
        "--output",
        Feed,
        "--artifacts-path",
        Path.Combine(Directory, "artifacts"),
        "--disable-build-servers",
        "-nodeReuse:false",
        "-p:Version=" + Version);

    public ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(Directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
