namespace Strat9.Memory;

/// <summary>
/// Unmanaged memory the host gives to the frame metadata, outside the frames it describes and for as long as the metadata is used.
/// </summary>
public readonly unsafe struct FrameStorage
{
    /// <summary>The boundary both parts must be aligned to, in bytes.</summary>
    public const int Alignment = 128;

    /// <summary>Describes the storage.</summary>
    /// <param name="frames">At least <see cref="BytesForFrames"/> bytes, aligned to <see cref="Alignment"/>.</param>
    /// <param name="frameBytes">How many.</param>
    /// <param name="nodes">For capabilities beyond three a block: any number of bytes, aligned likewise; may be
    /// <see langword="null"/>.</param>
    /// <param name="nodeBytes">How many.</param>
    /// <param name="magazines">For free blocks each processor or thread keeps: any number of bytes, aligned likewise; may be
    /// <see langword="null"/>.</param>
    /// <param name="magazineBytes">How many.</param>
    public FrameStorage(
        void* frames, ulong frameBytes, void* nodes, ulong nodeBytes, void* magazines = null, ulong magazineBytes = 0)
    {
        Frames = frames;
        FrameBytes = frameBytes;
        Nodes = nodes;
        NodeBytes = nodeBytes;
        Magazines = magazines;
        MagazineBytes = magazineBytes;
    }

    /// <summary>The memory for zones and frames.</summary>
    public void* Frames { get; }

    /// <summary>Its size in bytes.</summary>
    public ulong FrameBytes { get; }

    /// <summary>The memory for overflow nodes.</summary>
    public void* Nodes { get; }

    /// <summary>Its size in bytes.</summary>
    public ulong NodeBytes { get; }

    /// <summary>The memory for magazines.</summary>
    public void* Magazines { get; }

    /// <summary>Its size in bytes.</summary>
    public ulong MagazineBytes { get; }

    /// <summary>Bytes the metadata of so many frames takes: 32 and a quarter a frame, and 15 to 30 KiB.</summary>
    /// <param name="frames">Up to 2⁵².</param>
    public static ulong BytesForFrames(ulong frames) =>
        FrameMetadata.HeaderSize + FrameWords.BytesFor(frames) + BuddyShards.MapBytesFor(frames);

    /// <summary>Bytes that hold so many overflow nodes, each for six capabilities: 64 a node, and 64.</summary>
    /// <param name="nodes">Up to 2³² - 2.</param>
    public static ulong BytesForNodes(uint nodes) => (nodes + 1UL) * OverflowNodes.NodeSize;

    /// <summary>Bytes that hold so many magazines: 5888 each.</summary>
    /// <param name="count">How many processors or threads are to have one, at least 0.</param>
    public static ulong BytesForMagazines(int count) => (ulong)(uint)count * Magazine.Size;
}
