using System.Numerics;
using System.Runtime.InteropServices;

namespace Strat9.Memory;

/// <summary>
/// The free blocks of one shard, a stretch of one zone: a doubly linked list for each order, through the words of the frames themselves,
/// under one lock. Lives in the header of the metadata's storage, on lines of its own.
/// </summary>
/// <remarks>
/// Links and heads are frame index + 1; 0 is none. A block is on the list of its order exactly when its head's word says
/// <see cref="FrameState.Free"/> with that order; whether the buddy is free is one look at its word. Shards begin and end at multiples of
/// the largest block, so that buddies are always of one shard. Members that take no pause want the lock held.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal unsafe struct BuddyShard
{
    public const int Size = 256;

    private const ulong None = 0;

    private int _lock;
    private uint _orders; // bit n: the list of order n is not empty
    private uint _published; // the same as of the last time the lock was let go, to be read without it
    private ulong _freeFrames;
    private fixed ulong _heads[Paging.OrderCount];
    private fixed ulong _counts[Paging.OrderCount];

    /// <summary>Frames on the lists; a glance without the lock.</summary>
    public readonly ulong FreeFrames => Volatile.Read(in _freeFrames);

    /// <summary>Blocks on one list; a glance without the lock.</summary>
    public ulong FreeBlocks(int order) => Volatile.Read(ref _counts[order]);

    public void Enter(SpinPause pause) => SpinLock.Enter(ref _lock, pause);

    public void Exit()
    {
        if (_published != _orders)
        {
            Volatile.Write(ref _published, _orders);
        }

        SpinLock.Exit(ref _lock);
    }

    /// <summary>Bit n: there are blocks of order n; as of a moment when no thread was halfway through changing that.</summary>
    public readonly uint Orders => Volatile.Read(in _published);

    /// <summary>Puts a block the metadata already calls free on its list; for the time before there are threads.</summary>
    public void Adopt(FrameMetadata metadata, ulong index)
    {
        Push(metadata, index, metadata.Read(index).Order);
        _published = _orders;
    }

    /// <summary>Takes a block, splitting a larger one where need be; its word becomes allocated.</summary>
    /// <returns>False when there is none, or <paramref name="fault"/> is set.</returns>
    public bool TryTake(FrameMetadata metadata, int order, out ulong index, out bool fault)
    {
        if (!TryTakePiece(metadata, order, 0, out index, out _, out fault))
        {
            return false;
        }

        metadata.Write(index, metadata.Read(index).To(FrameState.Allocated, order));
        return true;
    }

    /// <summary>
    /// Takes up to so many blocks for a magazine, from free blocks of the smallest size that is large enough; their words become cached. A
    /// larger block is cut up at once. When there are no more of that size, another shard may have a better fit than what is left here.
    /// </summary>
    /// <returns>How many; they are in <paramref name="items"/> from the lowest place.</returns>
    public int TakeMany(FrameMetadata metadata, int order, int wanted, uint* items, out bool fault)
    {
        int got = 0;
        fault = false;
        uint fit = _orders >> order;
        fit &= ~fit + 1;
        while (got < wanted && (_orders >> order & (2 * fit - 1)) != 0 &&
            TryTakePiece(metadata, order, BitOperations.Log2((uint)(wanted - got)), out ulong piece, out int size, out fault))
        {
            for (ulong index = piece; index < piece + (1UL << size); index += 1UL << order)
            {
                metadata.Write(index, metadata.Read(index).To(FrameState.Cached, order));
                items[got++] = (uint)index;
            }
        }

        return got;
    }

    /// <summary>
    /// Takes a block at a fixed place out of the free block around it; its word becomes allocated.
    /// </summary>
    /// <returns>False when not all its frames are free, or <paramref name="fault"/> is set.</returns>
    public bool TryTakeAt(FrameMetadata metadata, ulong index, int order, out bool fault)
    {
        fault = false;
        if (!metadata.TryFindHead(index, liveOnly: false, out ulong current, out FrameWord word) || word.State != FrameState.Free ||
            word.Order < order)
        {
            return false;
        }

        if (!TryUnlink(metadata, current, word.Order))
        {
            fault = true;
            return false;
        }

        for (int size = word.Order - 1; size >= order; size--)
        {
            ulong upper = current + (1UL << size);
            Push(metadata, index >= upper ? current : upper, size);
            current = index >= upper ? upper : current;
        }

        metadata.Write(index, metadata.Read(index).To(FrameState.Allocated, order));
        return true;
    }

    /// <summary>Gives a block back, merging it with its buddy as long as that is free. The caller owns its word.</summary>
    /// <returns>False when the lists contradict the words.</returns>
    public bool TryGive(FrameMetadata metadata, ulong index, int order)
    {
        while (order < Paging.MaxOrder)
        {
            ulong buddy = ((metadata.FirstFrame + index) ^ (1UL << order)) - metadata.FirstFrame;
            if (buddy >= metadata.FrameCount)
            {
                break;
            }

            FrameWord word = metadata.Read(buddy);
            if (word.State != FrameState.Free || word.Order != order)
            {
                break;
            }

            if (!TryUnlink(metadata, buddy, order))
            {
                return false;
            }

            ulong upper = buddy > index ? buddy : index;
            metadata.Write(upper, metadata.Read(upper).To(FrameState.Body, 0));
            index = buddy < index ? buddy : index;
            order++;
        }

        Push(metadata, index, order);
        return true;
    }

    /// <summary>
    /// Takes the smallest free block that is large enough off its list and splits it until it is at most 2^(order + extra) frames. Its
    /// head's word still says free, or body.
    /// </summary>
    private bool TryTakePiece(FrameMetadata metadata, int order, int extra, out ulong index, out int size, out bool fault)
    {
        fault = false;
        index = 0;
        size = 0;
        uint enough = _orders >> order;
        if (enough == 0)
        {
            return false;
        }

        size = order + BitOperations.TrailingZeroCount(enough);
        index = _heads[size] - 1;
        if (!TryUnlink(metadata, index, size))
        {
            fault = true;
            return false;
        }

        while (size > order + extra)
        {
            size--;
            Push(metadata, index + (1UL << size), size);
        }

        return true;
    }

    private void Push(FrameMetadata metadata, ulong index, int order)
    {
        ulong* slot = metadata.Slot(index);
        ulong next = _heads[order];
        slot[1] = next;
        slot[2] = None;
        if (next != None)
        {
            metadata.Slot(next - 1)[2] = index + 1;
        }

        _heads[order] = index + 1;
        _counts[order]++;
        _freeFrames += 1UL << order;
        _orders |= 1u << order;
        metadata.Write(index, metadata.Read(index).To(FrameState.Free, order));
    }

    /// <summary>Takes a block off its list; false, and nothing done, when word or links are not those of a block on it.</summary>
    private bool TryUnlink(FrameMetadata metadata, ulong index, int order)
    {
        if (index >= metadata.FrameCount)
        {
            return false;
        }

        FrameWord word = metadata.Read(index);
        ulong* slot = metadata.Slot(index);
        ulong next = slot[1];
        ulong previous = slot[2];
        if (word.State != FrameState.Free || word.Order != order || next > metadata.FrameCount || previous > metadata.FrameCount ||
            (previous == None ? _heads[order] : metadata.Slot(previous - 1)[1]) != index + 1 ||
            (next != None && metadata.Slot(next - 1)[2] != index + 1))
        {
            return false;
        }

        if (previous == None)
        {
            _heads[order] = next;
        }
        else
        {
            metadata.Slot(previous - 1)[1] = next;
        }

        if (next != None)
        {
            metadata.Slot(next - 1)[2] = previous;
        }

        _counts[order]--;
        _freeFrames -= 1UL << order;
        if (_heads[order] == None)
        {
            _orders &= ~(1u << order);
        }

        return true;
    }
}
