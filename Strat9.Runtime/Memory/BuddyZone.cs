using System.Numerics;
using System.Runtime.InteropServices;

namespace Strat9.Memory;

/// <summary>
/// One zone's free blocks: a doubly linked list for each order, through the words of the frames themselves, under one lock. Lives in the
/// header of the metadata's storage, on lines of its own.
/// </summary>
/// <remarks>
/// Links and heads are frame index + 1; 0 is none. A block is on the list of its order exactly when its head's word says
/// <see cref="FrameState.Free"/> with that order; whether the buddy is free is one look at its word.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal unsafe struct BuddyZone
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
        Volatile.Write(ref _published, _orders);
        SpinLock.Exit(ref _lock);
    }

    /// <summary>Whether there is a block of the order, or a larger one, with no other thread halfway through changing that.</summary>
    public readonly bool HasBlock(int order) => Volatile.Read(in _published) >> order != 0;

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
        fault = false;
        index = 0;
        if (!HasBlock(order))
        {
            return false;
        }

        Enter(metadata.Pause);
        uint enough = _orders >> order;
        bool taken = enough != 0;
        if (taken)
        {
            int found = order + BitOperations.TrailingZeroCount(enough);
            index = _heads[found] - 1;
            fault = !TryUnlink(metadata, index, found);
            taken = !fault;
            while (taken && found > order)
            {
                found--;
                Push(metadata, index + (1UL << found), found);
            }

            if (taken)
            {
                metadata.Write(index, metadata.Read(index).To(FrameState.Allocated, order));
            }
        }

        Exit();
        return taken;
    }

    /// <summary>Gives a block back, merging it with its buddy as long as that is free. The caller owns its word.</summary>
    /// <returns>False when the lists contradict the words.</returns>
    public bool TryGive(FrameMetadata metadata, ulong index, int order)
    {
        Enter(metadata.Pause);
        bool sound = true;
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
                sound = false;
                break;
            }

            ulong upper = buddy > index ? buddy : index;
            metadata.Write(upper, metadata.Read(upper).To(FrameState.Body, 0));
            index = buddy < index ? buddy : index;
            order++;
        }

        if (sound)
        {
            Push(metadata, index, order);
        }

        Exit();
        return sound;
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
