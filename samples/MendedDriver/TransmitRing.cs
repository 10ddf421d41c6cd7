using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Strat9.Memory;

namespace Strat9.Samples.Driver;

/// <summary>
/// A network card's transmit ring: descriptors in one block that driver and card both see. A posted buffer belongs to the card until the
/// card is done with it.
/// </summary>
[Linear]
public sealed class TransmitRing
{
    /// <summary>How many buffers can be under way at once.</summary>
    public const int Capacity = 64;

    private const int DescriptorSize = 16;

    private readonly DmaMemory _memory;
    private readonly CapId _card;
    private readonly PhysBlock<MappedExclusive> _descriptors;
    private readonly BlockHandle[] _posted = new BlockHandle[Capacity];
    private uint _head;
    private uint _tail;

    private TransmitRing(DmaMemory memory, CapId card, PhysBlock<MappedExclusive> descriptors)
    {
        _memory = memory;
        _card = card;
        _descriptors = descriptors;
    }

    /// <summary>How many buffers the card still has.</summary>
    public int Pending => (int)(_tail - _head);

    /// <summary>The name of the block the descriptors are in.</summary>
    public BlockHandle Descriptors => _descriptors.Handle;

    /// <summary>Sets a ring up, after a test that there is a buffer for its first packet.</summary>
    public static bool TryStart(DmaMemory memory, CapId card, [Gives(When = true), NotNullWhen(true)] out TransmitRing? ring)
    {
        ring = null;
        if (!memory.TryTake(0, out PhysBlock<Exclusive> descriptors))
        {
            return false;
        }

        if (!memory.TryTake(0, out PhysBlock<Exclusive> spare))
        {
            memory.Give(descriptors);
            return false;
        }

        memory.Give(spare);
        descriptors.Span.Clear();
        ring = new TransmitRing(memory, card, descriptors.IntoMapped());
        return true;
    }

    /// <summary>Sends packets, each in a buffer of its own.</summary>
    /// <returns>How many; fewer where the ring is full or memory is short.</returns>
    public int Send(IReadOnlyList<byte[]> packets)
    {
        int sent = 0;
        foreach (byte[] packet in packets)
        {
            if (Pending == Capacity || !_memory.TryTake(0, out PhysBlock<Exclusive> buffer))
            {
                break;
            }

            packet.CopyTo(buffer.Span);
            Post(buffer, packet.Length);
            sent++;
        }

        return sent;
    }

    /// <summary>Takes back the buffers the card has sent.</summary>
    public int Reap()
    {
        int reaped = 0;
        for (; _head != _tail; _head++)
        {
            _memory.Drop(_posted[_head % Capacity], _card);
            reaped++;
        }

        return reaped;
    }

    /// <summary>Stops the card and gives the ring's memory back.</summary>
    [Consumes]
    public void Stop()
    {
        Reap();
        _memory.Give(_descriptors.IntoUnmapped());
    }

    private void Post(PhysBlock<Exclusive> buffer, int length)
    {
        int slot = (int)(_tail % Capacity);
        BlockHandle handle = _memory.Lend(buffer, _card);
        Span<byte> descriptor = _descriptors.Span.Slice(slot * DescriptorSize, DescriptorSize);
        BinaryPrimitives.WriteUInt64LittleEndian(descriptor, handle.Base.Value);
        BinaryPrimitives.WriteInt32LittleEndian(descriptor[8..], length);
        _posted[slot] = handle;
        _tail++;
    }
}
