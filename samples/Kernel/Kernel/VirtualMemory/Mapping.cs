namespace Strat9.Samples.Kernel;

/// <summary>
/// A block that one address space sees. As long as there is one its entries are there, and a space with entries is not destroyed: so a
/// mapping never outlives its space.
/// </summary>
[Linear]
internal readonly struct Mapping
{
    private readonly PhysBlock<MappedExclusive> _block;

    public Mapping(PhysBlock<MappedExclusive> block, MappedAt place)
    {
        _block = block;
        Place = place;
    }

    public MappedAt Place { get; }

    public BlockHandle Handle => _block.Handle;

    [Consumes]
    public PhysBlock<MappedExclusive> IntoBlock() => _block;
}

/// <summary>A block that two address spaces see, both for as long as this exists.</summary>
[Linear]
internal readonly struct SharedMapping
{
    private readonly PhysBlock<MappedShared> _block;

    public SharedMapping(PhysBlock<MappedShared> block, MappedAt first, MappedAt second)
    {
        _block = block;
        First = first;
        Second = second;
    }

    public MappedAt First { get; }

    public MappedAt Second { get; }

    public BlockHandle Handle => _block.Handle;

    [Consumes]
    public PhysBlock<MappedShared> IntoBlock() => _block;
}

/// <summary>
/// What one of two address spaces has of a block that is copied when somebody writes. Which block that is changes behind the holder's
/// back, so the blocks belong to the table, and this names the place only.
/// </summary>
[Linear]
internal readonly struct LazyMapping(MappedAt place)
{
    public MappedAt Place { get; } = place;

    /// <summary>The place is about to be empty.</summary>
    [Consumes]
    public MappedAt IntoPlace() => Place;
}

/// <summary>Where a block is seen: a note, no right.</summary>
/// <param name="root">The address space.</param>
/// <param name="cap">In whose name.</param>
/// <param name="address">The first address there.</param>
/// <param name="order">How many pages, as of a block.</param>
internal readonly struct MappedAt(PhysAddr root, CapId cap, ulong address, int order)
{
    public PhysAddr Root { get; } = root;

    public CapId Cap { get; } = cap;

    public ulong Address { get; } = address;

    public int Order { get; } = order;

    public ulong End => Address + Paging.BlockSize(Order);
}
