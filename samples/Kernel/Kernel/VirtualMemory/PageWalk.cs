namespace Strat9.Samples.Kernel;

/// <summary>
/// The way through an address space's tables. A table that is missing is taken from the allocator, claimed by the space's capability and
/// handed to the ownership table: from then on its entry in the table above is what refers to it.
/// </summary>
internal sealed class PageWalk(Frames frames)
{
    /// <summary>The first address behind the lower half.</summary>
    public const ulong UserEnd = 1UL << 47;

    /// <summary>Why a range cannot be mapped; 0 where it can be, and then all tables for it are there.</summary>
    public MapError Prepare(MappedAt place)
    {
        if ((place.Address & Paging.PageMask) != 0)
        {
            return MapError.Misaligned;
        }

        if (place.Address < Paging.PageSize || place.Address >= UserEnd || place.End > UserEnd)
        {
            return MapError.OutOfRange;
        }

        for (ulong at = place.Address; at < place.End; at += Paging.PageSize)
        {
            if (!TryReach(place.Root, at, place.Cap, out PhysAddr table))
            {
                return MapError.OutOfMemory;
            }

            PageTable entries = new(table);
            if (entries[PageTable.Index(at, 0)].IsPresent)
            {
                return MapError.Occupied;
            }
        }

        return default;
    }

    /// <summary>The entry of a page; false where not even its table is there.</summary>
    public static bool TryFind(PhysAddr root, ulong address, out PhysAddr table, out PageEntry entry)
    {
        table = root;
        for (int level = PageTable.TopLevel; ; level--)
        {
            PageTable entries = new(table);
            entry = entries[PageTable.Index(address, level)];
            if (level == 0 || !entry.IsPresent)
            {
                return level == 0;
            }

            table = entry.Address;
        }
    }

    /// <summary>Writes the entry of a page whose table is there, and forgets what the processor remembers of it.</summary>
    public static void Write(PhysAddr root, ulong address, PageEntry entry)
    {
        if (TryFind(root, address, out PhysAddr table, out _))
        {
            PageTable entries = new(table);
            entries[PageTable.Index(address, 0)] = entry;
            Processor.InvalidatePage(address);
        }
    }

    /// <summary>Maps a block's pages; the place has been prepared.</summary>
    public static void Fill(MappedAt place, PhysAddr block, Access access)
    {
        for (ulong offset = 0; place.Address + offset < place.End; offset += Paging.PageSize)
        {
            Write(place.Root, place.Address + offset, PageEntry.Page(block + offset, access, user: true));
        }
    }

    /// <summary>Empties the place.</summary>
    public static void Clear(MappedAt place)
    {
        for (ulong at = place.Address; at < place.End; at += Paging.PageSize)
        {
            Write(place.Root, at, default);
        }
    }

    /// <summary>Whether anything is mapped in the lower half.</summary>
    public static bool HasPages(PhysAddr table, int level = PageTable.TopLevel)
    {
        PageTable entries = new(table);
        int end = level == PageTable.TopLevel ? KernelSpace.FirstEntry : PageTable.Entries;
        for (int i = 0; i < end; i++)
        {
            if (entries[i].IsPresent && (level == 0 || HasPages(entries[i].Address, level - 1)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives back the tables below one, all of them without pages.</summary>
    public void DropTables(PhysAddr table, CapId cap, int level = PageTable.TopLevel)
    {
        PageTable entries = new(table);
        int end = level == PageTable.TopLevel ? KernelSpace.FirstEntry : PageTable.Entries;
        for (int i = 0; level > 0 && i < end; i++)
        {
            if (!entries[i].IsPresent)
            {
                continue;
            }

            PhysAddr below = entries[i].Address;
            entries[i] = default;
            DropTables(below, cap, level - 1);
            if (frames.Table.TryGetHandleForBase(below, out BlockHandle handle))
            {
                frames.Drop(handle, cap);
            }
        }
    }

    private bool TryReach(PhysAddr root, ulong address, CapId cap, out PhysAddr table)
    {
        table = root;
        for (int level = PageTable.TopLevel; level > 0; level--)
        {
            PageTable entries = new(table);
            int index = PageTable.Index(address, level);
            if (!entries[index].IsPresent)
            {
                if (!frames.TryTake(0, cap, out PhysBlock<Exclusive> fresh))
                {
                    return false;
                }

                fresh.Span.Clear();
                entries[index] = PageEntry.Table(frames.Table.Detach(fresh).Base, user: true);
            }

            table = entries[index].Address;
        }

        return true;
    }
}
