namespace Strat9.Memory;

/// <summary>What <see cref="OwnershipTable.Release"/> gives.</summary>
[TaggedUnion]
public readonly partial struct ReleaseResult
{
    /// <summary>The block is out of the table.</summary>
    /// <param name="block">The block, for <see cref="BuddyAllocator.Free"/>.</param>
    public static partial ReleaseResult Freed(PhysBlock<Released> block);

    /// <summary>Nothing has changed.</summary>
    /// <param name="error">Why.</param>
    /// <param name="block">The block that was to be released.</param>
    public static partial ReleaseResult Refused(OwnerError error, PhysBlock<Exclusive> block);
}
