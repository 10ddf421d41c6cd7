namespace Strat9.Samples.Kernel;

/// <summary>Physical memory: the allocator and the table of owners over all of it, and the ways of a block between them.</summary>
internal sealed unsafe class Frames
{
    private const uint SharedBlocks = 1024; // overflow nodes: blocks with more than three capabilities at a time

    private Frames(FrameMetadata metadata)
    {
        Metadata = metadata;
        Allocator = new(metadata);
        Table = new(metadata);
    }

    public FrameMetadata Metadata { get; }

    public BuddyAllocator Allocator { get; }

    public OwnershipTable Table { get; }

    /// <summary>
    /// Places the metadata, sets aside what the boot has used, and hands the rest to the allocator. The boot allocator is done then.
    /// </summary>
    /// <returns><see langword="null"/> where there is no room for the metadata.</returns>
    public static Frames? TryCreate(MemoryMap map, BootAllocator memory)
    {
        ulong count = map.End.Frame;
        ulong frameBytes = FrameStorage.BytesForFrames(count);
        ulong nodeBytes = FrameStorage.BytesForNodes(SharedBlocks);
        if (!memory.TryTake(frameBytes, out PhysAddr frames) || !memory.TryTake(nodeBytes, out PhysAddr nodes))
        {
            return null;
        }

        map.Reserve(memory.Start, memory.Used, "page tables, metadata");
        DirectMap direct = KernelSpace.Direct;
        FrameStorage storage = new(direct.Pointer(frames), frameBytes, direct.Pointer(nodes), nodeBytes);
        return new Frames(new FrameMetadata(new(0), count, map.Regions, direct, storage, new(&Pause)));
    }

    private static void Pause(uint waits) => Processor.Pause();
}
