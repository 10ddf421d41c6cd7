namespace Strat9.Memory;

/// <summary>What the table says of a block at run time. Numbers as in the kernel's <c>ownership.rs</c>.</summary>
public enum BlockState
{
    /// <summary>Out of the allocator, or set aside by the memory map, and claimed by nobody.</summary>
    BuddyReserved = 0,

    /// <summary>In the table with a reference count of 1.</summary>
    Exclusive = 1,

    /// <summary>In the table with a reference count of 2 or more, whether capabilities or pins.</summary>
    Shared = 2,

    /// <summary>In the allocator, or out of the table and on the way there.</summary>
    Free = 3,
}
