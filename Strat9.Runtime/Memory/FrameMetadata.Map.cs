namespace Strat9.Memory;

/// <content>From the memory map to free blocks, before there are threads.</content>
public sealed unsafe partial class FrameMetadata
{
    private void Fill(ulong from, ulong to, FrameState state)
    {
        for (ulong index = from; index < to; index++)
        {
            Write(index, new((uint)state));
        }
    }

    private void Mark(ReadOnlySpan<MemoryRegion> map, MemoryRegionKind kind)
    {
        foreach (MemoryRegion region in map)
        {
            if (region.Length > ulong.MaxValue - region.Start.Value)
            {
                throw new ArgumentException("A region passes the end of the address space.", nameof(map));
            }

            if (region.Kind != kind)
            {
                continue;
            }

            // Usable memory loses its partial pages, reserved memory gains them.
            ulong partial = Paging.PageMask;
            ulong end = region.Start.Value + region.Length;
            bool usable = kind == MemoryRegionKind.Usable;
            ulong from = (region.Start.Value >> Paging.PageSizeBits) + (usable && !region.Start.IsPageAligned ? 1u : 0u);
            ulong to = (end >> Paging.PageSizeBits) + (!usable && (end & partial) != 0 && region.Length != 0 ? 1u : 0u);
            from = Clip(from);
            to = Clip(to);
            Fill(from, to, usable ? FrameState.Body : FrameState.Reserved);
        }
    }

    private ulong Clip(ulong frame)
    {
        ulong index = frame <= FirstFrame ? 0 : frame - FirstFrame;
        return index < FrameCount ? index : FrameCount;
    }

    /// <summary>Makes the largest aligned free blocks out of the usable frames.</summary>
    private void FormBlocks()
    {
        ulong index = 0;
        while (index < FrameCount)
        {
            if (Read(index).State != FrameState.Body)
            {
                index++;
                continue;
            }

            ulong end = index;
            while (end < FrameCount && Read(end).State == FrameState.Body)
            {
                end++;
            }

            while (index < end)
            {
                int order = 0;
                while (order < Paging.MaxOrder && ((FirstFrame + index) & ((2UL << order) - 1)) == 0 && end - index >= 2UL << order)
                {
                    order++;
                }

                Write(index, Read(index).To(FrameState.Free, order));
                index += 1UL << order;
            }
        }
    }
}
