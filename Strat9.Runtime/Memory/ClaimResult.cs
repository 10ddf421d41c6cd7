namespace Strat9.Memory;

/// <summary>What <see cref="OwnershipTable.Claim"/> gives.</summary>
[TaggedUnion]
public readonly partial struct ClaimResult
{
    /// <summary>The block is in the table.</summary>
    /// <param name="block">The block, with its generation.</param>
    public static partial ClaimResult Claimed(PhysBlock<Exclusive> block);

    /// <summary>Nothing has changed.</summary>
    /// <param name="error">Why.</param>
    /// <param name="block">The block that was to be claimed.</param>
    public static partial ClaimResult Refused(OwnerError error, PhysBlock<BuddyReserved> block);
}
