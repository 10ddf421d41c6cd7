namespace Strat9.Memory;

/// <summary>
/// One range of the memory map. What no range mentions is a hole. Where ranges overlap, reserved wins. A page only partly usable is not
/// used; a page partly reserved is reserved.
/// </summary>
/// <param name="start">The first address.</param>
/// <param name="length">Bytes; any number, the end may not pass 2⁶⁴.</param>
/// <param name="kind">Usable or reserved.</param>
public readonly struct MemoryRegion(PhysAddr start, ulong length, MemoryRegionKind kind)
{
    /// <summary>The first address.</summary>
    public PhysAddr Start { get; } = start;

    /// <summary>Bytes.</summary>
    public ulong Length { get; } = length;

    /// <summary>Usable or reserved.</summary>
    public MemoryRegionKind Kind { get; } = kind;
}
