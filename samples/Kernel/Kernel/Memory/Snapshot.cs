namespace Strat9.Samples.Kernel;

/// <summary>What every frame is, at one moment: free frames, and a digest (FNV-1a, 64 bits) over all blocks in order of address.</summary>
internal readonly struct Snapshot
{
    private const ulong Basis = 0xCBF2_9CE4_8422_2325;
    private const ulong Prime = 0x0000_0100_0000_01B3;

    private Snapshot(ulong freeFrames, ulong digest)
    {
        FreeFrames = freeFrames;
        Digest = digest;
    }

    public ulong FreeFrames { get; }

    public ulong Digest { get; }

    public static Snapshot Of(Frames frames)
    {
        ulong digest = Basis;
        foreach (FrameRun run in frames.Metadata.Runs())
        {
            digest = (digest ^ run.Start.Value) * Prime;
            digest = (digest ^ run.FrameCount) * Prime;
            digest = (digest ^ (ulong)run.Info.Kind) * Prime;
        }

        return new(frames.Allocator.FreeFrames, digest);
    }

    /// <summary>Whether every block is as it was: the free ones merged as far as they were then.</summary>
    public bool Is(Snapshot other) => FreeFrames == other.FreeFrames && Digest == other.Digest;
}
