namespace Strat9.Samples.Kernel;

/// <summary>
/// Memory before there is an allocator: from the end of the largest range below 4 GiB downwards, never taken back. What it has given out is
/// one reserved range in the end.
/// </summary>
internal sealed class BootAllocator
{
    private const ulong Reachable = 4UL << 30; // by the page tables of boot.S

    private readonly ulong _floor;
    private readonly ulong _top;
    private ulong _next;

    public BootAllocator(MemoryMap map)
    {
        ulong imageEnd = Image.Physical(Image.End).Value;
        foreach (MemoryRegion region in map.Regions)
        {
            ulong start = region.Start.Value;
            ulong end = start + region.Length;
            start = start < imageEnd ? imageEnd : start;
            end = end > Reachable ? Reachable : end;
            if (region.Kind == MemoryRegionKind.Usable && end > start && end - start > _top - _floor)
            {
                _floor = start;
                _top = end;
            }
        }

        _next = _top;
    }

    /// <summary>The first address given out.</summary>
    public PhysAddr Start => new(_next);

    /// <summary>Bytes given out, padding included.</summary>
    public ulong Used => _top - _next;

    /// <summary>Takes whole pages.</summary>
    /// <param name="bytes">At least 1.</param>
    /// <param name="start">The first address, page-aligned; the bytes are whatever was there.</param>
    /// <returns>False where there is not so much.</returns>
    public bool TryTake(ulong bytes, out PhysAddr start)
    {
        ulong size = (bytes + Paging.PageMask) & ~Paging.PageMask;
        if (size < bytes || size > _next - _floor)
        {
            start = default;
            return false;
        }

        _next -= size;
        start = new(_next);
        return true;
    }
}
