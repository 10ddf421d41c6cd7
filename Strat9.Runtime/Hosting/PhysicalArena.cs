using Strat9.Memory;

namespace Strat9.Hosting;

/// <summary>
/// A machine's memory inside an ordinary process: a stretch of native memory that plays the part of physical memory, with metadata,
/// allocator and ownership table over it, so that blocks have real bytes. Each thread has a magazine of free blocks in it.
/// </summary>
/// <remarks>
/// Pages are zero at first and cost nothing until touched; pages of holes never are. On Linux no access succeeds just before the first
/// and just behind the last byte. Physical address and pointer agree modulo 8 MiB, so a
/// block is aligned to its size in both. What the arena gives is thread-safe; <see cref="Dispose"/> is not: the owner disposes it
/// when no block, span, table or allocator of it is in use any more. There is no finalizer, because blocks do not keep their arena
/// alive: an arena that is forgotten leaks, it does not pull memory from under a span.
/// </remarks>
public sealed unsafe class PhysicalArena : IDisposable
{
    /// <summary>Where an arena begins that does not care for zones: it is all in one.</summary>
    internal const ulong UnzonedStart = 4ul << 30;

    private const uint DefaultOverflowNodes = 4096;
    private const ulong HugePage = 2 << 20;

    private static int _count;

    private readonly ulong _usableFrames;

    private readonly NativePages? _memory;
    private readonly NativePages? _metadata;

    /// <summary>An arena that is usable from end to end.</summary>
    /// <param name="size">Bytes, a multiple of 4 KiB, at least one page.</param>
    /// <param name="start">The physical address of its first byte; page-aligned. It decides the zones the arena is in.</param>
    /// <exception cref="ArgumentException"><paramref name="size"/> or <paramref name="start"/> is not as described.</exception>
    public PhysicalArena(ulong size, PhysAddr start = default)
        : this([new MemoryRegion(ThrowIfNoRange(start, size), size, MemoryRegionKind.Usable)])
    {
    }

    /// <summary>An arena with holes and reserved ranges: from the lowest address mentioned to the highest.</summary>
    /// <param name="map">The memory map: at least one region that is not empty.</param>
    /// <param name="overflowNodes">How many 64-byte nodes there are for capabilities beyond three a block, six a node.</param>
    /// <param name="hugePages">Whether to ask the system for huge pages: faster, but touched memory comes in larger pieces.</param>
    /// <exception cref="ArgumentException"><paramref name="map"/> is empty, or too large for this process.</exception>
    public PhysicalArena(ReadOnlySpan<MemoryRegion> map, uint overflowNodes = DefaultOverflowNodes, bool hugePages = true)
    {
        (ulong first, ulong frames) = Span(map);
        ulong size = frames * Paging.PageSize;
        try
        {
            ulong frameBytes = Whole(FrameStorage.BytesForFrames(frames));
            ulong magazineBytes = Whole(FrameStorage.BytesForMagazines(ThreadMagazines.Count));
            ulong nodeBytes = FrameStorage.BytesForNodes(overflowNodes);
            _metadata = new(frameBytes + magazineBytes + nodeBytes, HugePage);
            byte* at = _metadata.Start;
            FrameStorage storage = new(at, frameBytes, at + frameBytes + magazineBytes, nodeBytes, at + frameBytes, magazineBytes);

            // Pointers agree with addresses modulo the largest block.
            ulong start = first << Paging.PageSizeBits;
            _memory = new(size, Paging.MaxBlockSize, start & (Paging.MaxBlockSize - 1), hugePages);
            Metadata = new(new(start), frames, map, new((nint)_memory.Start - (nint)start), storage, ThreadPause.Hook);
            Allocator = new(Metadata, ThreadMagazines.Hook);
            ThreadMagazines.Register(Allocator);
            Table = new(Metadata);
            _usableFrames = Allocator.FreeFrames;
        }
        catch
        {
            Dispose();
            throw;
        }

        Size = size;
        ArenaMetrics.Register(this);
    }

    /// <summary>The first physical address.</summary>
    public PhysAddr Start => Metadata.Start;

    /// <summary>Bytes from the first address to the last, holes included.</summary>
    public ulong Size { get; }

    /// <summary>The metadata of every frame; it also draws the memory map.</summary>
    public FrameMetadata Metadata { get; }

    /// <summary>The allocator over the usable frames.</summary>
    public BuddyAllocator Allocator { get; }

    /// <summary>The ownership table.</summary>
    public OwnershipTable Table { get; }

    /// <summary>What metrics call the arena: its number in the process.</summary>
    public string Name { get; } = "arena-" + Interlocked.Increment(ref _count).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Bytes the allocator had at first: without holes and reserved ranges.</summary>
    public long UsableBytes => (long)(_usableFrames * Paging.PageSize);

    /// <summary>Bytes out of the allocator; while threads work, of about now.</summary>
    public long LiveBytes => UsableBytes - (long)(Allocator.FreeFrames * Paging.PageSize);

    /// <summary>Free bytes in the magazines of threads; while they work, of about now.</summary>
    public long CachedBytes => (long)(Allocator.CachedFrames * Paging.PageSize);

    /// <summary>Gives the memory back to the process. See the remarks on the type: nothing of the arena may be used afterwards.</summary>
    public void Dispose()
    {
        if (Allocator != null)
        {
            ArenaMetrics.Unregister(this);
            ThreadMagazines.Unregister(Allocator);
        }

        _memory?.Dispose();
        _metadata?.Dispose();
    }

    private static ulong Whole(ulong bytes) => (bytes + FrameStorage.Alignment - 1) & ~(FrameStorage.Alignment - 1ul);

    private static PhysAddr ThrowIfNoRange(PhysAddr start, ulong size)
    {
        if (size == 0 || (size & Paging.PageMask) != 0)
        {
            throw new ArgumentException($"An arena of {size} bytes is not a positive number of 4 KiB pages.", nameof(size));
        }

        if (!start.IsPageAligned || size > ulong.MaxValue - start.Value)
        {
            throw new ArgumentException(
                $"An arena cannot begin at 0x{start.Value:x}: not page-aligned, or its end passes 2⁶⁴.", nameof(start));
        }

        return start;
    }

    private static (ulong First, ulong Frames) Span(ReadOnlySpan<MemoryRegion> map)
    {
        ulong low = ulong.MaxValue;
        ulong high = 0;
        foreach (MemoryRegion region in map)
        {
            if (region.Length > ulong.MaxValue - region.Start.Value)
            {
                throw new ArgumentException(
                    $"The region of {region.Length} bytes at 0x{region.Start.Value:x} passes the end of the address space.", nameof(map));
            }

            if (region.Length != 0)
            {
                low = Math.Min(low, region.Start.Frame);
                high = Math.Max(high, new PhysAddr(region.Start.Value + region.Length - 1).Frame + 1);
            }
        }

        if (low >= high)
        {
            throw new ArgumentException("The memory map mentions no memory.", nameof(map));
        }

        if (high - low > (ulong)nint.MaxValue / 2 / Paging.PageSize)
        {
            throw new ArgumentException($"The memory map spans {high - low} frames, more than this process can address.", nameof(map));
        }

        return (low, high - low);
    }
}
