using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Strat9.Analyzers.Ownership;

/// <summary>
/// Which local variables may still be named from the start of a block on. A flag that nobody will ask keeps no paths apart; without this
/// twenty flags one after another would be a million paths.
/// </summary>
/// <remarks>
/// Coarser than the liveness of compilers, and linear in the size of the body: blocks are numbered in the order of the text, and a variable
/// is dead where no block up to the last one that names it can be reached. An assignment does not end its life, so that what is said holds in
/// the presence of exceptions too.
/// </remarks>
internal sealed class LiveVariables
{
    private readonly Dictionary<ISymbol, int> _lastNamed = new(SymbolEqualityComparer.Default);
    private readonly int[] _firstReached;

    public LiveVariables(ControlFlowGraph graph)
    {
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in Captures.OperationsOf(block))
            {
                if (operation is ILocalReferenceOperation { Local: var local })
                {
                    _lastNamed[local] = block.Ordinal;
                }
            }
        }

        _firstReached = FirstReached(graph);
    }

    /// <summary>Whether the variable may be named in the block or after it. What is not seen in this body is taken for live.</summary>
    public bool IsLive(ISymbol? variable, int block) =>
        variable is null || !_lastNamed.TryGetValue(variable, out var last) || _firstReached[block] <= last;

    // For each block the first in the text that can be reached from it.
    private static int[] FirstReached(ControlFlowGraph graph)
    {
        var predecessors = Predecessors(graph);
        var first = new int[predecessors.Length];
        for (var i = 0; i < first.Length; i++)
        {
            first[i] = i;
        }

        // In the order of what is reached: each block then gets its final value at once.
        var settled = new bool[first.Length];
        var open = new Stack<int>();
        for (var target = 0; target < first.Length; target++)
        {
            open.Push(target);
            while (open.Count > 0)
            {
                var block = open.Pop();
                if (settled[block])
                {
                    continue;
                }

                settled[block] = true;
                first[block] = target;
                foreach (var predecessor in predecessors[block])
                {
                    open.Push(predecessor);
                }
            }
        }

        return first;
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
