using System.Text.RegularExpressions;

namespace Strat9.Kernel.Tests;

/// <summary>What the kernel's README says of it is so.</summary>
public partial class ReadmeTests
{
    private static readonly string Folder = Path.Combine(Processes.Root, "samples", "Kernel");

    private static readonly string Readme = File.ReadAllText(Path.Combine(Folder, "README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void WhatIsTakenOnTrust_IsCounted()
    {
        string[] sources = [.. Sources()];
        Assert.Equal(Said("`[Trusted]`"), sources.Sum(s => TrustedAttribute().Count(s)));
        Assert.Equal(Said("`Ownership.Forget`"), sources.Sum(s => ForgetCall().Count(s)));
        Assert.Equal(Said("`unsafe`"), sources.Count(s => UnsafeWord().IsMatch(s)));
        Assert.Contains($" of {sources.Length} files", Readme);
    }

    [Fact]
    public void EveryBug_IsInTheTable_WithItsRules()
    {
        string[] bugs = [.. Directory.EnumerateFiles(Path.Combine(Folder, "Wrong"), "*.cs")];
        Assert.Contains($"has {bugs.Length} kernel bugs", Readme);
        Assert.All(bugs, bug =>
        {
            string name = Path.GetFileNameWithoutExtension(bug);
            string start = $"| [`{name}`](Wrong/{name}.cs) |";
            string row = Assert.Single(Readme.Split('\n'), line => line.StartsWith(start, StringComparison.Ordinal));
            Assert.All(RuleId().Matches(File.ReadAllText(bug)), id => Assert.Contains($"`{id.Value}`", row));
        });
    }

    /// <summary>The transcript in the README is that of a boot; addresses and counts may differ.</summary>
    [Fact]
    public async Task Transcript_IsThatOfABoot()
    {
        Ended boot = await Machine.Boot("256M");
        Assert.Equal(WithoutNumbers(boot.Output.TrimEnd()), WithoutNumbers(Block().Match(Readme).Groups[1].Value.TrimEnd()));
    }

    private static int Said(string what) =>
        int.Parse(Regex.Match(Readme, @$"^\| {Regex.Escape(what)} \| (\d+)\b", RegexOptions.Multiline).Groups[1].Value);

    /// <summary>The kernel's sources without comments on lines of their own.</summary>
    private static IEnumerable<string> Sources() =>
        from file in Directory.EnumerateFiles(Path.Combine(Folder, "Kernel"), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Folder, file).Replace('\\', '/')
        where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
        select string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    private static string WithoutNumbers(string text) => Columns().Replace(Number().Replace(text, "N"), "[frames]");

    [GeneratedRegex(@"\[(?:\w+\.)*Trusted\(")]
    private static partial Regex TrustedAttribute();

    [GeneratedRegex(@"\bOwnership\.Forget\(")]
    private static partial Regex ForgetCall();

    [GeneratedRegex(@"\bunsafe\b")]
    private static partial Regex UnsafeWord();

    [GeneratedRegex(@"STRAT\d{4}")]
    private static partial Regex RuleId();

    [GeneratedRegex(@" *\b(?:0x[0-9a-f]+|\d+)")]
    private static partial Regex Number();

    [GeneratedRegex(@"\[[ .#O]{64}\]")]
    private static partial Regex Columns();

    [GeneratedRegex(@"```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
