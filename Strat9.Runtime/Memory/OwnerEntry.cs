namespace Strat9.Memory;

/// <summary>What the table knows of one block, at one instant.</summary>
public readonly struct OwnerEntry : IEquatable<OwnerEntry>
{
    internal OwnerEntry(BlockHandle handle, uint capabilityCount, uint pinCount, bool tokenOutstanding)
    {
        Handle = handle;
        CapabilityCount = capabilityCount;
        PinCount = pinCount;
        TokenOutstanding = tokenOutstanding;
    }

    /// <summary>The block, with its generation.</summary>
    public BlockHandle Handle { get; }

    /// <summary>How many capabilities refer to the block.</summary>
    public uint CapabilityCount { get; }

    /// <summary>How many pins keep the block.</summary>
    public uint PinCount { get; }

    /// <summary>Whether the claimer still holds the block's token, so that only it can free the block.</summary>
    public bool TokenOutstanding { get; }

    /// <summary>Capabilities and pins together, at least 1.</summary>
    public uint Refcount => CapabilityCount + PinCount;

    /// <summary><see cref="BlockState.Exclusive"/> at a count of 1, else <see cref="BlockState.Shared"/>.</summary>
    public BlockState State => Refcount <= 1 ? BlockState.Exclusive : BlockState.Shared;

    /// <inheritdoc/>
    public bool Equals(OwnerEntry other) =>
        Handle == other.Handle && CapabilityCount == other.CapabilityCount && PinCount == other.PinCount &&
        TokenOutstanding == other.TokenOutstanding;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is OwnerEntry other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Handle.GetHashCode() ^ (int)(CapabilityCount * 31 + PinCount);

    /// <summary>Equality of every part.</summary>
    public static bool operator ==(OwnerEntry left, OwnerEntry right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(OwnerEntry left, OwnerEntry right) => !left.Equals(right);
}
