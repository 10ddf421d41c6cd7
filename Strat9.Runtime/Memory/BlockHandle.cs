using System.Diagnostics;

namespace Strat9.Memory;

/// <summary>
/// The name of a block: where it begins, how large it is, and which of the claims of that place is meant. A handle is a name, not a
/// right: it may be copied, kept and forged, and the table says <see cref="OwnerError.Stale"/> or <see cref="OwnerError.InvalidHandle"/>
/// where it names nothing.
/// </summary>
/// <remarks>
/// 16 bytes. Equality is over all three parts. The generation is what the kernel's <c>ownership.rs</c> lacks: there a handle kept across
/// free and claim named the next owner's block.
/// </remarks>
[DebuggerDisplay("0x{Base.Value,h} order {Order} generation {Generation}")]
public readonly struct BlockHandle : IEquatable<BlockHandle>
{
    private const int OrderBits = 4;
    private const int OrderMask = (1 << OrderBits) - 1;

    private readonly ulong _tag; // generation above, order in the low 4 bits: as at the top of a frame's word

    /// <summary>Names a block. Nothing is checked here: a handle that cannot be is refused where it is used.</summary>
    /// <param name="base">The block's first address; a block is aligned to its size.</param>
    /// <param name="order">
    /// Its size, 2^order pages: 0 to <see cref="Paging.MaxOrder"/>. What is not 0 to 15 is kept as 15, invalid too.
    /// </param>
    /// <param name="generation">Which claim of the place; 0: unclaimed. Up to 2⁴⁰ - 1 are ever given out.</param>
    public BlockHandle(PhysAddr @base, int order, ulong generation = 0)
    {
        Base = @base;
        _tag = (generation << OrderBits) | ((uint)order > OrderMask ? OrderMask : (uint)order);
    }

    internal BlockHandle(ulong @base, ulong tag)
    {
        Base = new(@base);
        _tag = tag;
    }

    /// <summary>The block's first address.</summary>
    public PhysAddr Base { get; }

    /// <summary>The block is 2^order pages large.</summary>
    public int Order => (int)(_tag & OrderMask);

    /// <summary>Which claim of the place is meant; 0: the block before anybody claimed it.</summary>
    public ulong Generation => _tag >> OrderBits;

    /// <summary>Bytes in the block; meaningful for orders up to <see cref="Paging.MaxOrder"/>.</summary>
    public ulong Size => Paging.BlockSize(Order);

    /// <summary>Generation and order as one number, for the constructor that takes it.</summary>
    internal ulong Tag => _tag;

    /// <inheritdoc/>
    public bool Equals(BlockHandle other) => Base.Value == other.Base.Value && _tag == other._tag;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BlockHandle other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Base.GetHashCode() * 31 + ((int)_tag ^ (int)(_tag >> 32));

    /// <summary>Equality of base, order and generation.</summary>
    public static bool operator ==(BlockHandle left, BlockHandle right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(BlockHandle left, BlockHandle right) => !left.Equals(right);
}
