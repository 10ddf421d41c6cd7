namespace Strat9.Samples.Kernel;

/// <summary>Why a block has not been mapped. Nothing has changed then.</summary>
internal enum MapError
{
    /// <summary>The address is not a page's first.</summary>
    Misaligned = 1,

    /// <summary>Not all of the range is in the lower half, above page 0.</summary>
    OutOfRange,

    /// <summary>There is something there already.</summary>
    Occupied,

    /// <summary>Only what may be written is copied on a write.</summary>
    NotWritable,

    /// <summary>There is no memory for page tables.</summary>
    OutOfMemory,

    /// <summary>The ownership table refused: the other space has the block already.</summary>
    AlreadyShared,
}

/// <summary>What mapping a block gives.</summary>
[TaggedUnion]
internal readonly partial struct MapResult
{
    public static partial MapResult Mapped(Mapping mapping);

    public static partial MapResult Refused(MapError error, PhysBlock<Exclusive> block);
}

/// <summary>What mapping it in a second address space gives.</summary>
[TaggedUnion]
internal readonly partial struct ShareResult
{
    public static partial ShareResult Shared(SharedMapping mapping);

    public static partial ShareResult Refused(MapError error, Mapping mapping);
}

/// <summary>What sharing it until somebody writes gives.</summary>
[TaggedUnion]
internal readonly partial struct CopyOnWriteResult
{
    public static partial CopyOnWriteResult Split(LazyMapping first, LazyMapping second);

    public static partial CopyOnWriteResult Refused(MapError error, Mapping mapping);
}
