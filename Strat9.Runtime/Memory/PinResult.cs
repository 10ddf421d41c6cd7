namespace Strat9.Memory;

/// <summary>What <see cref="OwnershipTable.Pin"/> gives.</summary>
[TaggedUnion]
public readonly partial struct PinResult
{
    /// <summary>The block is pinned.</summary>
    /// <param name="pin">The pin.</param>
    public static partial PinResult Pinned(BlockPin pin);

    /// <summary>Nothing has changed.</summary>
    /// <param name="error">Why.</param>
    public static partial PinResult Refused(OwnerError error);
}
