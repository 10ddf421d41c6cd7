using System.Numerics;

namespace Strat9.Memory;

/// <summary>
/// A binary buddy allocator (Knowlton 1965; Knuth, TAOCP 1, 2.5) of blocks of 2⁰ to 2¹¹ pages, over the free blocks of the memory map.
/// </summary>
/// <remarks>
/// Thread-safe: a spin lock a zone around a few link updates, O(orders). No call allocates managed memory. What goes out is
/// <see cref="BuddyReserved"/>; what comes back is checked against the frame's word, so that a block given back twice is found.
/// </remarks>
public sealed unsafe class BuddyAllocator
{
    private const string BadList = "A free list contradicts the frame metadata.";
    private const string BadReturn = "The block returned is not an allocated one: in use, returned twice, or forged.";
    private const int ZoneCount = 3;
    private const ulong NormalFrame = (16UL << 20) >> Paging.PageSizeBits;
    private const ulong HighFrame = (4UL << 30) >> Paging.PageSizeBits;

    private readonly FrameMetadata _metadata;

    /// <summary>Takes over the free blocks of the metadata.</summary>
    /// <param name="metadata">The frames; each has one allocator.</param>
    /// <exception cref="ArgumentException">The metadata has an allocator already.</exception>
    public BuddyAllocator(FrameMetadata metadata)
    {
        if (!metadata.TryAttachAllocator())
        {
            throw new ArgumentException("The frame metadata has an allocator already.", nameof(metadata));
        }

        _metadata = metadata;

        // From the highest address down, so that the lowest come out first.
        for (ulong index = metadata.FrameCount; index-- > 0;)
        {
            if (metadata.Read(index).State == FrameState.Free)
            {
                ZoneOf(index)->Adopt(metadata, index);
            }
        }
    }

    /// <summary>The frames.</summary>
    public FrameMetadata Metadata => _metadata;

    /// <summary>Frames free in all zones; while other threads work, of about now.</summary>
    public ulong FreeFrames => Zone(0)->FreeFrames + Zone(1)->FreeFrames + Zone(2)->FreeFrames;

    /// <summary>Free blocks of one order in the zones named; while other threads work, of about now.</summary>
    /// <param name="order">0 to <see cref="Paging.MaxOrder"/>.</param>
    /// <param name="zones">Any zones.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is out of range.</exception>
    public ulong FreeBlocks(int order, MemoryZones zones = MemoryZones.All)
    {
        ThrowIfNoOrder(order);
        ulong count = 0;
        for (int zone = 0; zone < ZoneCount; zone++)
        {
            count += ((int)zones >> zone & 1) == 0 ? 0 : Zone(zone)->FreeBlocks(order);
        }

        return count;
    }

    /// <summary>Takes a block: the smallest free one that is large enough, of the highest zone asked for that has one.</summary>
    /// <param name="order">0 to <see cref="Paging.MaxOrder"/>: 2^order pages, aligned to their size.</param>
    /// <param name="zones">The zones to take it from, at least one.</param>
    /// <returns>The block, or that there is none. The bytes in it are whatever was there before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The order is out of range, or there is no such zone.</exception>
    /// <exception cref="MemoryCorruptionException">The free lists have been overwritten.</exception>
    public AllocateResult TryAllocate(int order, MemoryZones zones = MemoryZones.All)
    {
        ThrowIfNoOrder(order);
        if (zones == MemoryZones.None || (zones & ~MemoryZones.All) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(zones), "There is no such zone.");
        }

        do
        {
            for (int left = (int)zones; left != 0;)
            {
                int zone = BitOperations.Log2((uint)left);
                left &= ~(1 << zone);
                if (Zone(zone)->TryTake(_metadata, order, out ulong index, out bool fault))
                {
                    return AllocateResult.Allocated(PhysBlock.FromBuddy(new(_metadata.Address(index), order), _metadata.Direct));
                }

                if (fault)
                {
                    throw new MemoryCorruptionException(BadList, new(_metadata.Address(index), order));
                }
            }
        }
        while (HasBlock(zones, order));

        return AllocateResult.OutOfMemory();
    }

    /// <summary>
    /// Takes back a block that has left the ownership table; an adopted one goes back where it was adopted from: to the holder of the
    /// allocated block, or to the reserved frames.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <exception cref="MemoryCorruptionException">It has been given back before, or is of another arena.</exception>
    public void Free(PhysBlock<Released> block)
    {
        bool ours = block.Direct == _metadata.Direct;
        BlockHandle handle = block.IntoHandle();
        if (!ours || !_metadata.TryIndex(handle, out ulong index))
        {
            throw new MemoryCorruptionException("The block freed is not of this memory.", handle);
        }

        FrameWord word = _metadata.Read(index);
        bool released = word.IsReleased && word.Order == handle.Order && word.Generation == handle.Generation;
        bool adoption = word.State == FrameState.ReleasedReserved;
        if (adoption)
        {
            _metadata.EnterAdoption();
        }

        bool taken = released && _metadata.TryChange(index, word, Destination(word));
        if (adoption)
        {
            _metadata.ExitAdoption();
        }

        if (!taken)
        {
            throw new MemoryCorruptionException("The block freed is not a released one: freed twice, or forged.", handle);
        }

        if (word.State == FrameState.ReleasedPart)
        {
            Adoption.ReturnPart(_metadata, index, word.Order);
        }
        else if (word.State == FrameState.Released)
        {
            Give(index, handle);
        }
    }

    /// <summary>Takes back a block that nobody claimed.</summary>
    /// <param name="block">The block.</param>
    /// <exception cref="MemoryCorruptionException">
    /// It, or a part of it, has been adopted and not been given back; or it has been returned before, or is of another arena.
    /// </exception>
    public void Return(PhysBlock<BuddyReserved> block)
    {
        bool ours = block.Direct == _metadata.Direct;
        BlockHandle handle = block.IntoHandle();
        if (!ours || !_metadata.TryIndex(handle, out ulong index))
        {
            throw new MemoryCorruptionException("The block returned is not of this memory.", handle);
        }

        uint waits = 0;
        while (true)
        {
            FrameWord word = _metadata.Read(index);
            if (word.State != FrameState.Allocated || word.Order != handle.Order || handle.Generation != 0)
            {
                throw new MemoryCorruptionException(BadReturn, handle);
            }

            if (!word.IsLocked && _metadata.TryChange(index, word, word.To(FrameState.Body, 0)))
            {
                Give(index, handle);
                return;
            }

            _metadata.Pause.Wait(ref waits);
        }
    }

    /// <summary>
    /// Whether any of the zones has a block large enough, all of them looked at in one instant: a block that went from one zone's list
    /// while
    /// another was given back to a zone already tried is no reason to be out of memory.
    /// </summary>
    private bool HasBlock(MemoryZones zones, int order)
    {
        if (BitOperations.IsPow2((uint)zones))
        {
            return false; // the one zone has been looked at in one instant
        }

        bool has = false;
        for (int zone = 0; zone < ZoneCount; zone++)
        {
            if (((int)zones >> zone & 1) != 0)
            {
                Zone(zone)->Enter(_metadata.Pause);
                has |= Zone(zone)->HasBlock(order);
            }
        }

        for (int zone = 0; zone < ZoneCount; zone++)
        {
            if (((int)zones >> zone & 1) != 0)
            {
                Zone(zone)->Exit();
            }
        }

        return has;
    }

    private static FrameWord Destination(FrameWord word) => word.State switch
    {
        FrameState.ReleasedBlock => word.To(FrameState.Allocated, word.Order),
        FrameState.ReleasedReserved => word.To(FrameState.Reserved, 0),
        _ => word.To(FrameState.Body, 0), // in our hands
    };

    private static void ThrowIfNoOrder(int order)
    {
        if ((uint)order > Paging.MaxOrder)
        {
            throw new ArgumentOutOfRangeException(nameof(order), "The order is not one of 0 to 11.");
        }
    }

    private void Give(ulong index, BlockHandle handle)
    {
        if (!ZoneOf(index)->TryGive(_metadata, index, handle.Order))
        {
            throw new MemoryCorruptionException(BadList, handle);
        }
    }

    private BuddyZone* Zone(int zone) => (BuddyZone*)_metadata.Header + zone;

    private BuddyZone* ZoneOf(ulong index)
    {
        ulong frame = _metadata.FirstFrame + index;
        return Zone(frame < NormalFrame ? 0 : frame < HighFrame ? 1 : 2);
    }
}
