namespace Strat9.Memory;

/// <summary>What a frame, or a run of frames, is at present.</summary>
public enum FrameKind
{
    /// <summary>There is no memory here.</summary>
    Hole = 0,

    /// <summary>Set aside by the memory map and owned by nobody.</summary>
    Reserved = 1,

    /// <summary>In the allocator.</summary>
    Free = 2,

    /// <summary>Out of the allocator, not claimed.</summary>
    Allocated = 3,

    /// <summary>In the ownership table.</summary>
    Owned = 4,

    /// <summary>Out of the table, not yet given back.</summary>
    Released = 5,

    /// <summary>Seen while another thread was splitting, merging or handing over the block.</summary>
    InTransit = 6,
}
