using System;

namespace Strat9.Samples.Kernel;

/// <summary>One table of 512 entries, reached through the direct map. A borrowed look: who owns the frame is the table's affair.</summary>
internal readonly unsafe ref struct PageTable(PhysAddr at)
{
    public const int Entries = 512;
    public const int TopLevel = 3;
    public const int LargeLevel = 1;

    private const int IndexBits = 9;

    private readonly ulong* _entries = (ulong*)KernelSpace.Direct.Pointer(at);

    public PageEntry this[int index]
    {
        get => new(_entries[index]);
        set => _entries[index] = value.Bits;
    }

    /// <summary>The entry of a table of some level that an address goes through; level 0 has the pages.</summary>
    public static int Index(ulong address, int level) => (int)(address >> (Paging.PageSizeBits + IndexBits * level)) & (Entries - 1);

    /// <summary>Bytes behind one entry of a level.</summary>
    public static ulong Span(int level) => 1UL << (Paging.PageSizeBits + IndexBits * level);

    public void Clear()
    {
        for (int i = 0; i < Entries; i++)
        {
            _entries[i] = 0;
        }
    }
}
