using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Strat9.Samples.Tour;

namespace Strat9.Samples.Tests;

/// <summary>What the README shows is what happens.</summary>
public partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(DotNet.Root, "README.md")).ReplaceLineEndings("\n");

    [Fact]
    public async Task Example_GivesTheErrorShown()
    {
        StringWriter printed = new();
        Screen screen = Screen.Plain(printed);
        foreach (Diagnostic error in await BrokenBuild.Errors([("Door.cs", Block("csharp"))]))
        {
            SourceReport.Write(screen, error);
            screen.Line();
        }

        // Without the links, which are beside it in the README anyway.
        IEnumerable<string> lines = printed.ToString().ReplaceLineEndings("\n").Split('\n')
            .Where(line => !line.StartsWith("   = see:", StringComparison.Ordinal));
        Assert.Equal(Block("text").Trim(), string.Join('\n', lines).Trim());
    }

    [Fact]
    public async Task PoolExample_IsWhatRuns()
    {
        string source = File.ReadAllText(Path.Combine(DotNet.Root, "tests", "Strat9.Samples.Tests", "PoolExample.cs")).ReplaceLineEndings("\n");
        int begin = source.IndexOf(PoolExample.Begin + "\n", StringComparison.Ordinal) + PoolExample.Begin.Length + 1;
        string shown = source[begin..source.IndexOf("        " + PoolExample.End + "\n", StringComparison.Ordinal)];
        Assert.Contains("```csharp\n" + shown.Replace("\n        ", "\n", StringComparison.Ordinal).TrimStart() + "```\n", Readme, StringComparison.Ordinal);
        byte[] request = [.. Enumerable.Range(0, 5000).Select(i => (byte)i)];
        Assert.Equal(request, await PoolExample.Run(request));
    }

    [Theory]
    [InlineData("dotnet run --project samples/Tour")]
    [InlineData("dotnet test --solution Strat9.sln")]
    public void Commands_AreWhatTheIntegrationRuns(string command)
    {
        Assert.Contains("\n" + command + "\n", Readme);
        Assert.Contains("\n" + command + " ", File.ReadAllText(Path.Combine(DotNet.Root, ".ci", "run")).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Links_LeadSomewhere() => Assert.All(
        Links().Matches(Readme).Select(link => link.Groups[1].Value),
        target => Assert.True(Path.Exists(Path.Combine(DotNet.Root, target)), target));

    private static string Block(string language)
    {
        int start = Readme.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return Readme[start..Readme.IndexOf("```", start, StringComparison.Ordinal)];
    }

    [GeneratedRegex(@"\]\(((?!https?:)[^)#]+)\)")]
    private static partial Regex Links();
}
