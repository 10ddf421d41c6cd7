namespace Strat9.Samples.Kernel;

/// <summary>
/// A program in ring 3 and all that is its: an address space, its code, its stack, and the region it shares, if any. Linear: it is
/// unloaded, and with it everything goes back.
/// </summary>
[Linear]
internal struct UserTask
{
    private readonly AddressSpace _space;
    private readonly Mapping _code;
    private readonly Mapping _stack;
    private Publication? _shared;
    private RegionId _region;

    public UserTask(int number, AddressSpace space, Mapping code, Mapping stack)
    {
        Number = number;
        _space = space;
        _code = code;
        _stack = stack;
    }

    public int Number { get; }

    public readonly CapId Cap => _space.Cap;

    /// <summary>Whether that is the region the task sees: no other may it pass on.</summary>
    public readonly bool Holds(RegionId id) => _shared.HasValue && _region.Value == id.Value;

    public readonly void Enter() => CurrentSpace.Enter(_space);

    /// <summary>Makes a page, shares it under the task's name, and shows it to the task.</summary>
    /// <returns>The region's name as a number; -1 where that cannot be.</returns>
    public ulong Share(Frames frames, SharedRegions regions, ulong address)
    {
        if (_shared.HasValue || !frames.TryTake(0, Cap, out PhysBlock<Exclusive> page))
        {
            return ulong.MaxValue;
        }

        page.Span.Clear();
        if (!regions.TryExport(page, Cap, out RegionId id))
        {
            frames.Give(page, Cap);
            return ulong.MaxValue;
        }

        if (!regions.TryPublish(id, _space, address, Access.ReadWrite, out Publication publication))
        {
            regions.TryRelease(id, Cap);
            return ulong.MaxValue;
        }

        _shared = publication;
        _region = id;
        return id.Value;
    }

    /// <summary>Shows another task's region to the task.</summary>
    /// <returns>0; -1 where that cannot be.</returns>
    public ulong Attach(SharedRegions regions, RegionId id, ulong address)
    {
        if (_shared.HasValue || !regions.TryRetain(id, Cap))
        {
            return ulong.MaxValue;
        }

        if (!regions.TryPublish(id, _space, address, Access.ReadWrite, out Publication publication))
        {
            regions.TryRelease(id, Cap);
            return ulong.MaxValue;
        }

        _shared = publication;
        _region = id;
        return 0;
    }

    /// <summary>Ends the task.</summary>
    [Consumes]
    public void Unload(Frames frames, Mapper mapper, SharedRegions regions)
    {
        CapId cap = Cap;
        if (_shared.HasValue)
        {
            regions.Withdraw(_shared.Value);
            regions.TryRelease(_region, cap);
        }

        frames.Give(mapper.Unmap(_code), cap);
        frames.Give(mapper.Unmap(_stack), cap);
        Scenario.Destroy(mapper, _space);
    }
}
