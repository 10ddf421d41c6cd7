using Strat9.Memory;

namespace Strat9.Samples.Driver;

/// <summary>A network card's transmit ring, with faults.</summary>
public sealed class TransmitRing(DmaMemory memory, CapId card)
{
    private readonly Queue<BlockHandle> _posted = new();

    /// <summary>Sets the ring's descriptors up, after a test that there is a buffer for its first packet.</summary>
    public bool TryStart([Gives(When = true)] out PhysBlock<MappedExclusive> descriptors)
    {
        descriptors = default;

        // STRAT1002: where there is no second block, the method returns and the first is lost.
        if (!memory.TryTake(0, out PhysBlock<Exclusive> ring)) // error STRAT1002
        {
            return false;
        }

        if (!memory.TryTake(0, out PhysBlock<Exclusive> spare))
        {
            return false;
        }

        memory.Give(spare);
        descriptors = ring.IntoMapped();
        return true;
    }

    /// <summary>Sends one packet, and again until the card has acknowledged it.</summary>
    public void Send(byte[] packet)
    {
        if (!memory.TryTake(0, out PhysBlock<Exclusive> buffer))
        {
            return;
        }

        packet.CopyTo(buffer.Span);
        do
        {
            // STRAT1001: the first pass of the loop hands the buffer to the card. A second has nothing left to hand over.
            Post(buffer); // error STRAT1001
        }
        while (!Acknowledged(packet));
    }

    /// <summary>Sends a buffer, or gives it back where it is empty.</summary>
    public void SendOrDrop(PhysBlock<Exclusive> buffer, int length)
    {
        if (length == 0)
        {
            memory.Give(buffer);
        }

        // STRAT1001: an empty buffer has been given back above, and somebody else may own it by now. An 'else' is missing.
        Post(buffer); // error STRAT1001
    }

    /// <summary>Writes into the ring after the card has been given it too.</summary>
    public PhysBlock<MappedShared> Kick(PhysBlock<MappedExclusive> descriptors)
    {
        PhysBlock<MappedShared> shared = descriptors.IntoShared();

        // STRAT2001: a block mapped twice has no bytes that are the driver's alone. Write first, share afterwards.
        shared.Span[0] = 1; // error CS1929, STRAT2001
        return shared;
    }

    /// <summary>Gives the ring's memory back.</summary>
    public void Stop(PhysBlock<MappedExclusive> descriptors)
    {
        // STRAT2001: the card can still write into a block that is mapped. It must be unmapped before it is given back.
        memory.Give(descriptors); // error CS1503, STRAT2001
    }

    private bool Acknowledged(byte[] packet) => packet.Length == 0 || _posted.Count > packet[0];

    private void Post(PhysBlock<Exclusive> buffer) => _posted.Enqueue(memory.Lend(buffer, card));
}
