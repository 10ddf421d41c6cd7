using System.Runtime.CompilerServices;

namespace Strat9.Memory;

/// <summary>
/// Where the frames' words are and which frames they describe: what every hot path needs, to be kept by value where it is used.
/// </summary>
internal readonly unsafe struct FrameWords(ulong* frames, ulong firstFrame, ulong count)
{
    public const uint Words = 4;

    private readonly ulong* _frames = frames;

    public ulong FirstFrame { get; } = firstFrame;

    public ulong Count { get; } = count;

    public ulong* Slot(ulong index) => _frames + index * Words;

    public FrameWord Read(ulong index) => new(Volatile.Read(ref *Slot(index)));

    public void Write(ulong index, FrameWord word) => Volatile.Write(ref *Slot(index), word.Bits);

    public bool TryChange(ulong index, FrameWord from, FrameWord to) => Atomic.TryChange(ref *Slot(index), from.Bits, to.Bits);

    public PhysAddr Address(ulong index) => PhysAddr.OfFrame(FirstFrame + index);

    public bool TryIndex(PhysAddr address, out ulong index)
    {
        index = address.Frame - FirstFrame;
        return index < Count;
    }

    /// <summary>
    /// The index of a handle's first frame, when a block of that order can lie there as far as numbers tell; holes are not looked at.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryIndex(in BlockHandle handle, out ulong index)
    {
        int order = handle.Order;
        ulong @base = handle.Base.Value;
        index = (@base >> Paging.PageSizeBits) - FirstFrame;
        return order <= Paging.MaxOrder && (@base & (Paging.BlockSize(order) - 1)) == 0 && index < Count && Count - index >= 1UL << order;
    }
}
