namespace Strat9.Memory;

/// <summary>
/// The zones a request may be served from. An allocation falls back from the highest zone asked for to the lowest, so that what only
/// low memory can do is not starved by those who do not care.
/// </summary>
[Flags]
public enum MemoryZones
{
    /// <summary>No zone; not a valid request.</summary>
    None = 0,

    /// <summary>Below 16 MiB, for devices with 24 address bits.</summary>
    Dma = 1,

    /// <summary>From 16 MiB up to 4 GiB.</summary>
    Normal = 2,

    /// <summary>4 GiB and above.</summary>
    High = 4,

    /// <summary>Every zone.</summary>
    All = Dma | Normal | High,
}
