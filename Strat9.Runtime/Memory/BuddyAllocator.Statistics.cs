namespace Strat9.Memory;

/// <content>How much is free, where and in what sizes.</content>
public sealed unsafe partial class BuddyAllocator
{
    /// <summary>Frames free in all zones, magazines included; while other threads work, of about now.</summary>
    public ulong FreeFrames => ListedFrames(MemoryZones.All) + CachedFrames;

    /// <summary>Requests that found no memory, since the beginning.</summary>
    public ulong FailedAllocations => Volatile.Read(ref _failed);

    /// <summary>Frames in magazines; while other threads work, of about now.</summary>
    public ulong CachedFrames
    {
        get
        {
            ulong frames = 0;
            for (int order = 0; order < Magazine.Orders; order++)
            {
                frames += CachedBlocks(order) << order;
            }

            return frames;
        }
    }

    /// <summary>Blocks of one order in magazines; while other threads work, of about now.</summary>
    /// <param name="order">0 to <see cref="Paging.MaxOrder"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is out of range.</exception>
    public ulong CachedBlocks(int order)
    {
        ThrowIfNoOrder(order);
        ulong blocks = 0;
        for (int i = 0; i < _magazines.Count && order < Magazine.Orders; i++)
        {
            Magazine.Bin* bin = Magazine.BinOf(_magazines[i], order);
            blocks += Volatile.Read(ref bin->Top) - bin->First;
        }

        return blocks;
    }

    /// <summary>Frames on the free lists of the zones named: without magazines. While other threads work, of about now.</summary>
    /// <param name="zones">Any zones.</param>
    public ulong ListedFrames(MemoryZones zones)
    {
        ulong frames = 0;
        for (int shard = 0; shard < _shards.Count; shard++)
        {
            frames += IsOf(shard, zones) ? _shards[shard]->FreeFrames : 0;
        }

        return frames;
    }

    /// <summary>
    /// Free blocks of one order on the lists of the zones named: what lies in magazines is not counted until <see cref="Drain()"/>. While
    /// other threads work, of about now.
    /// </summary>
    /// <param name="order">0 to <see cref="Paging.MaxOrder"/>.</param>
    /// <param name="zones">Any zones.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is out of range.</exception>
    public ulong FreeBlocks(int order, MemoryZones zones = MemoryZones.All)
    {
        ThrowIfNoOrder(order);
        ulong count = 0;
        for (int shard = 0; shard < _shards.Count; shard++)
        {
            count += IsOf(shard, zones) ? _shards[shard]->FreeBlocks(order) : 0;
        }

        return count;
    }

    /// <summary>The order of the largest block on the lists of the zones named; -1 when they are empty.</summary>
    /// <param name="zones">Any zones.</param>
    public int LargestFreeOrder(MemoryZones zones = MemoryZones.All)
    {
        int order = Paging.MaxOrder;
        while (order >= 0 && FreeBlocks(order, zones) == 0)
        {
            order--;
        }

        return order;
    }

    /// <summary>
    /// External fragmentation seen from one order: the part of the listed free frames that lies in blocks too small for it, 0 to 1 (Gorman
    /// and Whitcroft's index of unusable free space, 2005). 0 when nothing is free.
    /// </summary>
    /// <param name="order">0 to <see cref="Paging.MaxOrder"/>.</param>
    /// <param name="zones">Any zones.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is out of range.</exception>
    public double Fragmentation(int order, MemoryZones zones = MemoryZones.All)
    {
        ThrowIfNoOrder(order);
        ulong unusable = 0;
        ulong free = 0;
        for (int size = 0; size <= Paging.MaxOrder; size++)
        {
            ulong frames = FreeBlocks(size, zones) << size;
            free += frames;
            unusable += size < order ? frames : 0;
        }

        return free == 0 ? 0 : (double)unusable / free;
    }

    private bool IsOf(int shard, MemoryZones zones)
    {
        int zone = shard < _shards.First(1) ? 0 : shard < _shards.First(2) ? 1 : 2;
        return ((int)zones >> zone & 1) != 0;
    }
}
