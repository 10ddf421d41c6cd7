using System;

namespace Strat9.Samples.Kernel;

/// <summary>What must hold of all memory at any moment between two steps.</summary>
internal static class Invariants
{
    /// <summary>What does not hold; <see langword="null"/> where everything does.</summary>
    public static string? Broken(Frames frames, StressModel model)
    {
        FrameMetadata metadata = frames.Metadata;
        Span<ulong> free = stackalloc ulong[Paging.OrderCount];
        free.Clear();
        Span<CapId> caps = stackalloc CapId[1];
        int ours = 0;
        ulong freeFrames = 0;
        ulong next = 0;
        foreach (FrameRun run in metadata.Runs())
        {
            if (run.Start.Frame != next)
            {
                return "two blocks overlap, or there is a gap between them";
            }

            next += run.FrameCount;
            if (run.Info.Kind is FrameKind.Released or FrameKind.InTransit)
            {
                return "a block is neither here nor there";
            }

            if (run.Info.Kind == FrameKind.Owned)
            {
                bool read = frames.Table.TryGet(run.Info.Block, caps, out OwnerEntry entry);
                ours += !read || entry.CapabilityCount == 0 || StressModel.IsOurs(caps[0]) ? 1 : 0;
            }
            else if (run.Info.Kind == FrameKind.Free)
            {
                free[run.Info.Order]++;
                freeFrames += run.FrameCount;
                if (CouldMerge(metadata, run))
                {
                    return "two free buddies have not merged";
                }
            }
        }

        if (next != metadata.FrameCount || freeFrames != frames.Allocator.FreeFrames)
        {
            return "the frames do not add up";
        }

        for (int order = 0; order < Paging.OrderCount; order++)
        {
            if (free[order] != frames.Allocator.FreeBlocks(order))
            {
                return "a free block is on no list, or a list has one that is not free";
            }
        }

        for (int i = 0; i < StressModel.Capacity; i++)
        {
            if (!model.Agrees(frames.Table, i))
            {
                return "the table and the model differ on a block";
            }
        }

        return ours == model.LiveCount() ? null : "the table has a block that the model lacks, or the other way round";
    }

    private static bool CouldMerge(FrameMetadata metadata, FrameRun run)
    {
        int order = run.Info.Order;
        PhysAddr buddy = new(run.Start.Value ^ Paging.BlockSize(order));
        return order < Paging.MaxOrder && metadata.TryGetFrame(buddy, out FrameInfo info) && info.Kind == FrameKind.Free &&
            info.Order == order && info.Block.Base == buddy;
    }
}
