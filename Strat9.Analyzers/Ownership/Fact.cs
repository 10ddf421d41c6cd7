using System.Collections.Immutable;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

/// <summary>What a place may hold: each bit is possible on some path, so joining is union.</summary>
[Flags]
internal enum Status : byte
{
    None = 0,

    /// <summary>A value that the place owns.</summary>
    Owned = 1,

    /// <summary>The value has left.</summary>
    Moved = 2,

    /// <summary>No value: null, not given, not assigned.</summary>
    Empty = 4,

    /// <summary>A value that belongs to another.</summary>
    Borrowed = 8,

    /// <summary>The value has left and that was reported already: nothing more is said of it.</summary>
    Spent = 16,

    /// <summary>An <c>out</c> that was not given on this result.</summary>
    NotGiven = 32,
}

/// <summary>What is known of a place. Immutable.</summary>
/// <param name="Status">What it may hold.</param>
/// <param name="States">For an in-place protocol: the possible states.</param>
/// <param name="MovedAt">Where the value left, if it may have; of several the first in the source.</param>
/// <param name="CameFrom">Where the value came in, if known; of several the first in the source.</param>
internal sealed record Fact(Status Status, StateSet States, Site? MovedAt, Site? CameFrom)
{
    /// <summary>A variable that ownership does not follow, but that may hold loans.</summary>
    public static readonly Fact Plain = new(Status.None, default, null, null);

    /// <summary>What it borrows from.</summary>
    public ImmutableArray<Loan> Loans { get; init; } = Loan.None;

    /// <summary>Where a task that nobody awaits borrowed it.</summary>
    public Site? HeldAt { get; init; }

    /// <summary>For a container: where it was disposed while it may have held linear values.</summary>
    public Site? DisposedAt { get; init; }

    /// <summary>Whether the body has changed its state.</summary>
    public StateChange Change { get; init; }

    /// <summary>The states it was in before the body changed them; empty while it has not.</summary>
    public StateSet Came { get; init; }

    public bool Equals(Fact? other) =>
        other is not null && Status == other.Status && States == other.States && Equals(MovedAt, other.MovedAt) && Equals(CameFrom, other.CameFrom)
        && Equals(HeldAt, other.HeldAt) && Equals(DisposedAt, other.DisposedAt) && Change == other.Change && Came == other.Came
        && Loan.Same(Loans, other.Loans);

    public override int GetHashCode() => ((int)Status * 31) + States.GetHashCode();

    public static readonly Fact Owned = new(Status.Owned, default, null, null);
    public static readonly Fact Empty = new(Status.Empty, default, null, null);
    public static readonly Fact Borrowed = new(Status.Borrowed, default, null, null);
    public static readonly Fact Spent = new(Status.Spent, default, null, null);

    public bool May(Status bits) => (Status & bits) != 0;

    public static Fact Join(Fact a, Fact b) =>
        ReferenceEquals(a, b) || a.Equals(b)
            ? a
            : new Fact(a.Status | b.Status, a.States | b.States, Site.First(a.MovedAt, b.MovedAt), Site.First(a.CameFrom, b.CameFrom))
            {
                Loans = Loan.Union(a.Loans, b.Loans),
                HeldAt = Site.First(a.HeldAt, b.HeldAt),
                DisposedAt = Site.First(a.DisposedAt, b.DisposedAt),
                Change = a.Change > b.Change ? a.Change : b.Change,
                Came = a.HasLeft || b.HasLeft ? a.CameIn | b.CameIn : a.Came | b.Came,
            };

    private bool HasLeft => Change is StateChange.Made or StateChange.Reported;

    // The states it came in: those it is in, as long as it has not left them. No state at all stands for any.
    private StateSet CameIn => HasLeft ? Came : States.IsEmpty ? StateSet.Everything : States;

    /// <summary>The move was reported: it is not reported again.</summary>
    public Fact Reported() =>
        May(Status.Moved | Status.NotGiven)
            ? this with { Status = (Status & ~(Status.Moved | Status.NotGiven)) | Status.Spent, MovedAt = null }
            : this;
}

/// <summary>Whether transitions of a value's protocol have run.</summary>
internal enum StateChange : byte
{
    None,

    /// <summary>Yes, and the last one led back to where it came from.</summary>
    Restored,

    /// <summary>Yes, as declared.</summary>
    Made,

    /// <summary>Yes, and one of them was reported: what follows is not held against the body's own promises.</summary>
    Reported,
}
