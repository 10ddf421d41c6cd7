using System;

namespace Strat9.Samples.Kernel;

/// <summary>A block is mapped, shared, copied on a write, and comes back; so does every page table.</summary>
internal static class VirtualMemory
{
    private const ulong Here = 0x0000_1000_0000_0000;
    private const ulong There = 0x0000_2345_6780_0000;

    private static readonly CapId s_first = new(1);
    private static readonly CapId s_second = new(2);

    public static void Run(Frames frames, Mapper mapper)
    {
        Snapshot before = Snapshot.Of(frames);
        if (!Scenario.TryCreateSpace(mapper, s_first, out AddressSpace first))
        {
            return;
        }

        if (Scenario.TryCreateSpace(mapper, s_second, out AddressSpace second))
        {
            MapAndShare(frames, mapper, first, second);
            CopyOnWrite(frames, mapper, first, second);
            Scenario.Destroy(mapper, second);
        }

        Scenario.Destroy(mapper, first);
        Scenario.CheckBack(frames, before, "vm");
    }

    private static void MapAndShare(Frames frames, Mapper mapper, in AddressSpace first, in AddressSpace second)
    {
        if (!Scenario.TryTake(frames, 1, s_first, out PhysBlock<Exclusive> block))
        {
            return;
        }

        block.Span[0] = 42;
        BlockHandle handle = block.Handle;
        MapResult result = mapper.Map(block, first, Here, Access.ReadWrite);
        if (result.IsRefused(out _, out PhysBlock<Exclusive> refused))
        {
            Check.That(false, "the block can be mapped");
            frames.Give(refused, s_first);
        }
        else if (result.IsMapped(out Mapping mapping))
        {
            CurrentSpace.Enter(first);
            Check.That(Processor.ProbeRead(Here) == 42, "the space sees the block");
            Check.That(Processor.ProbeWrite(Here + Paging.PageSize, 7) == 0, "and writes it");
            Check.That(Processor.ProbeCall(Here) == -1, "but does not execute it");
            CurrentSpace.Enter(second);
            Check.That(Processor.ProbeRead(Here) == -1, "another space does not see it");
            Log.Line("vm").Text("block ").Hex(handle.Base).Text(" mapped at ").Hex(Here).Text(" in space 1").End();
            Mapping still = ShareOnce(frames, mapper, mapping, second);
            CurrentSpace.Enter(first);
            PhysBlock<Exclusive> back = mapper.Unmap(still);
            Check.That(Processor.ProbeRead(Here) == -1, "after Unmap nobody sees it");
            Check.That(back.Span[(int)Paging.PageSize] == 7, "and it holds what was written");
            frames.Give(back, s_first);
        }
    }

    private static Mapping ShareOnce(Frames frames, Mapper mapper, Mapping mapping, in AddressSpace second)
    {
        BlockHandle handle = mapping.Handle;
        ShareResult result = mapper.Share(mapping, second, There, Access.Read);
        if (result.IsRefused(out _, out Mapping refused))
        {
            Check.That(false, "the block can be shared");
            return refused;
        }

        if (!result.IsShared(out SharedMapping shared))
        {
            throw new InvalidOperationException("A result that is neither.");
        }

        Check.That(frames.Table.Refcount(handle) == 2, "two capabilities");
        CurrentSpace.Enter(second);
        Check.That(Processor.ProbeRead(There) == 42, "the second space sees it");
        Check.That(Processor.ProbeWrite(There, 1) == -1, "and may not write");
        Log.Line("vm").Text("shared at ").Hex(There).Text(" in space 2, read only").End();
        Mapping alone = mapper.Unshare(shared);
        Check.That(Processor.ProbeRead(There) == -1, "after Unshare it does not see it");
        Check.That(frames.Table.Refcount(handle) == 1, "one capability");
        return alone;
    }

    private static void CopyOnWrite(Frames frames, Mapper mapper, in AddressSpace first, in AddressSpace second)
    {
        if (!Scenario.TryTake(frames, 2, s_first, out PhysBlock<Exclusive> block))
        {
            return;
        }

        block.Span.Fill(1);
        BlockHandle handle = block.Handle;
        MapResult mapped = mapper.Map(block, first, Here, Access.ReadWrite);
        if (mapped.IsRefused(out _, out PhysBlock<Exclusive> refused))
        {
            Check.That(false, "the block can be mapped");
            frames.Give(refused, s_first);
            return;
        }

        if (!mapped.IsMapped(out Mapping mapping))
        {
            return;
        }

        CopyOnWriteResult split = mapper.ShareCopyOnWrite(mapping, second, There);
        if (split.IsRefused(out _, out Mapping unsplit))
        {
            Check.That(false, "the block can be shared until a write");
            frames.Give(mapper.Unmap(unsplit), s_first);
        }
        else if (split.IsSplit(out LazyMapping mine, out LazyMapping theirs))
        {
            ulong answered = Faults.Answered;
            CurrentSpace.Enter(second);
            ulong third = There + 2 * Paging.PageSize;
            Check.That(Processor.ProbeRead(third) == 1, "both see the same");
            Check.That(Processor.ProbeWrite(third, 9) == 0, "the second writes");
            Check.That(Faults.Answered == answered + 1, "by one fault");
            Check.That(Processor.ProbeWrite(There, 8) == 0 && Faults.Answered == answered + 1, "the block was copied whole");
            Check.That(Processor.ProbeRead(third) == 9 && Processor.ProbeRead(third + 1) == 1, "into its copy");
            CurrentSpace.Enter(first);
            Check.That(Processor.ProbeRead(Here + 2 * Paging.PageSize) == 1, "the first sees what was there");
            Check.That(frames.Table.Refcount(handle) == 1, "and has the block alone");
            Check.That(Processor.ProbeWrite(Here, 5) == 0 && Faults.Answered == answered + 2, "its write needs no copy");
            Log.Line("vm").Text("copy on write: block ").Hex(handle.Base).Text(" split by a write at ").Hex(third).End();
            mapper.Unmap(theirs);
            mapper.Unmap(mine);
        }
    }
}
