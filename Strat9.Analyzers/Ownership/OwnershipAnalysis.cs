using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Dataflow;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

/// <summary>
/// The ownership analysis of one body: which place owns a value on which path. This part drives it; the others hold the effects.
/// </summary>
internal sealed partial class OwnershipAnalysis : IFlowAnalysis<WorldSet>
{
    /// <summary>How many paths that remember different flags are kept apart at one point; beyond that flags are forgotten.</summary>
    private const int MaxWorlds = 64;

    private readonly HashSet<ISymbol> _consumed = new(SymbolEqualityComparer.Default);
    private readonly HashSet<IParameterSymbol> _captured = new(SymbolEqualityComparer.Default);
    private Body _body;
    private WorldSet? _unfinished;
    private bool _isChain;
    private readonly PlaceTable _places;
    private readonly Reporter _report;
    private readonly MethodContract? _contract;
    private readonly HashSet<Place> _nullTracked = [];
    private readonly Dictionary<IOperation, Plan> _plans = [];
    private readonly HashSet<int> _abandoned = [];
    private bool _onlyThrows;

    // The statement being evaluated.
    private readonly List<World> _spawned = [];

    private Plan _plan = null!;
    private int _slot = -1;
    private IThrowSink<WorldSet> _throws = null!;
    private LiveVariables? _live;
    private int _visited;
    private readonly CancellationToken _cancel;

    private OwnershipAnalysis(Body body, Reporter report, CancellationToken cancel)
    {
        _body = body;
        _cancel = cancel;
        _report = report;
        _places = new PlaceTable(body.Services.Ownership, body.Owner, body.IsNested);
        _contract = ContractOf(body);
        _onlyThrows = OnlyThrows(body.Graph);
    }

    /// <summary>Analyses a body by itself.</summary>
    public static IReadOnlyList<Diagnostic> Run(Body body, int budget, CancellationToken cancel, out bool completed) =>
        Run(body, new(SymbolEqualityComparer.Default), budget, cancel, out completed);

    /// <summary>Analyses a body and returns what it found; <paramref name="completed"/> tells whether the budget sufficed.</summary>
    /// <param name="body">The body.</param>
    /// <param name="handed">Takes the states that functions inside the body find in what they capture.</param>
    /// <param name="budget">Block visits.</param>
    /// <param name="cancel">Stops the analysis.</param>
    /// <param name="completed">Whether the budget sufficed.</param>
    public static IReadOnlyList<Diagnostic> Run(
        Body body, Dictionary<ISymbol, ImmutableDictionary<ISymbol, StateSet>> handed, int budget, CancellationToken cancel, out bool completed)
    {
        var found = Run(body, [], handed, budget, cancel, out completed, out var decided);
        return completed && decided.Count > 0 ? Run(body, decided, handed, budget, cancel, out completed, out _) : found;
    }

    // Which tests are decided is known only over all paths; so those that are, and would silence what follows, ask for a second run.
    private static IReadOnlyList<Diagnostic> Run(
        Body body,
        HashSet<SyntaxNode> decided,
        Dictionary<ISymbol, ImmutableDictionary<ISymbol, StateSet>> handed,
        int budget,
        CancellationToken cancel,
        out bool completed,
        out HashSet<SyntaxNode> nowDecided)
    {
        var report = new Reporter();
        var analysis = new OwnershipAnalysis(body, report, cancel) { _decided = decided, _handed = handed };
        var solver = new FlowSolver<WorldSet>(
            body.Graph, analysis, body.Services.Exceptions, body.Paths == ExceptionPaths.All, budget, cancel);
        completed = solver.Run(analysis.Entry(), () =>
        {
            report.IsOn = true;
            analysis.CheckIteratorParameters();
        });
        analysis.ReportSwitches();
        nowDecided = analysis.DecidedTests();
        return report.Found;
    }

    /// <summary>The captured variables that a lambda, as their owner, consumes on some path.</summary>
    private static HashSet<ISymbol> Consumes(Body body, CancellationToken cancel)
    {
        var analysis = new OwnershipAnalysis(body, new Reporter(), cancel);
        var solver = new FlowSolver<WorldSet>(
            body.Graph, analysis, body.Services.Exceptions, false, OwnershipAnalyzer.Budget(body.Graph), cancel);
        solver.Run(analysis.Entry(), () => { });
        return analysis._consumed;
    }

    // A lambda takes its contract from the delegate it becomes, except for what it says itself.
    private static MethodContract? ContractOf(Body body)
    {
        if (body.Method is not { } method)
        {
            return null;
        }

        var own = body.Services.Contracts.Of(method);
        if (body.Becomes is not { } invoke || invoke.Parameters.Length != method.Parameters.Length)
        {
            return own;
        }

        var theirs = body.Services.Contracts.Of(invoke);
        return new MethodContract
        {
            Parameters = [.. own.Parameters.Select((p, i) => p.IsExplicit || p.Mode != Mode.Own ? p : theirs.Parameters[i])],
            Return = own.Return == Mode.Borrow ? own.Return : theirs.Return,
            Outcomes = [.. own.Outcomes.Concat(theirs.Outcomes).Distinct()],
        };
    }

    /// <summary>
    /// Analyses the parts of one construction, each going on where the one before ended: field initialisers, then the arguments of
    /// <c>base(…)</c>.
    /// </summary>
    /// <param name="parts">The bodies, in the order in which they run.</param>
    /// <param name="captured">Parameters that members use later: they live on as fields.</param>
    /// <param name="budget">Block visits, for each part.</param>
    /// <param name="cancel">Stops the analysis.</param>
    /// <param name="completed">Whether the budget sufficed.</param>
    public static IReadOnlyList<Diagnostic> RunChain(
        IReadOnlyList<Body> parts, IEnumerable<IParameterSymbol> captured, int budget, CancellationToken cancel, out bool completed)
    {
        var report = new Reporter();
        var analysis = new OwnershipAnalysis(parts[0], report, cancel);
        analysis._captured.UnionWith(captured);
        analysis._isChain = true;
        var state = analysis.Entry();
        completed = true;
        for (var i = 0; i < parts.Count && completed; i++)
        {
            analysis._body = parts[i];
            analysis._live = null;
            analysis._onlyThrows = false;
            analysis._unfinished = i < parts.Count - 1 ? new WorldSet() : null;
            report.IsOn = false;
            var solver = new FlowSolver<WorldSet>(
                parts[i].Graph, analysis, parts[i].Services.Exceptions, parts[i].Paths == ExceptionPaths.All, budget, cancel);
            completed = solver.Run(state, () => report.IsOn = true);
            analysis.ReportSwitches();
            state = analysis._unfinished ?? state;
        }

        return report.Found;
    }

    public WorldSet Copy(WorldSet state)
    {
        var copy = new WorldSet();
        foreach (var world in state.Worlds)
        {
            copy.Worlds.Add(world.Fork());
        }

        return copy;
    }

    public bool IsDead(WorldSet state) => state.Worlds.Count == 0;

    public void Visit(BasicBlock block) => _visited = block.Ordinal;

    // Flags that nobody will ask any more keep no paths apart.
    public WorldSet Enter(WorldSet state, BasicBlock block)
    {
        if (!state.Worlds.Any(w => HasDeadFlag(w, block)))
        {
            return state;
        }

        var entered = new WorldSet();
        foreach (var world in state.Worlds)
        {
            var live = world.Fork();
            foreach (var pair in world.Bindings)
            {
                if (IsDeadFlag(pair, block))
                {
                    live.Bind(_places[pair.Key], null);
                }
            }

            if (!TryAbsorb(entered.Worlds, live, block.Ordinal, out _))
            {
                entered.Worlds.Add(live);
            }
        }

        return entered;
    }

    public bool Join(WorldSet into, WorldSet from, BasicBlock block)
    {
        var changed = false;
        foreach (var world in from.Worlds)
        {
            changed |= Absorb(into.Worlds, world, block.Ordinal);
        }

        if (into.Worlds.Count > MaxWorlds)
        {
            ForgetFlags(into.Worlds);
            changed = true;
        }

        return changed;
    }

    public void Apply(WorldSet state, IOperation operation, IThrowSink<WorldSet> throws)
    {
        Evaluate(state, operation, throws);
        foreach (var world in state.Worlds)
        {
            if (operation is not IExpressionStatementOperation)
            {
                Discard(world, world.Values[_plan.Root], operation);
            }

            EndTemporaries(world);
            world.Values = [];
        }

        Merge(state);
    }

    public void ApplyBranchValue(WorldSet state, BasicBlock block, IThrowSink<WorldSet> throws)
    {
        var operation = block.BranchValue!;
        Evaluate(state, operation, throws);
        var returns = block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return;
        foreach (var world in state.Worlds)
        {
            var value = world.Values[_plan.Root];
            if (returns)
            {
                Return(world, value ?? Value.Plain, operation);
            }
            else
            {
                world.Branch = value;
            }

            EndTemporaries(world);
            world.Values = [];
        }

        Merge(state);
    }

    public void Assume(WorldSet state, BasicBlock block, bool value)
    {
        var number = value ? 1L : 0L;
        for (var i = state.Worlds.Count - 1; i >= 0; i--)
        {
            var world = state.Worlds[i];
            if (world.Branch is { } branch)
            {
                if (branch.Const.EqualTo(number) == false)
                {
                    state.Worlds.RemoveAt(i);
                    continue;
                }
            }

            world.Branch = null;
            SettleGuard(world, block, value);
        }

        Merge(state);
    }

    public void Leave(WorldSet state, ControlFlowRegion region, in Departure departure)
    {
        if (region.Locals.IsEmpty && region.CaptureIds.IsEmpty)
        {
            return;
        }

        // Captures first, and locals in reverse: as the language ends them, and so that an alias ends before what it stands for.
        var places = new List<Place>();
        places.AddRange(region.CaptureIds.Select(_places.FindCapture).OfType<Place>());
        places.AddRange(region.Locals.Reverse().Select(_places.FindRoot).OfType<Place>());
        var gone = new List<int>();
        places.ForEach(place => AddTree(place, gone));
        gone.Sort();
        foreach (var world in state.Worlds)
        {
            foreach (var place in places)
            {
                EndScope(world, place, departure);
            }

            world.Forget(gone);
        }

        Merge(state);
    }

    public void Exit(WorldSet state, in Departure departure)
    {
        foreach (var world in state.Worlds)
        {
            EndBody(world, departure);
        }
    }

    private void Evaluate(WorldSet state, IOperation root, IThrowSink<WorldSet> throws)
    {
        if (!_plans.TryGetValue(root, out var plan))
        {
            plan = Plan.Of(root);
            _plans.Add(root, plan);
        }

        _plan = plan;
        _throws = throws;
        var worlds = state.Worlds;
        foreach (var world in worlds)
        {
            world.Values = new Value?[plan.Steps.Count];
        }

        for (var slot = 0; slot < plan.Steps.Count; slot++)
        {
            var step = plan.Steps[slot];
            _slot = slot;
            var before = worlds.Count;
            for (var i = 0; i < before; i++)
            {
                FlushDeferred(worlds[i], step.Operation);
                worlds[i].Values[slot] = Complete(worlds[i], step.Operation, step.Parent);
            }

            worlds.AddRange(_spawned);
            _spawned.Clear();
            worlds.RemoveAll(w => w.IsDead);
            if (step.Parent is not null)
            {
                foreach (var world in worlds)
                {
                    OperandDone(world, step.Parent, step.Operation, slot);
                }
            }

            if (worlds.Count > MaxWorlds)
            {
                ForgetConstants(worlds);
            }
        }

        _slot = -1;
    }

    private Value ValueOf(World world, IOperation? operation)
    {
        if (operation is null)
        {
            return Value.Plain;
        }

        var slot = _plan.SlotOf(operation);
        return slot < 0 ? Value.Plain : world.Values[slot] ?? Value.Plain;
    }

    private void SetValue(World world, IOperation operation, Value value)
    {
        var slot = _plan.SlotOf(operation);
        if (slot >= 0)
        {
            world.Values[slot] = value;
        }
    }

    /// <summary>The operation may throw here: arguments of calls that have not started are still owned on that path.</summary>
    private void MayThrow(World world, IOperation operation)
    {
        if (!_throws.IsObserved || _body.Paths == ExceptionPaths.None || TransferRules.IsOff(TransferRule.CallsThrow))
        {
            return;
        }

        _throws.MayThrow(Thrown(world), operation);
    }

    // The state in which an exception leaves the statement.
    private WorldSet Thrown(World world)
    {
        var thrown = world.ForkWithoutValues();
        foreach (var pending in thrown.Pending)
        {
            Restore(thrown, pending);
        }

        thrown.Pending = ImmutableStack<Pending>.Empty;
        var state = new WorldSet();
        state.Worlds.Add(thrown);
        return state;
    }

    private static bool OnlyThrows(ControlFlowGraph graph)
    {
        var blocks = graph.Blocks.Where(b => b.Kind == BasicBlockKind.Block && b.IsReachable).ToList();
        return blocks.Count == 1 && blocks[0].Operations.IsEmpty
            && blocks[0].FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Throw;
    }
}
