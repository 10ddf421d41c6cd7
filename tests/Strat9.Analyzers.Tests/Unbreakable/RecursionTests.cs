using System.Runtime.CompilerServices;

namespace Strat9.Analyzers.Tests.Unbreakable;

/// <summary>No function calls itself, however indirectly: nothing in a user's source is so deep that it overflows a stack.</summary>
public class RecursionTests
{
    // What may call itself, because something of ours and not the source bounds how often.
    private static readonly Dictionary<string, string> Bounded = new()
    {
        ["FlowSolver.Refused → FlowSolver.Search"] = "an exception in a filter is raised outside of it, and filters hold no statements",
        ["FlowSolver.Run → FlowSolver.Visit → IFlowAnalysis.Apply → IFlowAnalysis.ApplyBranchValue → OwnershipAnalysis.Apply → "
            + "OwnershipAnalysis.ApplyBranchValue → OwnershipAnalysis.Complete → OwnershipAnalysis.ConsumedBy → OwnershipAnalysis.Consumes → "
            + "OwnershipAnalysis.Effect → OwnershipAnalysis.Effect.Run → OwnershipAnalysis.Evaluate → OwnershipAnalysis.Invoke → "
            + "OwnershipAnalysis.Lambda → OwnershipAnalysis.RunInside → OwnershipAnalysis.UseCaptures"]
            = "lambdas that consume, and functions run for what they do to states: MaxConsumingDepth and MaxRunning",
        ["OwnershipAnalysis.Ask → OwnershipAnalysis.AskBoth → OwnershipAnalysis.AskLent → OwnershipAnalysis.AskMember → "
            + "OwnershipAnalysis.AskPart → OwnershipAnalysis.AskParts"] = "patterns in patterns: MaxPatternDepth",
        ["OwnershipAnalysis.CheckParts"] = Places,
        ["OwnershipAnalysis.AddTree"] = Places,
        ["OwnershipAnalysis.ClearParts"] = Places,
        ["OwnershipAnalysis.Effective"] = Places,
        ["OwnershipAnalysis.FillElements"] = Places,
        ["OwnershipAnalysis.HasOwnFact"] = Places,
        ["OwnershipAnalysis.MayOwe"] = Places,
        ["OwnershipAnalysis.MovedPart"] = Places,
        ["OwnershipAnalysis.Restore.RestoreTree"] = Places,
        ["Place.Name"] = Places,
        ["Place.Root"] = Places,
        ["PersistentMap.Compare"] = Levels,
        ["PersistentMap.Set"] = Levels,
        ["PersistentMap.Without"] = Levels,
        ["StateMentions.Collect"] = "its MaxDepth",
    };

    private const string Places = "a place has at most PlaceTable.MaxDepth parts";
    private const string Levels = "a level has four bits of a number of 32";

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
        var cycles = calls.Cycles().Select(c => string.Join(" → ", c)).Where(c => !Bounded.ContainsKey(c)).ToList();
        Assert.True(cycles.Count == 0, string.Join("\n", cycles));
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
