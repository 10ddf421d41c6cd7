namespace Strat9.Memory;

/// <summary>The sizes everything in this namespace is counted in: 4 KiB pages, blocks of 2⁰ to 2¹¹ pages.</summary>
public static class Paging
{
    /// <summary>Bits of an address within a page.</summary>
    public const int PageSizeBits = 12;

    /// <summary>Bytes in a page, and in a frame: 4096.</summary>
    public const uint PageSize = 1u << PageSizeBits;

    /// <summary>The bits of an address within a page, as a mask.</summary>
    public const ulong PageMask = PageSize - 1;

    /// <summary>The order of the largest block: 2¹¹ pages, 8 MiB.</summary>
    public const int MaxOrder = 11;

    /// <summary>How many orders there are: 0 to <see cref="MaxOrder"/>.</summary>
    public const int OrderCount = MaxOrder + 1;

    /// <summary>Bytes in the largest block: 8 MiB.</summary>
    public const ulong MaxBlockSize = (ulong)PageSize << MaxOrder;

    /// <summary>Bytes in a block.</summary>
    /// <param name="order">0 to <see cref="MaxOrder"/>; not checked.</param>
    public static ulong BlockSize(int order) => (ulong)PageSize << order;
}
