using Strat9.Memory;

namespace Strat9.Samples.Driver;

/// <summary>Reads sectors of a disk into blocks that the caller owns.</summary>
public sealed class BlockCache(DmaMemory memory, Action<long, Span<byte>> disk)
{
    /// <summary>Reads one sector.</summary>
    public bool TryRead(long sector, [Gives(When = true)] out PhysBlock<Exclusive> page)
    {
        if (!memory.TryTake(0, out page))
        {
            return false;
        }

        disk(sector, page.Span);
        return true;
    }

    /// <summary>The sum of the first byte of each sector; a missing one counts as zero.</summary>
    public int Checksum(ReadOnlySpan<long> sectors)
    {
        int sum = 0;
        foreach (long sector in sectors)
        {
            if (TryRead(sector, out PhysBlock<Exclusive> page))
            {
                sum += page.Span[0];
                Evict(page);
            }
        }

        return sum;
    }

    /// <summary>The last of the sectors that can be read.</summary>
    public bool TryReadLast(ReadOnlySpan<long> sectors, [Gives(When = true)] out PhysBlock<Exclusive> last)
    {
        for (int i = sectors.Length - 1; i >= 0; i--)
        {
            if (TryRead(sectors[i], out last))
            {
                return true;
            }
        }

        last = default;
        return false;
    }

    /// <summary>Moves a page to a block twice the size; where there is none it stays as it is.</summary>
    public bool TryGrow(ref PhysBlock<Exclusive> page)
    {
        if (!memory.TryTake(page.Handle.Order + 1, out PhysBlock<Exclusive> larger))
        {
            return false;
        }

        page.Span.CopyTo(larger.Span);
        memory.Give(page);
        page = larger;
        return true;
    }

    /// <summary>Gives a page back.</summary>
    public void Evict(PhysBlock<Exclusive> page) => memory.Give(page);
}
