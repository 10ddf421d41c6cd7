using System.Runtime.CompilerServices;

namespace Strat9.Memory;

/// <summary>
/// Where the frames' words are and which frames they describe: what every hot path needs, to be kept by value where it is used.
/// </summary>
/// <remarks>
/// The four words of a frame lie in four planes, one behind the other: the allocator reads and writes words 0 only, eight of which share a
/// cache line. Planes are some lines longer than the frames need, so that the words of one frame do not fall into the same cache set.
/// </remarks>
internal readonly unsafe struct FrameWords(ulong* words, ulong firstFrame, ulong count)
{
    public const uint Planes = 4;

    private const ulong Line = 8;
    private const ulong Apart = 11 * Line;
    private const int MisalignedBits = 64 - Paging.PageSizeBits;

    private readonly ulong* _words = words;

    public ulong FirstFrame { get; } = firstFrame;

    public ulong Count { get; } = count;

    /// <summary>Words from one word of a frame to the next.</summary>
    public ulong Stride { get; } = StrideFor(count);

    /// <summary>The words 0, by index.</summary>
    public ulong* First => _words;

    /// <summary>Bytes of all planes together.</summary>
    public static ulong BytesFor(ulong frames) => Planes * sizeof(ulong) * StrideFor(frames);

    /// <summary>All words of a frame.</summary>
    public FrameSlot Slot(ulong index) => new(_words + index, Stride);

    public FrameWord Read(ulong index) => new(Volatile.Read(ref _words[index]));

    public void Write(ulong index, FrameWord word) => Volatile.Write(ref _words[index], word.Bits);

    /// <summary>Writes a word that counts nothing, of the generation the frame has.</summary>
    public void Renew(ulong index, FrameWord quiet) => Write(index, Read(index).Become(quiet));

    public bool TryChange(ulong index, FrameWord from, FrameWord to) => Atomic.TryChange(ref _words[index], from.Bits, to.Bits);

    public PhysAddr Address(ulong index) => PhysAddr.OfFrame(FirstFrame + index);

    public bool TryIndex(PhysAddr address, out ulong index)
    {
        index = address.Frame - FirstFrame;
        return index < Count;
    }

    /// <summary>
    /// The index of the frame that begins at an address. What is not page-aligned becomes a number beyond every frame, so that one comparison
    /// tells all.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryIndexOfBase(PhysAddr address, out ulong index)
    {
        index = FrameOfBase(address) - FirstFrame;
        return index < Count;
    }

    /// <summary>The number of the frame that begins at an address; at least 2⁵² when none does.</summary>
    public static ulong FrameOfBase(PhysAddr address) =>
        (address.Value >> Paging.PageSizeBits) | (address.Value << MisalignedBits); // one rotation

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

    private static ulong StrideFor(ulong frames) => ((frames + Line - 1) & ~(Line - 1)) + Apart;
}
