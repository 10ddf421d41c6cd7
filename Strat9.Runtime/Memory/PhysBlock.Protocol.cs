namespace Strat9.Memory;

/// <summary>
/// The ways of a block through its states. The edges to and from the mapped states are the holder's to take: the table keeps the block
/// under
/// its token all the while. The others belong to the allocator and the table.
/// </summary>
public static partial class PhysBlock
{
    [Transition]
    internal static partial PhysBlock<BuddyReserved> FromBuddy(BlockHandle handle, DirectMap direct);

    [Transition]
    internal static partial PhysBlock<Released> FromTable(BlockHandle handle, DirectMap direct);

    [Transition]
    internal static partial PhysBlock<Exclusive> IntoExclusive(this PhysBlock<BuddyReserved> block, BlockHandle handle);

    [Transition]
    internal static partial PhysBlock<Released> IntoReleased(this PhysBlock<Exclusive> block);

    /// <summary>The block has been mapped in one address space.</summary>
    /// <param name="block">The block.</param>
    [Transition]
    public static partial PhysBlock<MappedExclusive> IntoMapped(this PhysBlock<Exclusive> block);

    /// <summary>The block is mapped nowhere any more.</summary>
    /// <param name="block">The block.</param>
    [Transition]
    public static partial PhysBlock<Exclusive> IntoUnmapped(this PhysBlock<MappedExclusive> block);

    /// <summary>The block has been mapped in a second address space.</summary>
    /// <param name="block">The block.</param>
    [Transition]
    public static partial PhysBlock<MappedShared> IntoShared(this PhysBlock<MappedExclusive> block);

    /// <summary>The block is mapped in one address space only again.</summary>
    /// <param name="block">The block.</param>
    [Transition]
    public static partial PhysBlock<MappedExclusive> IntoUnshared(this PhysBlock<MappedShared> block);

    [Transition]
    internal static partial BlockHandle IntoHandle(this PhysBlock<BuddyReserved> block);

    [Transition]
    internal static partial BlockHandle IntoHandle(this PhysBlock<Exclusive> block);

    [Transition]
    internal static partial BlockHandle IntoHandle(this PhysBlock<Released> block);
}
