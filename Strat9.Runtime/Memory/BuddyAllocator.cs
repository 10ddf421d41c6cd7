using System.Runtime.CompilerServices;

namespace Strat9.Memory;

/// <summary>
/// A binary buddy allocator (Knowlton 1965; Knuth, TAOCP 1, 2.5) of blocks of 2⁰ to 2¹¹ pages, over the free blocks of the memory map,
/// with magazines of free blocks for each thread or processor in front.
/// </summary>
/// <remarks>
/// Thread-safe. A block of up to 2⁹ pages usually comes out of the caller's own magazine and goes back there, without an atomic
/// instruction; else there is a spin lock a shard around a few link updates, O(orders). No call allocates managed memory. What goes out is
/// <see cref="BuddyReserved"/>; what comes back is checked against the frame's word, so that a block given back twice is found.
/// </remarks>
public sealed unsafe partial class BuddyAllocator
{
    /// <summary>What <see cref="BlockFill.Poison"/> fills with.</summary>
    public const byte PoisonByte = 0xDF;

    internal const ulong Nothing = ulong.MaxValue;

    private const string BadList = "A free map contradicts the frame metadata.";
    private const string BadMagazine = "A magazine contradicts the frame metadata.";
    private const string BadReturn = "The block returned is not an allocated one: in use, returned twice, or forged.";
    private const string BadFree = "The block freed is not a released one: freed twice, or forged.";

    private readonly FrameMetadata _metadata;
    private readonly FrameWords _words;
    private readonly DirectMap _direct;
    private readonly BuddyShards _shards;
    private readonly Magazines _magazines;
    private readonly MemoryZones _cachedZones; // magazines serve requests that take any of these
    private readonly ulong _firstCached; // frames below stay out of magazines
    private readonly BlockFill _allocated;
    private readonly BlockFill _freed;
    private ulong _failed;

    /// <summary>Takes over the free blocks of the metadata.</summary>
    /// <param name="metadata">The frames; each has one allocator.</param>
    /// <param name="magazines">Whose magazine a call may use; the storage for them is the metadata's.</param>
    /// <param name="allocated">What the bytes of every block are set to when it is allocated.</param>
    /// <param name="freed">What the bytes of every block are set to when it comes back.</param>
    /// <exception cref="ArgumentException">The metadata has an allocator already.</exception>
    public BuddyAllocator(
        FrameMetadata metadata, MagazineIndex magazines = default, BlockFill allocated = BlockFill.None, BlockFill freed = BlockFill.None)
    {
        if (!metadata.TryAttachAllocator())
        {
            throw new ArgumentException("The frame metadata has an allocator already.", nameof(metadata));
        }

        _metadata = metadata;
        _words = metadata.FrameWords;
        _direct = metadata.Direct;
        _shards = new(metadata);
        _allocated = allocated;
        _freed = freed;

        // From the highest address down, so that the lowest come out first.
        for (ulong index = metadata.FrameCount; index-- > 0;)
        {
            if (metadata.Read(index).State == FrameState.Free)
            {
                _shards[_shards.IndexOf(index)]->Adopt(metadata, index);
            }
        }

        // Memory for devices is not mixed with the rest, unless it is all there is.
        int lowest = _shards.First(1) < _shards.Count ? 1 : 0;
        for (int zone = lowest; zone < BuddyShards.ZoneCount; zone++)
        {
            _cachedZones |= (MemoryZones)(_shards.First(zone) < _shards.First(zone + 1) ? 1 << zone : 0);
        }

        while (_shards.IndexOf(_firstCached) < _shards.First(lowest))
        {
            _firstCached++;
        }

        metadata.MakeMagazines(magazines, _firstCached, hasFills: ((int)allocated | (int)freed) != 0);
        _magazines = metadata.Magazines;
    }

    /// <summary>The frames.</summary>
    public FrameMetadata Metadata => _metadata;

    /// <summary>Takes a block: the smallest free one that is large enough, of the highest zone asked for that has one.</summary>
    /// <param name="order">0 to <see cref="Paging.MaxOrder"/>: 2^order pages, aligned to their size.</param>
    /// <param name="zones">
    /// The zones to take it from, at least one. A request that does not care between normal and high memory is served from the caller's
    /// magazine first, whatever lies there.
    /// </param>
    /// <param name="fill">What its bytes are set to, beyond what the allocator does for every block.</param>
    /// <returns>
    /// The block, or that there was none at one instant, magazines included. The bytes in it are whatever was there before.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The order is out of range, or there is no such zone.</exception>
    /// <exception cref="MemoryCorruptionException">The free maps have been overwritten.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // so that a token is three numbers in registers, not a copy in memory
    public AllocateResult TryAllocate(int order, MemoryZones zones = MemoryZones.All, BlockFill fill = BlockFill.None)
    {
        ulong address = Allocate(order, zones, fill);
        return address == Nothing
            ? AllocateResult.OutOfMemory()
            : AllocateResult.Allocated(PhysBlock.FromBuddy(new(address, (ulong)order), _direct));
    }

    /// <summary>The allocator for one thread, which knows the caller's magazine: the shortest way, for loops.</summary>
    /// <returns>To be used by the caller only, and in a kernel while the processor stays the same.</returns>
    public LocalAllocator Local() => new(this, _magazines.Current());

    /// <summary>Takes the block at an address, if all its frames are free.</summary>
    /// <param name="address">Aligned to the block's size.</param>
    /// <param name="order">0 to <see cref="Paging.MaxOrder"/>.</param>
    /// <param name="fill">As for <see cref="TryAllocate"/>.</param>
    /// <returns>The block, or that not all its frames were free memory at one instant, magazines included.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The order is out of range.</exception>
    /// <exception cref="ArgumentException">The address is not aligned to the block's size.</exception>
    /// <exception cref="MemoryCorruptionException">The free maps have been overwritten.</exception>
    /// <remarks>May have to empty all magazines: not for every day.</remarks>
    public AllocateResult TryAllocateAt(PhysAddr address, int order, BlockFill fill = BlockFill.None)
    {
        ThrowIfNoOrder(order);
        if ((address.Value & (Paging.BlockSize(order) - 1)) != 0)
        {
            throw new ArgumentException("The address is not aligned to the block's size.", nameof(address));
        }

        BlockHandle handle = new(address, order);
        if (!_metadata.TryIndex(handle, out ulong index) || !TryTakeAt(index, order))
        {
            return AllocateResult.OutOfMemory();
        }

        Fill(handle, fill == BlockFill.None ? _allocated : fill);
        return AllocateResult.Allocated(PhysBlock.FromBuddy(handle, _direct));
    }

    /// <summary>
    /// Takes back a block that has left the ownership table; an adopted one goes back where it was adopted from: to the holder of the
    /// allocated block, or to the reserved frames.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <exception cref="MemoryCorruptionException">It has been given back before, or is of another arena.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Free(PhysBlock<Released> block)
    {
        bool ours = block.Direct == _direct;
        BlockHandle handle = block.IntoHandle();
        GiveReleased(_magazines.Current(), handle.Base.Value, handle.Tag, ours);
    }

    /// <summary>Takes back a block that nobody claimed.</summary>
    /// <param name="block">The block.</param>
    /// <exception cref="MemoryCorruptionException">
    /// It, or a part of it, has been adopted and not been given back; or it has been returned before, or is of another arena.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Return(PhysBlock<BuddyReserved> block)
    {
        bool ours = block.Direct == _direct;
        BlockHandle handle = block.IntoHandle();
        GiveUnclaimed(_magazines.Current(), handle.Base.Value, handle.Tag, ours);
    }

    /// <summary>Empties all magazines into the free maps, so that what is free is there, merged, for everybody.</summary>
    /// <exception cref="MemoryCorruptionException">The free maps or magazines have been overwritten.</exception>
    public void Drain() => Drain(0, _magazines.Count);

    /// <summary>Empties one magazine: of a thread that has ended, or a processor that goes to sleep.</summary>
    /// <param name="index">What <see cref="MagazineIndex"/> calls it; one that is none is no error.</param>
    /// <exception cref="MemoryCorruptionException">The free maps or the magazine have been overwritten.</exception>
    public void Drain(int index)
    {
        if ((uint)index < (uint)_magazines.Count)
        {
            Drain(index, 1);
        }
    }

    /// <summary>Gives a block's first address, or <see cref="Nothing"/>.</summary>
    internal ulong Allocate(int order, MemoryZones zones, BlockFill fill)
    {
        Magazine* magazine = _magazines.Current();
        return magazine != null && IsPlain(order, zones, fill) && Magazine.TryPop(magazine, order, out ulong address)
            ? address
            : AllocateTheLongWay(order, zones, fill);
    }

    /// <summary>As <see cref="Allocate"/>, when the short way is closed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal ulong AllocateTheLongWay(int order, MemoryZones zones, BlockFill fill)
    {
        if (!TryPop(order, zones, out ulong index) && !TryTake(order, zones, out index))
        {
            Interlocked.Add(ref _failed, 1);
            return Nothing;
        }

        if (((int)_allocated | (int)fill) != 0)
        {
            Fill(new(_words.Address(index), order), fill == BlockFill.None ? _allocated : fill);
        }

        return _words.Address(index).Value;
    }

    /// <summary>Whether a request may take the short way.</summary>
    internal static bool IsPlain(int order, MemoryZones zones, BlockFill fill) =>
        (uint)order < Magazine.Orders && zones == MemoryZones.All && fill == BlockFill.None;

    /// <summary>Takes back a block that has left the ownership table, its token in numbers.</summary>
    internal void GiveReleased(Magazine* magazine, ulong address, ulong tag, bool ours)
    {
        if (magazine == null || !ours || !TryPushReleased(magazine, address, tag))
        {
            FreeTheLongWay(address, tag, ours);
        }
    }

    /// <summary>Takes back a block that nobody claimed, its token in numbers.</summary>
    internal void GiveUnclaimed(Magazine* magazine, ulong address, ulong tag, bool ours)
    {
        if (magazine == null || !ours || !TryPushUnclaimed(magazine, address, tag))
        {
            ReturnTheLongWay(address, tag, ours);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryPushReleased(Magazine* magazine, ulong address, ulong tag)
    {
        BlockHandle handle = new(address, tag);
        return handle.Order < Magazine.Orders &&
            Magazine.TryPush(magazine, address, handle.Order, FrameState.Released, handle.Generation, FrameWord.WholeWord);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryPushUnclaimed(Magazine* magazine, ulong address, ulong tag) =>
        tag < Magazine.Orders && // generation 0, and no larger block than may lie there
        Magazine.TryPush(magazine, address, (int)tag, FrameState.Allocated, 0, FrameWord.AllButGeneration);

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void FreeTheLongWay(ulong address, ulong tag, bool ours)
    {
        BlockHandle handle = new(address, tag);
        if (!ours || !_words.TryIndex(handle, out ulong index))
        {
            throw new MemoryCorruptionException("The block freed is not of this memory.", handle);
        }

        FrameWord released = FrameWord.Quiet(FrameState.Released, handle.Order, handle.Generation);
        if (!TryPush(index, handle.Order, released, FrameWord.WholeWord))
        {
            Unhand(index, handle);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void ReturnTheLongWay(ulong address, ulong tag, bool ours)
    {
        BlockHandle handle = new(address, tag);
        if (!ours || !_words.TryIndex(handle, out ulong index))
        {
            throw new MemoryCorruptionException("The block returned is not of this memory.", handle);
        }

        FrameWord allocated = FrameWord.Quiet(FrameState.Allocated, handle.Order, 0);
        if (handle.Generation != 0 || !TryPush(index, handle.Order, allocated, FrameWord.AllButGeneration))
        {
            Retake(index, handle);
        }
    }

    /// <summary>Frees a released block the long way.</summary>
    private void Unhand(ulong index, BlockHandle handle)
    {
        FrameWord word = _metadata.Read(index);
        bool released = word.IsReleased && word.Order == handle.Order && word.Generation == handle.Generation;
        bool adoption = word.State == FrameState.ReleasedReserved;
        if (released && word.State == FrameState.Released)
        {
            Fill(handle, _freed);
        }

        if (adoption)
        {
            _metadata.EnterAdoption();
        }

        // Nobody else may change a released word; an exchange that fails for no reason is made again.
        while (released && !_metadata.TryChange(index, word, Destination(word)))
        {
            released = _metadata.Read(index).Bits == word.Bits;
        }

        if (adoption)
        {
            _metadata.ExitAdoption();
        }

        if (!released)
        {
            throw new MemoryCorruptionException(BadFree, handle);
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

    /// <summary>Takes back an allocated block the long way.</summary>
    private void Retake(ulong index, BlockHandle handle)
    {
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
                Fill(handle, _freed);
                Give(index, handle);
                return;
            }

            _metadata.Pause.Wait(ref waits);
        }
    }

    private static FrameWord Destination(FrameWord word) => word.State switch
    {
        FrameState.ReleasedBlock => word.To(FrameState.Allocated, word.Order),
        FrameState.ReleasedReserved => word.To(FrameState.Reserved, 0),
        _ => word.To(FrameState.Body, 0), // in our hands
    };

    private void Fill(BlockHandle handle, BlockFill fill)
    {
        if (fill != BlockFill.None)
        {
            new Span<byte>(_metadata.Direct.Pointer(handle.Base), (int)handle.Size).Fill(fill == BlockFill.Poison ? PoisonByte : (byte)0);
        }
    }

    private static void ThrowIfNoOrder(int order)
    {
        if ((uint)order > Paging.MaxOrder)
        {
            throw new ArgumentOutOfRangeException(nameof(order), "The order is not one of 0 to 11.");
        }
    }

    private static void ThrowIfNoZone(MemoryZones zones)
    {
        if (zones == MemoryZones.None || (zones & ~MemoryZones.All) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(zones), "There is no such zone.");
        }
    }
}
