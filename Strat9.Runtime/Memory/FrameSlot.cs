namespace Strat9.Memory;

/// <summary>The four words of one frame: 0 is its <see cref="FrameWord"/>, for 1 to 3 see <see cref="FrameMetadata"/>.</summary>
internal readonly unsafe struct FrameSlot(ulong* word, ulong stride)
{
    public ref ulong this[uint place] => ref word[place * stride];

    public ulong* At(uint place) => word + place * stride;
}
