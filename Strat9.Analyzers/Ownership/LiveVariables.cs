using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Strat9.Analyzers.Ownership;

/// <summary>
/// Which local variables may still be named from the start of a block on. A flag that nobody will ask keeps no paths apart; without this
/// twenty flags one after another would be a million paths.
/// </summary>
/// <remarks>
/// Coarser than the liveness of compilers: an assignment does not end it, so that what is said holds in the presence of exceptions too.
/// </remarks>
internal sealed class LiveVariables
{
    private readonly Dictionary<ISymbol, bool[]> _liveAt = new(SymbolEqualityComparer.Default);

    public LiveVariables(ControlFlowGraph graph)
    {
        var named = new Dictionary<ISymbol, HashSet<int>>(SymbolEqualityComparer.Default);
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in Captures.OperationsOf(block))
            {
                // What a nested function names may be asked whenever it runs.
                if (operation is ILocalReferenceOperation { Local: var local })
                {
                    Add(named, local, block.Ordinal);
                }
            }
        }

        var predecessors = Predecessors(graph);
        foreach (var pair in named)
        {
            _liveAt.Add(pair.Key, Reaching(pair.Value, predecessors));
        }
    }

    /// <summary>Whether the variable may be named in the block or after it. What is not seen in this body is taken for live.</summary>
    public bool IsLive(ISymbol? variable, int block) => variable is null || !_liveAt.TryGetValue(variable, out var live) || live[block];

    private static void Add(Dictionary<ISymbol, HashSet<int>> named, ISymbol variable, int block)
    {
        if (!named.TryGetValue(variable, out var blocks))
        {
            named.Add(variable, blocks = []);
        }

        blocks.Add(block);
    }

    private static bool[] Reaching(HashSet<int> from, List<int>[] predecessors)
    {
        var reached = new bool[predecessors.Length];
        var open = new Stack<int>(from);
        while (open.Count > 0)
        {
            var block = open.Pop();
            if (!reached[block])
            {
                reached[block] = true;
                foreach (var predecessor in predecessors[block])
                {
                    open.Push(predecessor);
                }
            }
        }

        return reached;
    }

    private static List<int>[] Predecessors(ControlFlowGraph graph)
    {
        var predecessors = new List<int>[graph.Blocks.Length];
        for (var i = 0; i < predecessors.Length; i++)
        {
            predecessors[i] = [];
        }

        foreach (var block in graph.Blocks)
        {
            AddBranch(block.FallThroughSuccessor);
            AddBranch(block.ConditionalSuccessor);
            AddHandlers(block);
        }

        return predecessors;

        void AddBranch(ControlFlowBranch? branch)
        {
            if (branch?.Destination is not { } destination)
            {
                return;
            }

            // By way of the `finally` bodies it runs.
            var from = branch.Source.Ordinal;
            foreach (var body in branch.FinallyRegions)
            {
                predecessors[body.FirstBlockOrdinal].Add(from);
                from = body.LastBlockOrdinal;
            }

            predecessors[destination.Ordinal].Add(from);
        }

        void AddHandlers(BasicBlock block)
        {
            for (var region = block.EnclosingRegion; region is { EnclosingRegion: { } outer }; region = outer)
            {
                if (region.Kind is ControlFlowRegionKind.Try or ControlFlowRegionKind.Filter)
                {
                    foreach (var sibling in outer.NestedRegions)
                    {
                        predecessors[sibling.FirstBlockOrdinal].Add(block.Ordinal);
                    }
                }

                if (region.Kind == ControlFlowRegionKind.FilterAndHandler)
                {
                    // A filter that says no goes on to the next clause.
                    foreach (var sibling in outer.NestedRegions)
                    {
                        predecessors[sibling.FirstBlockOrdinal].Add(block.Ordinal);
                    }
                }
            }
        }
    }
}
