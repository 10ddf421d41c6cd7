namespace Strat9.Memory;

/// <summary>What <see cref="BuddyAllocator.TryAllocate"/> gives.</summary>
[TaggedUnion]
public readonly partial struct AllocateResult
{
    /// <summary>A block.</summary>
    /// <param name="block">It: to be claimed, or returned.</param>
    public static partial AllocateResult Allocated(PhysBlock<BuddyReserved> block);

    /// <summary>No zone asked for has a free block large enough.</summary>
    public static partial AllocateResult OutOfMemory();
}
