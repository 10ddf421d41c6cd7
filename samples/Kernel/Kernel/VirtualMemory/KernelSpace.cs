using System;

namespace Strat9.Samples.Kernel;

/// <summary>
/// The upper half of every address space: all memory once more from <see cref="DirectMapBase"/> on, never executable, and the image, each
/// part with its own rights. Made once, of boot memory, and shared by all spaces through the entries of the topmost table.
/// </summary>
internal static class KernelSpace
{
    public const ulong DirectMapBase = 0xFFFF_8000_0000_0000;

    /// <summary>The direct map has one entry of the topmost table: 512 GiB.</summary>
    public const ulong DirectMapSize = 512UL << 30;

    /// <summary>The first entry of the topmost table that belongs to the kernel.</summary>
    public const int FirstEntry = PageTable.Entries / 2;

    public static DirectMap Direct => new(unchecked((nint)DirectMapBase));

    /// <summary>The topmost table of the kernel itself, with nothing in the lower half.</summary>
    public static PhysAddr Root { get; private set; }

    /// <summary>Builds the tables and uses them from now on. Page 0 and the pages under the stacks are gone then.</summary>
    /// <returns>False where there is no memory for them.</returns>
    public static bool TryBuild(MemoryMap map, BootAllocator memory)
    {
        if (!TryTakeTable(memory, out PhysAddr root))
        {
            return false;
        }

        foreach (MemoryRegion region in map.Regions)
        {
            if (region.Kind == MemoryRegionKind.Usable && !TryMapDirect(root, region, memory))
            {
                return false;
            }
        }

        for (ulong page = Image.Start; page < Image.End; page += Paging.PageSize)
        {
            if (!Image.IsStackGuard(page) && !TryMapPage(root, page, Image.Physical(page), RightsOf(page), memory))
            {
                return false;
            }
        }

        Root = root;
        Processor.WriteCr3(root.Value);
        if (Processor.HasSmep() != 0)
        {
            Processor.WriteCr4(Processor.ReadCr4() | (1 << 20));
        }

        return true;
    }

    private static Access RightsOf(ulong page) =>
        page >= Image.TextStart && page < Image.TextEnd ? Access.ReadExecute :
        page >= Image.ReadOnlyEnd ? Access.ReadWrite : Access.Read;

    /// <summary>By pages of 2 MiB; around the image by small ones, so that its text is not writable here either.</summary>
    private static bool TryMapDirect(PhysAddr root, MemoryRegion region, BootAllocator memory)
    {
        ulong large = PageTable.Span(PageTable.LargeLevel);
        ulong imageStart = Image.Physical(Image.Start).Value;
        ulong imageEnd = Image.Physical(Image.End).Value;
        ulong end = region.Start.Value + region.Length;
        for (ulong at = region.Start.Value & ~(large - 1); at < end; at += large)
        {
            bool hasImage = at < imageEnd && at + large > imageStart;
            for (ulong page = at; hasImage && page < at + large; page += Paging.PageSize)
            {
                Access access = page >= imageStart && page < imageEnd && RightsOf(page + Image.Base) != Access.ReadWrite
                    ? Access.Read
                    : Access.ReadWrite;
                if (!TryMapPage(root, DirectMapBase + page, new(page), access, memory))
                {
                    return false;
                }
            }

            if (!hasImage)
            {
                if (!TryReach(root, DirectMapBase + at, PageTable.LargeLevel, memory, out PhysAddr table))
                {
                    return false;
                }

                PageTable entries = new(table);
                entries[PageTable.Index(at, PageTable.LargeLevel)] = PageEntry.LargePage(new(at), Access.ReadWrite);
            }
        }

        return true;
    }

    private static bool TryMapPage(PhysAddr root, ulong address, PhysAddr page, Access access, BootAllocator memory)
    {
        if (!TryReach(root, address, 0, memory, out PhysAddr table))
        {
            return false;
        }

        PageTable entries = new(table);
        entries[PageTable.Index(address, 0)] = PageEntry.Page(page, access, user: false);
        return true;
    }

    /// <summary>The table of a level on the way to an address, made where it is missing.</summary>
    private static bool TryReach(PhysAddr root, ulong address, int level, BootAllocator memory, out PhysAddr table)
    {
        table = root;
        for (int above = PageTable.TopLevel; above > level; above--)
        {
            PageTable entries = new(table);
            int index = PageTable.Index(address, above);
            if (!entries[index].IsPresent)
            {
                if (!TryTakeTable(memory, out PhysAddr next))
                {
                    return false;
                }

                entries[index] = PageEntry.Table(next, user: false);
            }

            table = entries[index].Address;
        }

        return true;
    }

    private static bool TryTakeTable(BootAllocator memory, out PhysAddr table)
    {
        if (!memory.TryTake(Paging.PageSize, out table))
        {
            return false;
        }

        PageTable entries = new(table);
        entries.Clear();
        return true;
    }
}
