namespace Strat9.Memory;

/// <summary>
/// Neighbouring frames that are the same thing: one block, or a stretch of hole, of reserved frames, or of frames in transit.
/// </summary>
public readonly struct FrameRun
{
    internal FrameRun(FrameInfo info, ulong frameCount)
    {
        Info = info;
        FrameCount = frameCount;
    }

    /// <summary>What they are. Where <see cref="FrameInfo.Kind"/> is a block, the block.</summary>
    public FrameInfo Info { get; }

    /// <summary>The first address.</summary>
    public PhysAddr Start => Info.Block.Base;

    /// <summary>How many frames.</summary>
    public ulong FrameCount { get; }

    /// <summary>How many bytes.</summary>
    public ulong Size => FrameCount * Paging.PageSize;
}
