namespace Strat9.Memory;

/// <summary>
/// What is known of each frame of a range of physical memory: 32 bytes a frame and two bits for the allocator's maps, in unmanaged memory
/// of the host, shared by the allocator and the ownership table. Made once from the memory map; holes stay holes and reserved frames
/// reserved.
/// </summary>
/// <remarks>
/// Words of a frame: 0 is <see cref="FrameWord"/>; 1 to 3 are three inline capabilities of a live block, or in word 1 the index of its
/// overflow node; in a piece of an allocated block word 3 is the order of the whole. Words 0 of all frames lie together, and so do words
/// 1, 2 and 3. Only the head frame of a block is written when the block changes hands: tails stay <see cref="FrameState.Body"/>.
/// Thread-safe once made. The tables made over it do not allocate.
/// </remarks>
public sealed unsafe partial class FrameMetadata
{
    internal const ulong HeaderSize = BuddyShards.Size; // the allocator's shards, on lines of their own

    private const ulong MaxFrames = 1UL << (64 - Paging.PageSizeBits);

    private readonly byte* _storage;
    private readonly FrameWords _words;
    private int _drain; // guards the stopping of magazines
    private int _adoption; // guards pieces of allocated blocks and adopted reserved frames
    private readonly byte* _magazines;
    private readonly ulong _magazineBytes;
    private int _allocators;

    /// <summary>Writes the metadata of every frame of a range.</summary>
    /// <param name="start">The first address described; page-aligned.</param>
    /// <param name="frameCount">How many frames from there, at least 1; the end may not pass 2⁶⁴.</param>
    /// <param name="map">The memory map; parts outside the range are ignored.</param>
    /// <param name="direct">How the host reaches the memory.</param>
    /// <param name="storage">Memory for the metadata.</param>
    /// <param name="pause">What waiting threads do.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    public FrameMetadata(
        PhysAddr start, ulong frameCount, ReadOnlySpan<MemoryRegion> map, DirectMap direct, FrameStorage storage, SpinPause pause = default)
    {
        if (!start.IsPageAligned)
        {
            throw new ArgumentException("The first address is not page-aligned.", nameof(start));
        }

        if (frameCount == 0 || frameCount > MaxFrames - start.Frame)
        {
            throw new ArgumentException("The number of frames is zero or passes the end of the address space.", nameof(frameCount));
        }

        if (storage.Frames == null || (nuint)storage.Frames % FrameStorage.Alignment != 0 ||
            storage.FrameBytes < FrameStorage.BytesForFrames(frameCount))
        {
            throw new ArgumentException("The storage for frames is missing, misaligned or too small.", nameof(storage));
        }

        if ((storage.Nodes == null && storage.NodeBytes != 0) || (nuint)storage.Nodes % FrameStorage.Alignment != 0)
        {
            throw new ArgumentException("The storage for overflow nodes is missing or misaligned.", nameof(storage));
        }

        if ((storage.Magazines == null && storage.MagazineBytes != 0) || (nuint)storage.Magazines % FrameStorage.Alignment != 0)
        {
            throw new ArgumentException("The storage for magazines is missing or misaligned.", nameof(storage));
        }

        _storage = (byte*)storage.Frames;
        _magazines = (byte*)storage.Magazines;
        _magazineBytes = storage.MagazineBytes;
        _words = new((ulong*)(_storage + HeaderSize), start.Frame, frameCount);
        Direct = direct;
        Pause = pause;
        Nodes = new OverflowNodes(storage.Nodes, storage.NodeBytes);

        new Span<byte>(_storage, (int)HeaderSize).Clear();
        Fill(0, frameCount, FrameState.Hole);
        Mark(map, MemoryRegionKind.Usable);
        Mark(map, MemoryRegionKind.Reserved);
        FormBlocks();
    }

    /// <summary>The first address described.</summary>
    public PhysAddr Start => PhysAddr.OfFrame(FirstFrame);

    /// <summary>How many frames are described.</summary>
    public ulong FrameCount => _words.Count;

    /// <summary>How the host reaches the memory.</summary>
    public DirectMap Direct { get; }

    internal ulong FirstFrame => _words.FirstFrame;

    internal SpinPause Pause { get; }

    internal OverflowNodes Nodes { get; }

    /// <summary>The highest reference count; narrowed by tests that want to see it reached.</summary>
    internal uint MaxRefcount { get; set; } = uint.MaxValue;

    /// <summary>A magazine's stack holds at most 1/2^this of the frames; lowered by tests that want magazines over few frames.</summary>
    internal int MagazineShare { get; set; } = Magazine.Share;

    internal void* Header => _storage;

    /// <summary>Room for <see cref="BuddyShards.MapBytesFor"/> bytes.</summary>
    internal void* Maps => _storage + HeaderSize + FrameWords.BytesFor(FrameCount);

    /// <summary>The allocator's, once there is one.</summary>
    internal Magazines Magazines { get; private set; }

    /// <summary>The block runs of the whole range, in order of address, for diagnostics.</summary>
    /// <remarks>
    /// Reads only, allocates nothing. While other threads work each run is true of some moment, all of them of no single one.
    /// </remarks>
    public FrameRuns Runs() => new(this);

    /// <summary>What the metadata says of the frame at an address.</summary>
    /// <param name="address">Any address.</param>
    /// <param name="info">The block the frame belongs to.</param>
    /// <returns>False outside memory and in holes.</returns>
    /// <remarks>O(orders), reads only. A block that is changing hands may be seen <see cref="FrameKind.InTransit"/>.</remarks>
    public bool TryGetFrame(PhysAddr address, out FrameInfo info)
    {
        if (!TryIndex(address, out ulong index) || Read(index).State == FrameState.Hole)
        {
            info = default;
            return false;
        }

        info = Describe(index);
        return true;
    }

    /// <summary>The words, to be kept by value where they are used.</summary>
    internal FrameWords FrameWords => _words;

    internal FrameSlot Slot(ulong index) => _words.Slot(index);

    internal FrameWord Read(ulong index) => _words.Read(index);

    internal void Write(ulong index, FrameWord word) => _words.Write(index, word);

    internal bool TryChange(ulong index, FrameWord from, FrameWord to) => _words.TryChange(index, from, to);

    internal PhysAddr Address(ulong index) => _words.Address(index);

    internal bool TryIndex(PhysAddr address, out ulong index) => _words.TryIndex(address, out index);

    internal bool TryIndex(BlockHandle handle, out ulong index) => _words.TryIndex(handle, out index);

    /// <summary>Whether any frame of the range is a hole.</summary>
    internal bool HasHole(ulong index, int order)
    {
        for (ulong end = index + (1UL << order); index < end; index++)
        {
            if (Read(index).State == FrameState.Hole)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Looks for a block that contains a frame: at the frame, then with the lowest set bit of the frame's number cleared, and so on, until
    /// no
    /// block is large enough. Those are all the places where an aligned block that contains it can begin.
    /// </summary>
    /// <returns>Whether there is one; not while the block changes hands.</returns>
    internal bool TryFindHead(ulong index, bool liveOnly, out ulong head, out FrameWord word)
    {
        ulong frame = FirstFrame + index;
        ulong lowest = frame & ~((1UL << Paging.MaxOrder) - 1);
        if (lowest < FirstFrame)
        {
            lowest = FirstFrame;
        }

        for (ulong candidate = frame; candidate >= lowest; candidate &= candidate - 1)
        {
            head = candidate - FirstFrame;
            word = Read(head);
            if ((liveOnly ? word.IsLive : word.IsHead) && frame - candidate < 1UL << word.Order)
            {
                return true;
            }

            if (candidate == 0)
            {
                break;
            }
        }

        head = 0;
        word = default;
        return false;
    }

    internal FrameInfo Describe(ulong index)
    {
        FrameWord word = Read(index);
        if (word.State == FrameState.Hole)
        {
            return new(FrameKind.Hole, new(Address(index), 0), 0);
        }

        if (!TryFindHead(index, liveOnly: false, out ulong head, out word))
        {
            FrameKind alone = Read(index).State == FrameState.Reserved ? FrameKind.Reserved : FrameKind.InTransit;
            return new(alone, new(Address(index), 0), 0);
        }

        FrameKind kind = word.State switch
        {
            FrameState.Free or FrameState.Cached => FrameKind.Free,
            FrameState.Allocated or FrameState.Fragment => FrameKind.Allocated,
            _ => word.IsLive ? FrameKind.Owned : FrameKind.Released,
        };
        bool owned = kind == FrameKind.Owned;
        return new(kind, new(Address(head), word.Order, owned ? word.Generation : 0), owned ? Refcount(head, word) : 0);
    }

    /// <summary>The reference count of the block whose word is there; 0 when it has gone meanwhile.</summary>
    private uint Refcount(ulong index, FrameWord word)
    {
        uint waits = 0;
        ulong generation = word.Generation;
        while (word.IsLive && word.Generation == generation)
        {
            if (!word.InNode)
            {
                return word.Caps + word.Pins;
            }

            uint first = (uint)Volatile.Read(ref Slot(index)[1]);
            uint count = 0;
            if (Nodes.Contains(first))
            {
                count = OverflowNodes.Caps(Nodes[first]) + OverflowNodes.Pins(Nodes[first]);
            }

            FrameWord now = Read(index);
            if (now.Bits == word.Bits && !word.IsLocked)
            {
                return count;
            }

            word = now;
            Pause.Wait(ref waits);
        }

        return 0;
    }

    internal void EnterDrain() => SpinLock.Enter(ref _drain, Pause);

    internal void ExitDrain() => SpinLock.Exit(ref _drain);

    internal void EnterAdoption() => SpinLock.Enter(ref _adoption, Pause);

    internal void ExitAdoption() => SpinLock.Exit(ref _adoption);

    /// <summary>Notes that an allocator works here; false when one already does.</summary>
    internal bool TryAttachAllocator() => Interlocked.Exchange(ref _allocators, 1) == 0;

    /// <summary>Makes the allocator's magazines.</summary>
    /// <param name="index">Whose is which.</param>
    /// <param name="firstCached">The first frame, by index, that may lie in one.</param>
    /// <param name="hasFills">Whether blocks are filled when they go out or come back.</param>
    internal void MakeMagazines(MagazineIndex index, ulong firstCached, bool hasFills) =>
        Magazines = new(this, _magazines, _magazineBytes, index, firstCached, hasFills);
}
