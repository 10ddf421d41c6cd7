namespace Strat9.Package.Tests;

/// <summary>A project that knows the package only, in a directory of its own.</summary>
internal sealed class ConsumerProject
{
    private ConsumerProject(string directory) => Directory = directory;

    public string Directory { get; }

    /// <param name="package">The package.</param>
    /// <param name="name">The directory's name.</param>
    /// <param name="properties">MSBuild properties beside the usual ones, as XML.</param>
    /// <param name="frameworks">What it is built for.</param>
    /// <param name="isAlone">Whether it can get no other package: the reference assemblies of older frameworks are packages too.</param>
    public static ConsumerProject Create(
        PackedPackage package,
        string name,
        string properties,
        string frameworks = "<TargetFramework>net10.0</TargetFramework>",
        bool isAlone = true)
    {
        var project = new ConsumerProject(System.IO.Directory.CreateDirectory(Path.Combine(package.Directory, name)).FullName);
        project.Write(
            "nuget.config",
            $"""
            <configuration>
              <packageSources>{(isAlone ? "<clear />" : "")}<add key="packed" value="{package.Feed}" /></packageSources>
            </configuration>
            """);
        project.Write("Directory.Build.props", "<Project />");
        project.Write("Directory.Build.targets", "<Project />");
        project.Write("Directory.Packages.props", "<Project />");
        project.Write(
            "Consumer.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                {frameworks}
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestorePackagesPath>packages</RestorePackagesPath>
                <NuGetAudit>false</NuGetAudit>
                {properties}
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Strat9.Runtime" Version="{PackedPackage.Version}" /></ItemGroup>
            </Project>
            """);
        return project;
    }

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(Directory, name), text);

    public Task<string> Build(params string[] arguments) =>
        Dotnet.Run(Directory, ["build", "--disable-build-servers", "-nodeReuse:false", .. arguments]);
}
