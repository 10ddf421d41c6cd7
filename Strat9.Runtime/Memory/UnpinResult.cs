namespace Strat9.Memory;

/// <summary>What <see cref="OwnershipTable.Unpin"/> gives.</summary>
[TaggedUnion]
public readonly partial struct UnpinResult
{
    /// <summary>That was the last reference.</summary>
    /// <param name="block">The block, for <see cref="BuddyAllocator.Free"/>.</param>
    public static partial UnpinResult Freed(PhysBlock<Released> block);

    /// <summary>One capability remains, and no pin.</summary>
    /// <param name="cap">It.</param>
    public static partial UnpinResult NowExclusive(CapId cap);

    /// <summary>No capability remains, but pins do.</summary>
    /// <param name="pins">How many, at least 1.</param>
    public static partial UnpinResult StillPinned(uint pins);

    /// <summary>At least one capability remains, and two references in all.</summary>
    /// <param name="refcount">How many.</param>
    public static partial UnpinResult StillShared(uint refcount);

    /// <summary>Nothing has changed.</summary>
    /// <param name="error">Why: <see cref="OwnerError.TokenOutstanding"/>, of a pin of this table.</param>
    /// <param name="pin">The pin, which still holds.</param>
    public static partial UnpinResult Refused(OwnerError error, BlockPin pin);
}
