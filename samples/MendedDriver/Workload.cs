using Strat9.Memory;

namespace Strat9.Samples.Driver;

/// <summary>The rest of the driver at work: packets out by the ring, sectors in by the cache.</summary>
public static class Workload
{
    private static readonly byte[][] Packets = [[1, 2, 3], [4, 5], [6]];

    /// <summary>Sends three packets, reads four sectors, and gives everything back.</summary>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public static void Run(DmaMemory memory, CapId card, Action<DriverStep> after)
    {
        if (!TransmitRing.TryStart(memory, card, out TransmitRing? ring))
        {
            throw new InsufficientMemoryException("There is no block for the transmit ring.");
        }

        int sent = ring.Send(Packets);
        after(new("send", "ring.Send(packets)", $"TransmitRing; {sent} buffers are the card's until it has sent them", ring.Descriptors));
        BlockCache cache = new(memory, (sector, page) => page.Fill((byte)sector));
        int sum = cache.Checksum([1, 2, 3, 4]);
        BlockHandle last = default;
        if (cache.TryReadLast([5, 6], out PhysBlock<Exclusive> page))
        {
            cache.TryGrow(ref page);
            last = page.Handle;
            sum += page.Span[0];
            cache.Evict(page);
        }

        after(new("read", "cache.Checksum(sectors); cache.TryGrow(ref page)", $"TransmitRing; the sectors add up to {sum}", last));
        BlockHandle descriptors = ring.Descriptors;
        ring.Stop();
        after(new("stop", "ring.Stop()", "none: the ring has been taken apart", descriptors));
    }
}
