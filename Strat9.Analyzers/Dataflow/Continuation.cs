using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Strat9.Analyzers.Dataflow;

/// <summary>
/// Where control goes when the <c>finally</c> body it is in has ended. A body exists once in the graph but runs for many paths, so the
/// solver keeps the paths apart by their continuations; <see cref="Parent"/> belongs to a <c>finally</c> around this one.
/// Interned: equal continuations are one object.
/// </summary>
internal sealed class Continuation
{
    public required int Id { get; init; }

    public required Continuation? Parent { get; init; }

    /// <summary>The <c>finally</c> or filter region that is running.</summary>
    public required ControlFlowRegion Finally { get; init; }

    /// <summary>The interrupted branch, and how many of its regions have been left; <see langword="null"/> for an exception.</summary>
    public ControlFlowBranch? Branch { get; init; }

    public int RegionsLeft { get; init; }

    /// <summary>The exception in flight; <see langword="null"/> for a branch.</summary>
    public Thrown? Exception { get; init; }
}

/// <summary>An exception in flight.</summary>
/// <param name="IsExplicit">Raised by a <c>throw</c>, not by an operation that merely may.</param>
/// <param name="Type">Its static type; <see langword="null"/>: any.</param>
/// <param name="IsExact">Whether the type is exactly that: <c>throw new T()</c>.</param>
/// <param name="Operation">What throws; for messages.</param>
/// <param name="Origin">The block it is in.</param>
internal sealed record Thrown(bool IsExplicit, ITypeSymbol? Type, bool IsExact, IOperation? Operation, BasicBlock? Origin);
