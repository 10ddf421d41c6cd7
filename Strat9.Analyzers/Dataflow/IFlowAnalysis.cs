using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Strat9.Analyzers.Dataflow;

/// <summary>
/// A forward analysis: what the solver must know of it. States are mutable; the solver copies one before it changes it.
/// </summary>
/// <typeparam name="TState">The facts at a program point.</typeparam>
internal interface IFlowAnalysis<TState>
    where TState : class
{
    TState Copy(TState state);

    /// <summary>A block is about to be walked through.</summary>
    void Visit(BasicBlock block);

    /// <summary>What of a state matters at the start of a block: the same one when all of it does. The state given is not changed.</summary>
    TState Enter(TState state, BasicBlock block);

    /// <summary>
    /// Joins <paramref name="from"/> into <paramref name="into"/>, at the start of a block; returns whether that changed anything.
    /// </summary>
    bool Join(TState into, TState from, BasicBlock block);

    /// <summary>Whether the point is unreachable under this state.</summary>
    bool IsDead(TState state);

    /// <summary>The effect of an operation that stands at the top of a block.</summary>
    void Apply(TState state, IOperation operation, IThrowSink<TState> throws);

    /// <summary>The effect of the value a block branches on, returns or throws.</summary>
    void ApplyBranchValue(TState state, BasicBlock block, IThrowSink<TState> throws);

    /// <summary>Keeps only what is possible when the block's branch value is <paramref name="value"/>.</summary>
    void Assume(TState state, BasicBlock block, bool value);

    /// <summary>The scopes of a region end.</summary>
    void Leave(TState state, ControlFlowRegion region, in Departure departure);

    /// <summary>The path leaves the method.</summary>
    void Exit(TState state, in Departure departure);
}

/// <summary>Takes the state at each point where an operation may throw.</summary>
internal interface IThrowSink<TState>
    where TState : class
{
    /// <summary>Whether anybody looks at exceptional states here: when not, they need not be computed.</summary>
    bool IsObserved { get; }

    /// <summary>The operation may throw with this state, which the sink may keep.</summary>
    void MayThrow(TState state, IOperation operation);

    /// <summary>The operation throws, whoever looks: it counts as a <c>throw</c> of an exception of any type.</summary>
    void Throws(TState state, IOperation operation);
}

/// <summary>How a path leaves a scope or the method.</summary>
internal enum DepartureKind
{
    /// <summary>By a jump, a <c>return</c> or the end.</summary>
    Branch,

    /// <summary>By a <c>throw</c> statement or expression.</summary>
    Throw,

    /// <summary>By an exception that an operation might raise.</summary>
    Exception,
}

/// <param name="Kind">How.</param>
/// <param name="Origin">The block whose branch, or the operation whose exception, started it.</param>
/// <param name="Operation">The operation that throws, if one does.</param>
/// <param name="IsCaught">For exceptions: whether a handler of this body catches it.</param>
internal readonly record struct Departure(DepartureKind Kind, BasicBlock? Origin, IOperation? Operation, bool IsCaught);
