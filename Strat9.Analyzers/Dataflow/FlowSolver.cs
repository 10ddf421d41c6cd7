using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Strat9.Analyzers.Dataflow;

/// <summary>
/// Runs a forward analysis over Roslyn's control-flow graph to its fixpoint and then replays it once over the result.
/// </summary>
/// <remarks>
/// The graph has no exception edges: at each operation that may throw the solver walks the enclosing regions outward, asks filters, and
/// then ends scopes, runs <c>finally</c> bodies and enters the handler. Only the states at block entries are kept. A node is a block together with the
/// continuation of the <c>finally</c> body it is in, so that each path through such a body comes out where it belongs.
/// </remarks>
internal sealed partial class FlowSolver<TState>
    where TState : class
{
    private readonly ControlFlowGraph _graph;
    private readonly IFlowAnalysis<TState> _analysis;
    private readonly ExceptionTypes _exceptions;
    private readonly Dictionary<(int Block, int Context), TState> _entries = [];
    private readonly SortedSet<(int Block, int Context)> _worklist = [];
    private readonly List<Continuation> _continuations = [];
    private readonly Dictionary<object, Continuation> _interned = [];
    private readonly Throws _throws;
    private readonly bool _observeUncaught;
    private readonly CancellationToken _cancel;
    private int _budget;
    private bool _replaying;

    /// <param name="graph">The graph of one body.</param>
    /// <param name="analysis">The analysis.</param>
    /// <param name="exceptions">Decides which handler catches what.</param>
    /// <param name="observeUncaught">Whether exceptions that leave the method from an operation that may throw matter.</param>
    /// <param name="budget">How many block visits the solver may make.</param>
    /// <param name="cancel">Stops the analysis.</param>
    public FlowSolver(
        ControlFlowGraph graph,
        IFlowAnalysis<TState> analysis,
        ExceptionTypes exceptions,
        bool observeUncaught,
        int budget,
        CancellationToken cancel)
    {
        _graph = graph;
        _analysis = analysis;
        _exceptions = exceptions;
        _observeUncaught = observeUncaught;
        _budget = budget;
        _cancel = cancel;
        _throws = new Throws(this);
    }

    /// <summary>Solves and replays. Returns <see langword="false"/> when the budget ran out; nothing has been replayed then.</summary>
    /// <param name="entry">The state at the start of the body.</param>
    /// <param name="beforeReplay">Called when the fixpoint is reached.</param>
    public bool Run(TState entry, Action beforeReplay)
    {
        Flow(0, null, entry);
        while (_worklist.Count > 0)
        {
            _cancel.ThrowIfCancellationRequested();
            if (_budget-- <= 0)
            {
                return false;
            }

            var node = _worklist.Min;
            _worklist.Remove(node);
            Visit(node);
        }

        _replaying = true;
        beforeReplay();
        foreach (var node in _entries.Keys.OrderBy(n => n))
        {
            _cancel.ThrowIfCancellationRequested();
            Visit(node);
        }

        return true;
    }

    private void Visit((int Block, int Context) node)
    {
        var block = _graph.Blocks[node.Block];
        var context = node.Context < 0 ? null : _continuations[node.Context];
        var state = _analysis.Copy(_entries[node]);
        _throws.Enter(block, context);
        _analysis.Visit(block);
        foreach (var operation in block.Operations)
        {
            _analysis.Apply(state, operation, _throws);
            if (_analysis.IsDead(state))
            {
                return;
            }
        }

        if (block.BranchValue is not null)
        {
            _analysis.ApplyBranchValue(state, block, _throws);
            if (_analysis.IsDead(state))
            {
                return;
            }
        }

        if (block.ConditionalSuccessor is { } conditional && block.ConditionKind != ControlFlowConditionKind.None)
        {
            var jumpsWhen = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
            var jump = _analysis.Copy(state);
            _analysis.Assume(jump, block, jumpsWhen);
            Follow(conditional, jump, context);
            _analysis.Assume(state, block, !jumpsWhen);
        }

        if (block.FallThroughSuccessor is { } next)
        {
            Follow(next, state, context);
        }
    }

    private void Follow(ControlFlowBranch branch, TState state, Continuation? context)
    {
        if (_analysis.IsDead(state))
        {
            return;
        }

        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Regular:
            case ControlFlowBranchSemantics.Return:
                LeaveAndGo(branch, 0, state, context);
                break;
            case ControlFlowBranchSemantics.Throw:
                var thrown = _exceptions.OfThrow(branch.Source);
                Raise(state, branch.Source.EnclosingRegion, context, thrown);
                break;
            case ControlFlowBranchSemantics.Rethrow:
                Raise(state, branch.Source.EnclosingRegion, context, _exceptions.OfRethrow(branch.Source));
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                Resume(branch.Source, state, context);
                break;
        }
    }

    // Leaves the regions of a branch, innermost first; stops at a `finally`, which will come back here.
    private void LeaveAndGo(ControlFlowBranch branch, int from, TState state, Continuation? context)
    {
        var departure = new Departure(DepartureKind.Branch, branch.Source, null, false);
        var regions = branch.LeavingRegions;
        if (context is { Search: { } search, Finally: var filter } && branch.Destination is { } body && regions.Contains(filter))
        {
            // The filter says yes: now what lies between is unwound.
            foreach (var region in regions)
            {
                _analysis.Leave(state, region, departure);
            }

            Unwind(state, search.Region, search.Context, search.Thrown, new Handler(filter.EnclosingRegion!, body.Ordinal));
            return;
        }

        for (var i = from; i < regions.Length; i++)
        {
            var region = regions[i];
            _analysis.Leave(state, region, departure);
            if (region.Kind == ControlFlowRegionKind.Try && region.EnclosingRegion is { Kind: ControlFlowRegionKind.TryAndFinally } outer)
            {
                var @finally = outer.NestedRegions[1];
                Flow(@finally.FirstBlockOrdinal, Intern(context, @finally, branch, i + 1, null), state);
                return;
            }

            if (context is not null && region == context.Finally)
            {
                context = context.Parent;
            }
        }

        if (branch.Destination is not { } destination)
        {
            return;
        }

        if (destination.Kind == BasicBlockKind.Exit)
        {
            _analysis.Leave(state, _graph.Root, departure);
            _analysis.Exit(state, departure);
            return;
        }

        Flow(destination.Ordinal, context, state);
    }

    // A `finally` body, or a filter that did not match, has ended.
    private void Resume(BasicBlock source, TState state, Continuation? context)
    {
        var region = source.EnclosingRegion;
        while (region is not null
            && region.Kind is not (ControlFlowRegionKind.Finally or ControlFlowRegionKind.Filter or ControlFlowRegionKind.Root))
        {
            region = region.EnclosingRegion;
        }

        if (region is null || context is null || context.Finally != region)
        {
            return;
        }

        // Scopes of the finally body itself end here.
        var inner = source.EnclosingRegion;
        var departure = new Departure(DepartureKind.Branch, source, null, false);
        while (inner is not null && inner != region)
        {
            _analysis.Leave(state, inner, departure);
            inner = inner.EnclosingRegion;
        }

        _analysis.Leave(state, region, departure);
        if (context.Search is { } search)
        {
            Refused(state, region, search);
        }
        else if (context.Branch is { } branch)
        {
            LeaveAndGo(branch, context.RegionsLeft, state, context.Parent);
        }
        else if (context.Exception is { } exception && region.EnclosingRegion is { } outer)
        {
            Unwind(state, outer, context.Parent, exception, context.Target);
        }
    }

    private void Flow(int block, Continuation? context, TState state)
    {
        if (_replaying)
        {
            return;
        }

        var node = (block, context?.Id ?? -1);
        var entered = _graph.Blocks[block];
        state = _analysis.Enter(state, entered);
        if (!_entries.TryGetValue(node, out var entry))
        {
            _entries.Add(node, _analysis.Copy(state));
            _worklist.Add(node);
        }
        else if (_analysis.Join(entry, state, entered))
        {
            _worklist.Add(node);
        }
    }

    private Continuation Intern(
        Continuation? parent,
        ControlFlowRegion @finally,
        ControlFlowBranch? branch,
        int regionsLeft,
        Thrown? exception,
        Handler? target = null,
        HandlerSearch? search = null)
    {
        // Exceptions that merely may happen need not be told apart by where in their region they come from.
        object? exceptionKey = exception is null ? null : exception.IsExplicit ? exception.Origin : typeof(Thrown);
        object key = (parent?.Id ?? -1, @finally, branch, regionsLeft, exceptionKey, exception?.Type, target, search?.Region, search?.Excluded);
        if (!_interned.TryGetValue(key, out var continuation))
        {
            continuation = new Continuation
            {
                Id = _continuations.Count,
                Parent = parent,
                Finally = @finally,
                Branch = branch,
                RegionsLeft = regionsLeft,
                Exception = exception,
                Target = target,
                Search = search,
            };
            _continuations.Add(continuation);
            _interned.Add(key, continuation);
        }

        return continuation;
    }

    private sealed class Throws(FlowSolver<TState> solver) : IThrowSink<TState>
    {
        private BasicBlock _block = null!;
        private Continuation? _context;

        public bool IsObserved { get; private set; }

        public void Enter(BasicBlock block, Continuation? context)
        {
            _block = block;
            _context = context;
            IsObserved = solver._observeUncaught;
            for (var region = block.EnclosingRegion;
                region is { Kind: not ControlFlowRegionKind.Root } && !IsObserved;
                region = region.EnclosingRegion)
            {
                IsObserved = region is
                {
                    Kind: ControlFlowRegionKind.Try,
                    EnclosingRegion.Kind: ControlFlowRegionKind.TryAndCatch or ControlFlowRegionKind.TryAndFinally,
                };
            }
        }

        public void MayThrow(TState state, IOperation operation) =>
            solver.Raise(state, _block.EnclosingRegion, _context, new Thrown(false, null, false, operation, _block));

        void IThrowSink<TState>.Throws(TState state, IOperation operation) =>
            solver.Raise(state, _block.EnclosingRegion, _context, new Thrown(true, null, false, operation, _block));
    }
}
