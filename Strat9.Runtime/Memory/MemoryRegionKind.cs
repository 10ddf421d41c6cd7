namespace Strat9.Memory;

/// <summary>What a range of the memory map is.</summary>
public enum MemoryRegionKind
{
    /// <summary>Free for the allocator.</summary>
    Usable = 0,

    /// <summary>Set aside (firmware, the kernel's image, devices): never allocated, but a handle to it can be adopted.</summary>
    Reserved = 1,
}
