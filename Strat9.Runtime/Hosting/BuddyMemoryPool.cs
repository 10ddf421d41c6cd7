using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using Strat9.Memory;

namespace Strat9.Hosting;

/// <summary>
/// A <see cref="MemoryPool{T}"/> over an arena: buffers of 4 KiB to 8 MiB outside the managed heap, aligned to their size, which the
/// garbage collector neither scans nor moves.
/// </summary>
/// <remarks>
/// <para>A buffer is the smallest block that is large enough, so its length is a power of two from 4 KiB up: 5000 bytes asked for are 8192
/// got. What was in it before is still there.</para>
/// <para>Thread-safe; a buffer may be given back on another thread. Once a block of the arena has been rented for the first time,
/// renting it again allocates nothing: its owner object is kept with it. So, as with any pool, who goes on using an owner or its memory after
/// disposing it uses the next renter's. Disposing an owner twice in a row is harmless.</para>
/// </remarks>
public sealed unsafe class BuddyMemoryPool : MemoryPool<byte>
{
    private readonly PhysicalArena _arena;
    private readonly BuddyAllocator _allocator;
    private readonly BuddyMemoryOwner?[] _owners; // by frame
    private readonly bool _detectLeaks;
    private readonly bool _ownsArena;
    private readonly ulong _frames;
    private readonly ulong _start;
    private readonly Magazines _magazines;
    private volatile bool _isDisposed;

    /// <summary>A pool with an arena of its own.</summary>
    /// <param name="size">Bytes in the arena, a multiple of 4 KiB, at least one page.</param>
    /// <exception cref="ArgumentException"><paramref name="size"/> is not as described.</exception>
    public BuddyMemoryPool(ulong size)
        : this(new PhysicalArena(size, new(PhysicalArena.UnzonedStart)))
    {
        _ownsArena = true;
    }

    /// <summary>A pool over an arena, which others may use as well.</summary>
    /// <param name="arena">The arena; it must outlive every buffer.</param>
    /// <param name="detectLeaks">
    /// Whether each buffer that is forgotten is told of as <see cref="OwnershipDiagnostics.ValuesLost"/>, with the place where it was
    /// rented; for that each renting makes an object. <see langword="null"/>: as <see cref="OwnershipDiagnostics.IsEnabled"/> says.
    /// A forgotten buffer is not taken back: somebody may still have a span of it.
    /// </param>
    public BuddyMemoryPool(PhysicalArena arena, bool? detectLeaks = null)
    {
        _arena = arena;
        _allocator = arena.Allocator;
        _frames = _allocator.FreeFrames;
        _start = arena.Start.Value;
        _magazines = arena.Metadata.Magazines; // those of ThreadMagazines: the arena has made them so
        _owners = new BuddyMemoryOwner?[checked((int)arena.Metadata.FrameCount)];
        _detectLeaks = detectLeaks ?? OwnershipDiagnostics.IsEnabled;
    }

    /// <summary>The largest buffer: 8 MiB.</summary>
    public override int MaxBufferSize => (int)Paging.MaxBlockSize;

    /// <summary>The arena the buffers come from.</summary>
    public PhysicalArena Arena => _arena;

    /// <summary>Rents a buffer.</summary>
    /// <param name="minBufferSize">Bytes wanted, 0 to <see cref="MaxBufferSize"/>; -1: one page.</param>
    /// <returns>The buffer; to be disposed once, by whoever has it last.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minBufferSize"/> is not as described.</exception>
    /// <exception cref="ObjectDisposedException">The pool has been disposed.</exception>
    /// <exception cref="OutOfMemoryException">The arena has no free block large enough.</exception>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        if (minBufferSize < -1 || minBufferSize > (int)Paging.MaxBlockSize)
        {
            ThrowSize();
        }

        ObjectDisposedException.ThrowIf(_isDisposed, this);
        int order = minBufferSize <= (int)Paging.PageSize ? 0 : BitOperations.Log2((uint)(minBufferSize - 1)) + 1 - Paging.PageSizeBits;
        Magazine* magazine = _magazines.Of(ThreadMagazines.Current());
        if (magazine == null || order >= Magazine.Orders || !Magazine.TryPop(magazine, order, out ulong address))
        {
            address = _allocator.AllocateTheLongWay(order, MemoryZones.All, BlockFill.None);
            if (address == BuddyAllocator.Nothing)
            {
                ThrowFull(order);
            }
        }

        if (_detectLeaks)
        {
            return new TrackedMemoryOwner(this, new(address)).Rented(order);
        }

        ulong index = (address - _start) >> Paging.PageSizeBits;
        return (_owners[index] ?? Introduce(index, address)).Rented(order);
    }

    /// <summary>A buffer comes back; by its owner.</summary>
    internal void TakeBack(ulong address, int order)
    {
        Magazine* magazine = _magazines.Of(ThreadMagazines.Current());
        if (magazine == null || !BuddyAllocator.TryPushUnclaimed(magazine, address, (ulong)order))
        {
            _allocator.ReturnTheLongWay(address, (ulong)order, ours: true);
        }
    }

    /// <summary>The bytes of a block.</summary>
    internal byte* Pointer(PhysAddr address) => _arena.Metadata.Direct.Pointer(address);

    /// <summary>
    /// Ends renting. The pool's own arena goes with it if no buffer is out; else it is left mapped for good, because memory in use is not
    /// pulled away.
    /// </summary>
    /// <param name="disposing">Always true: there is no finalizer.</param>
    protected override void Dispose(bool disposing)
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            if (_ownsArena && _allocator.FreeFrames == _frames)
            {
                _arena.Dispose();
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private BuddyMemoryOwner Introduce(ulong index, ulong address) =>
        _owners[index] = new(this, new(address)); // the block is ours: nobody else does this now

    [DoesNotReturn]
    private static void ThrowSize() => throw new ArgumentOutOfRangeException("minBufferSize", "A buffer has 0 to 8388608 bytes.");

    [DoesNotReturn]
    private static void ThrowFull(int order)
    {
        MemoryEventSource.Log.RentFailed((long)Paging.BlockSize(order));
        throw new OutOfMemoryException($"The arena has no free block of {Paging.BlockSize(order)} bytes.");
    }
}
