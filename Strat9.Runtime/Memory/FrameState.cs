namespace Strat9.Memory;

/// <summary>
/// The state in a frame's word: 4 bits. Every frame but <see cref="Hole"/>, <see cref="Reserved"/> and <see cref="Body"/> is the *head* of
/// a block and says its order. The order of the numbers is used: heads, live and released are ranges, and what a live state releases to is
/// 4
/// above it (<see cref="Held"/> like <see cref="Detached"/>).
/// </summary>
internal enum FrameState
{
    /// <summary>No memory. Zero, so that untouched metadata says so. Never changes.</summary>
    Hole = 0,

    /// <summary>Set aside by the memory map, or the tail of an adopted part of that.</summary>
    Reserved = 1,

    /// <summary>Not the first frame of its block; or a head in the hands of the allocator for a moment.</summary>
    Body = 2,

    /// <summary>In the allocator. Word 1 is the next, word 2 the previous block of its list (index + 1, or 0).</summary>
    Free = 3,

    /// <summary>In the allocator, in a magazine.</summary>
    Cached = 4,

    /// <summary>Allocated, unclaimed, whole: a <c>PhysBlock&lt;BuddyReserved&gt;</c> speaks for it.</summary>
    Allocated = 5,

    /// <summary>A piece of an allocated block another piece of which has been adopted. Word 3 is the order of the whole.</summary>
    Fragment = 6,

    /// <summary>Live; a <c>PhysBlock&lt;Exclusive&gt;</c> (or mapped) speaks for it.</summary>
    Held = 7,

    /// <summary>Live; its token has been handed to the table.</summary>
    Detached = 8,

    /// <summary>Live by adoption of a whole allocated block, whose token still exists.</summary>
    AdoptedBlock = 9,

    /// <summary>
    /// Live by adoption of a piece of an allocated block. Word 3 is the order of the whole: two inline capabilities only.
    /// </summary>
    AdoptedPart = 10,

    /// <summary>Live by adoption of reserved frames.</summary>
    AdoptedReserved = 11,

    /// <summary>Out of the table: goes to the free maps.</summary>
    Released = 12,

    /// <summary>Out of the table: goes back to the holder of the allocated block.</summary>
    ReleasedBlock = 13,

    /// <summary>Out of the table: goes back into the allocated block it is a piece of. Word 3 as before.</summary>
    ReleasedPart = 14,

    /// <summary>Out of the table: becomes reserved again.</summary>
    ReleasedReserved = 15,
}
