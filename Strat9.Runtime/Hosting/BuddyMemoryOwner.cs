using System.Buffers;
using System.Runtime.CompilerServices;
using Strat9.Memory;

namespace Strat9.Hosting;

/// <summary>One block of a pool's arena as a buffer: rented, given back, and rented again with whatever size the block then has.</summary>
/// <param name="pool">The pool.</param>
/// <param name="index">The block's first frame.</param>
internal unsafe class BuddyMemoryOwner(BuddyMemoryPool pool, ulong index) : MemoryManager<byte>
{
    private const int NotRented = -1;

    private readonly byte* _bytes = pool.Pointer(index);
    private int _order = NotRented;

    /// <inheritdoc/>
    public sealed override Memory<byte> Memory => CreateMemory(Length);

    private int Length => _order >= 0 ? (int)Paging.PageSize << _order : throw new ObjectDisposedException(nameof(IMemoryOwner<byte>));

    /// <summary>The block has been allocated, with this order.</summary>
    public BuddyMemoryOwner Rented(int order)
    {
        _order = order;
        return this;
    }

    /// <inheritdoc/>
    public sealed override Span<byte> GetSpan() => new(_bytes, Length);

    /// <summary>Gives the pointer; there is nothing to pin, and nothing is counted.</summary>
    /// <param name="elementIndex">0 up to the length.</param>
    public sealed override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)Length, nameof(elementIndex));
        return new(_bytes + elementIndex);
    }

    /// <inheritdoc/>
    public sealed override void Unpin()
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override void Dispose(bool disposing)
    {
        int order = _order;
        if (order >= 0)
        {
            _order = NotRented;
            pool.TakeBack(index, order);
        }
    }
}
