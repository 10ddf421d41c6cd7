namespace Strat9.Memory;

/// <summary>What the metadata says of the block a frame belongs to.</summary>
public readonly struct FrameInfo
{
    internal FrameInfo(FrameKind kind, BlockHandle block, uint refcount)
    {
        Kind = kind;
        Block = block;
        Refcount = refcount;
    }

    /// <summary>What the block is.</summary>
    public FrameKind Kind { get; }

    /// <summary>The block; generation 0 unless it is owned. A reserved frame, or one in transit, stands alone with order 0.</summary>
    public BlockHandle Block { get; }

    /// <summary>Its order.</summary>
    public int Order => Block.Order;

    /// <summary>Capabilities and pins; 0 unless owned.</summary>
    public uint Refcount { get; }

    /// <summary>Its state in the words of the table.</summary>
    public BlockState State => Kind switch
    {
        FrameKind.Owned => Refcount <= 1 ? BlockState.Exclusive : BlockState.Shared,
        FrameKind.Free or FrameKind.Released => BlockState.Free,
        _ => BlockState.BuddyReserved,
    };
}
