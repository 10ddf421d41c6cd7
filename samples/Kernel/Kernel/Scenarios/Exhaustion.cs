namespace Strat9.Samples.Kernel;

/// <summary>
/// Memory runs out, in the middle of mapping and of copying on a write: results say so, nothing is lost, and all of it comes back.
/// </summary>
internal static class Exhaustion
{
    private const ulong Here = 0x0000_1000_0000_0000;
    private const ulong There = 0x0000_7000_0000_0000;

    private static readonly CapId s_first = new(30);
    private static readonly CapId s_second = new(31);
    private static readonly CapId s_hoarder = new(32);

    public static void Run(Frames frames, Mapper mapper)
    {
        Snapshot before = Snapshot.Of(frames);
        if (Scenario.TryCreateSpace(mapper, s_first, out AddressSpace first))
        {
            if (Scenario.TryCreateSpace(mapper, s_second, out AddressSpace second))
            {
                if (Scenario.TryTake(frames, 0, s_first, out PhysBlock<Exclusive> block))
                {
                    WithSpaces(frames, mapper, first, second, block);
                }

                Scenario.Destroy(mapper, second);
            }

            Scenario.Destroy(mapper, first);
        }

        Scenario.CheckBack(frames, before, "memory");
    }

    private static void WithSpaces(
        Frames frames, Mapper mapper, in AddressSpace first, in AddressSpace second, PhysBlock<Exclusive> block)
    {
        MapResult mapped = mapper.Map(block, first, Here, Access.ReadWrite);
        if (mapped.IsRefused(out _, out PhysBlock<Exclusive> unmapped))
        {
            Check.That(false, "the block can be mapped");
            frames.Give(unmapped, s_first);
        }
        else if (mapped.IsMapped(out Mapping mapping))
        {
            CopyOnWriteResult split = mapper.ShareCopyOnWrite(mapping, second, Here);
            if (split.IsRefused(out _, out Mapping unsplit))
            {
                Check.That(false, "the block can be shared until a write");
                frames.Give(mapper.Unmap(unsplit), s_first);
            }
            else if (split.IsSplit(out LazyMapping mine, out LazyMapping theirs))
            {
                WithoutMemory(frames, mapper, second);
                mapper.Unmap(theirs);
                mapper.Unmap(mine);
            }
        }
    }

    private static void WithoutMemory(Frames frames, Mapper mapper, in AddressSpace second)
    {
        if (!Scenario.TryTake(frames, 0, s_second, out PhysBlock<Exclusive> spare))
        {
            return;
        }

        ulong hoarded = Hoard(frames);
        Check.That(frames.Allocator.FreeFrames == 0, "memory is used up");
        bool made = mapper.TryCreateSpace(s_hoarder, out AddressSpace third);
        Check.That(!made, "no space can be made");
        if (made)
        {
            Scenario.Destroy(mapper, third);
        }

        MapResult result = mapper.Map(spare, second, There, Access.Read);
        if (result.IsRefused(out MapError error, out PhysBlock<Exclusive> back))
        {
            Check.That(error == MapError.OutOfMemory, "no memory for page tables, says the result");
            frames.Give(back, s_second);
        }
        else if (result.IsMapped(out Mapping mapping))
        {
            Check.That(false, "no memory for page tables");
            frames.Give(mapper.Unmap(mapping), s_second);
        }

        // The spare page is free again: taken too, so that the copy has nowhere to go.
        hoarded += Hoard(frames);
        CurrentSpace.Enter(second);
        Check.That(Processor.ProbeWrite(Here, 1) == -1, "a write that needs a copy fails");
        Check.That(Processor.ProbeRead(Here) >= 0, "and what was there is there");
        Log.Line("memory").Text("used up: ").Number(hoarded).Text(" blocks taken; mapping and copying were refused by results").End();
        Picture.DrawFrames(frames);
        ulong given = 0;
        foreach (OwnerEntry entry in frames.Table.Entries())
        {
            given += Holds(frames, entry.Handle) && frames.Drop(entry.Handle, s_hoarder) ? 1u : 0;
        }

        Check.That(given == hoarded, "every block taken is given back");
        Check.That(Processor.ProbeWrite(Here, 1) == 0, "now the write has its copy");
    }

    private static bool Holds(Frames frames, BlockHandle handle)
    {
        System.Span<CapId> caps = stackalloc CapId[1];
        return frames.Table.TryGet(handle, caps, out OwnerEntry entry) && entry.CapabilityCount == 1 && caps[0] == s_hoarder;
    }

    /// <summary>Takes every block there is, the largest first, and hands the tokens to the table.</summary>
    private static ulong Hoard(Frames frames)
    {
        ulong count = 0;
        for (int order = Paging.MaxOrder; order >= 0; order--)
        {
            while (frames.TryTake(order, s_hoarder, out PhysBlock<Exclusive> block))
            {
                frames.Table.Detach(block);
                count++;
            }
        }

        return count;
    }
}
