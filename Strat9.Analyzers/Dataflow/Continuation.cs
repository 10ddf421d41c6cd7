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

    /// <summary>For a <c>finally</c> run by an exception: the handler that will take it; <see langword="null"/>: none in this body.</summary>
    public Handler? Target { get; init; }

    /// <summary>For a filter: the search for a handler that it is part of.</summary>
    public HandlerSearch? Search { get; init; }
}

/// <summary>An exception in flight.</summary>
/// <param name="IsExplicit">Raised by a <c>throw</c>, not by an operation that merely may.</param>
/// <param name="Type">Its static type; <see langword="null"/>: any.</param>
/// <param name="IsExact">Whether the type is exactly that: <c>throw new T()</c>.</param>
/// <param name="Operation">What throws; for messages.</param>
/// <param name="Origin">The block it is in.</param>
internal sealed record Thrown(bool IsExplicit, ITypeSymbol? Type, bool IsExact, IOperation? Operation, BasicBlock? Origin);

/// <summary>Where an exception is taken.</summary>
/// <param name="Region">The clause: its <c>Catch</c> or <c>FilterAndHandler</c> region.</param>
/// <param name="Block">The first block of its body.</param>
internal sealed record Handler(ControlFlowRegion Region, int Block);

/// <summary>
/// The first pass of an exception: the runtime asks filter after filter, outward, while everything inside is still alive; only when a
/// handler has been found are the <c>finally</c> bodies run and the scopes ended.
/// </summary>
/// <param name="Region">Where it was raised.</param>
/// <param name="Context">The <c>finally</c> bodies that were running there.</param>
/// <param name="Thrown">The exception.</param>
/// <param name="Excluded">Types it cannot be: a clause inside would have taken it.</param>
internal sealed record HandlerSearch(ControlFlowRegion Region, Continuation? Context, Thrown Thrown, Excluded? Excluded);

/// <summary>A list of types, equal by content.</summary>
internal sealed record Excluded(ITypeSymbol Type, Excluded? Rest);
