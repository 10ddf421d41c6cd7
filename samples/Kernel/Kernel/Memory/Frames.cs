using System;

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

    /// <summary>Takes a block of 2^order pages and claims it.</summary>
    /// <returns>False where memory is used up: nothing has changed then.</returns>
    public bool TryTake(int order, CapId cap, [Gives(When = true)] out PhysBlock<Exclusive> block)
    {
        AllocateResult allocation = Allocator.TryAllocate(order);
        if (!allocation.IsAllocated(out PhysBlock<BuddyReserved> reserved))
        {
            block = default;
            return false;
        }

        ClaimResult claim = Table.Claim(reserved, cap);
        if (claim.IsClaimed(out block))
        {
            return true;
        }

        if (claim.IsRefused(out _, out PhysBlock<BuddyReserved> unclaimed))
        {
            Allocator.Return(unclaimed);
        }

        return false;
    }

    /// <summary>Gives a block back. Where others still refer to it, it is freed with the last of them.</summary>
    public void Give(PhysBlock<Exclusive> block, CapId cap)
    {
        ReleaseResult result = Table.Release(block, cap);
        if (result.IsFreed(out PhysBlock<Released> freed))
        {
            Allocator.Free(freed);
        }
        else if (result.IsRefused(out _, out PhysBlock<Exclusive> held))
        {
            Drop(Table.Detach(held), cap);
        }
    }

    /// <summary>Removes a capability from a block, which frees it if that was the last reference.</summary>
    /// <returns>False where the table knows no such capability.</returns>
    public bool Drop(BlockHandle handle, CapId cap)
    {
        RemoveRefResult result = Table.RemoveRef(handle, cap);
        if (result.IsFreed(out PhysBlock<Released> freed))
        {
            Allocator.Free(freed);
            return true;
        }

        return !result.IsRefused(out _);
    }

    /// <summary>Keeps a block for a while, whoever else drops it.</summary>
    public bool TryPin(BlockHandle handle, [Gives(When = true)] out BlockPin pin) => Table.Pin(handle).IsPinned(out pin);

    /// <summary>Takes a pin back, of a block whose token the table has; the last reference frees it.</summary>
    public void Unpin(BlockPin pin)
    {
        UnpinResult result = Table.Unpin(pin);
        if (result.IsFreed(out PhysBlock<Released> freed))
        {
            Allocator.Free(freed);
        }
        else if (result.IsRefused(out _, out BlockPin held))
        {
            Ownership.Forget(held, "The kernel stops here: the token of a shared block is out.");
            throw new InvalidOperationException("A block was pinned whose token is still held.");
        }
    }

    private static void Pause(uint waits) => Processor.Pause();
}
