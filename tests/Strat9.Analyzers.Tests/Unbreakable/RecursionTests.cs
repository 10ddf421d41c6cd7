using System.Runtime.CompilerServices;

namespace Strat9.Analyzers.Tests.Unbreakable;

/// <summary>No function calls itself, however indirectly: nothing in a user's source is so deep that it overflows a stack.</summary>
public class RecursionTests
{
    [Theory]
    [InlineData("Strat9.Analyzers")]
    [InlineData("Strat9.CodeFixes", "Strat9.Analyzers")]
    [InlineData("Strat9.Generators", "Strat9.Analyzers/Protocols", "Strat9.Analyzers/Contracts")]
    public void NothingCallsItself(params string[] folders)
    {
        var root = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));
        var files = folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(root, f), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

        var calls = new CallGraph(files);

        Assert.Empty(calls.Errors);
        var cycles = calls.Cycles().Select(c => string.Join(" → ", c)).ToList();
        Assert.True(cycles.Count == 0, string.Join("\n", cycles));
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
