namespace Strat9.Memory;

/// <summary>What <see cref="OwnershipTable.AddRef"/> and <see cref="OwnershipTable.EnsureRef"/> give.</summary>
[TaggedUnion]
[MustUse]
public readonly partial struct RefResult
{
    /// <summary>The capability has been recorded.</summary>
    /// <param name="state">The state of the block with it.</param>
    public static partial RefResult Recorded(BlockState state);

    /// <summary>Nothing has changed.</summary>
    /// <param name="error">Why.</param>
    public static partial RefResult Refused(OwnerError error);
}
