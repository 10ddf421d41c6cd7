namespace Strat9.Memory;

/// <summary>What <see cref="OwnershipTable.RemoveRef"/> gives.</summary>
[TaggedUnion]
public readonly partial struct RemoveRefResult
{
    /// <summary>That was the last reference.</summary>
    /// <param name="block">The block, for <see cref="BuddyAllocator.Free"/>.</param>
    public static partial RemoveRefResult Freed(PhysBlock<Released> block);

    /// <summary>One capability remains, and no pin.</summary>
    /// <param name="cap">It.</param>
    public static partial RemoveRefResult NowExclusive(CapId cap);

    /// <summary>No capability remains, but pins do.</summary>
    /// <param name="pins">How many, at least 1.</param>
    public static partial RemoveRefResult StillPinned(uint pins);

    /// <summary>At least one capability remains, and two references in all.</summary>
    /// <param name="refcount">How many.</param>
    public static partial RemoveRefResult StillShared(uint refcount);

    /// <summary>Nothing has changed.</summary>
    /// <param name="error">Why.</param>
    public static partial RemoveRefResult Refused(OwnerError error);
}
