using System.Buffers;
using System.Runtime.CompilerServices;
using Strat9.Memory;

namespace Strat9.Hosting;

/// <summary>One block of a pool's arena as a buffer: rented, given back, and rented again with whatever size the block then has.</summary>
/// <param name="pool">The pool.</param>
/// <param name="address">The block's first address.</param>
internal unsafe class BuddyMemoryOwner(BuddyMemoryPool pool, PhysAddr address) : MemoryManager<byte>, IMemoryOwner<byte>
{
    private const int NotRented = -1;

    private readonly byte* _bytes = pool.Pointer(address);
    private readonly ulong _address = address.Value;
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

    /// <summary>What the interface calls: there is no finalizer to be suppressed, as the base would.</summary>
    void IDisposable.Dispose() => GiveBack();

    /// <summary>The block goes back, if it has not yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void GiveBack()
    {
        int order = _order;
        if (order >= 0)
        {
            _order = NotRented;
            pool.TakeBack(_address, order);
        }
    }

    /// <inheritdoc/>
    protected sealed override void Dispose(bool disposing) => GiveBack();
}
