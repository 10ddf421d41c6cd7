namespace Strat9.Memory;

/// <summary>What a block's bytes are set to when it leaves the allocator or comes back.</summary>
public enum BlockFill
{
    /// <summary>Left as they are.</summary>
    None = 0,

    /// <summary>All zero.</summary>
    Zero = 1,

    /// <summary>All <see cref="BuddyAllocator.PoisonByte"/>, so that a read of freed or unwritten memory shows.</summary>
    Poison = 2,
}
