using System;

namespace Strat9.Samples.Kernel;

/// <summary>The machine's memory map, copied, with what the kernel sets aside.</summary>
internal sealed class MemoryMap
{
    private const int Capacity = 64;
    private const ulong LowMemory = 1 << 20;

    private readonly MemoryRegion[] _regions = new MemoryRegion[Capacity];
    private readonly string[] _names = new string[Capacity];
    private int _count;

    /// <summary>The first address behind all usable memory, a multiple of the page size.</summary>
    public PhysAddr End { get; private set; }

    /// <summary>Bytes of usable memory, before anything is set aside.</summary>
    public ulong UsableBytes { get; private set; }

    /// <summary>What has been found and set aside, in the order in which it was.</summary>
    public ReadOnlySpan<MemoryRegion> Regions => ((ReadOnlySpan<MemoryRegion>)_regions).Slice(0, _count);

    /// <summary>What a region is.</summary>
    public string NameOf(int region) => _names[region];

    /// <summary>Copies the loader's map, which lies in memory the map itself calls usable.</summary>
    /// <param name="ranges">The loader's entries.</param>
    public static MemoryMap Read(ReadOnlySpan<StartInfoRange> ranges)
    {
        MemoryMap map = new();
        foreach (StartInfoRange range in ranges)
        {
            if (range.Type == StartInfoRange.Ram)
            {
                map.AddUsable(range.Start, range.Length);
            }
        }

        // Page 0, the BIOS data area, the video memory and the ROMs; also where the loader put what it handed over.
        map.Reserve(new(0), LowMemory, "page 0 and legacy");
        map.Reserve(Image.Physical(Image.Start), Image.End - Image.Start, "kernel image");
        return map;
    }

    /// <summary>Sets a range aside: the allocator never gives it out.</summary>
    public void Reserve(PhysAddr start, ulong length, string name)
    {
        if (length != 0)
        {
            Add(new(start, length, MemoryRegionKind.Reserved), name);
        }
    }

    private void AddUsable(ulong start, ulong length)
    {
        if (start >= KernelSpace.DirectMapSize)
        {
            return; // further than the direct map reaches
        }

        ulong end = EndOf(start, length) & ~Paging.PageMask;
        if (end <= start)
        {
            return;
        }

        Add(new(new(start), end - start, MemoryRegionKind.Usable), "memory");
        UsableBytes += end - start;
        if (End.Value < end)
        {
            End = new(end);
        }
    }

    private static ulong EndOf(ulong start, ulong length) =>
        length > KernelSpace.DirectMapSize - start ? KernelSpace.DirectMapSize : start + length;

    private void Add(MemoryRegion region, string name)
    {
        if (_count == Capacity)
        {
            throw new InvalidOperationException("The memory map has more ranges than there is room for.");
        }

        _names[_count] = name;
        _regions[_count++] = region;
    }
}
