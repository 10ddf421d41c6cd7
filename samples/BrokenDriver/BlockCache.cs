using Strat9.Memory;

namespace Strat9.Samples.Driver;

/// <summary>Reads sectors of a disk into blocks that the caller owns, with faults.</summary>
public sealed class BlockCache(DmaMemory memory, Action<long, Span<byte>> disk)
{
    /// <summary>Reads one sector.</summary>
    public PhysBlock<Exclusive> Read(long sector)
    {
        if (!memory.TryTake(0, out PhysBlock<Exclusive> page))
        {
            throw new InsufficientMemoryException("There is no block for the sector.");
        }

        disk(sector, page.Span);
        return page;
    }

    /// <summary>The last of the sectors.</summary>
    public PhysBlock<Exclusive> ReadLast(ReadOnlySpan<long> sectors)
    {
        PhysBlock<Exclusive> last = Read(0);
        foreach (long sector in sectors)
        {
            // STRAT1003: the page read before is still owned. Overwriting the variable loses the block.
            last = Read(sector); // error STRAT1003
        }

        return last;
    }

    /// <summary>The page of a sector, or an empty one.</summary>
    public PhysBlock<Exclusive> ReadOrNothing(long sector)
    {
        if (sector < 0)
        {
            // STRAT3005: there is no empty block. This one claims to own page 0, and giving it back frees somebody else's memory.
            return default; // error STRAT3005
        }

        return Read(sector);
    }

    /// <summary>Reads a page's first byte, and gives it back.</summary>
    public byte First(in PhysBlock<Exclusive> page)
    {
        byte first = page.Span[0];

        // STRAT1005: 'in' only lends the page. The caller will give it back too.
        memory.Give(page); // error STRAT1005
        return first;
    }

    /// <summary>Moves a page to a block twice the size.</summary>
    // STRAT1006: where there is no larger block, the method returns and the caller is left with a page that is gone.
    public bool TryGrow(ref PhysBlock<Exclusive> page) // error STRAT1006
    {
        int order = page.Handle.Order;
        memory.Give(page);
        if (!memory.TryTake(order + 1, out PhysBlock<Exclusive> larger))
        {
            return false;
        }

        page = larger;
        return true;
    }
}
