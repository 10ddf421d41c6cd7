namespace Strat9.Memory;

/// <summary>
/// Why the table refused. A refused call has changed nothing. Where several reasons hold, the one listed first is given. The value 0 is
/// none of these.
/// </summary>
/// <remarks>The kernel's <c>ownership.rs</c> knows those marked (seed); the others mend what it accepted.</remarks>
public enum OwnerError
{
    /// <summary>No block can be there: misaligned, order above <see cref="Paging.MaxOrder"/>, outside memory or over a hole in it, or a
    /// token of another arena.</summary>
    InvalidHandle = 1,

    /// <summary>The place has been claimed anew since the handle was made.</summary>
    Stale = 2,

    /// <summary>The table has no entry for the block, and it cannot be adopted (seed).</summary>
    NotFound = 3,

    /// <summary>The block has already been claimed (seed).</summary>
    DoubleClaim = 4,

    /// <summary>The block overlaps a live one, or crosses the bounds of an allocated one.</summary>
    Overlaps = 5,

    /// <summary>The capability is already recorded for the block (seed).</summary>
    CapAlreadyPresent = 6,

    /// <summary>The capability is not recorded for the block (seed).</summary>
    CapNotFound = 7,

    /// <summary>
    /// This would free a block whose <c>PhysBlock&lt;Exclusive&gt;</c> is still held: <c>Release</c> or <c>Detach</c> it.
    /// </summary>
    TokenOutstanding = 8,

    /// <summary>Other capabilities or pins still keep the block (seed).</summary>
    StillReferenced = 9,

    /// <summary>The reference count, or the storage for capabilities beyond three, is exhausted (seed).</summary>
    CountOverflow = 10,
}
