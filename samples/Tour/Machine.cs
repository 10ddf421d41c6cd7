using Strat9.Hosting;
using Strat9.Memory;

namespace Strat9.Samples.Tour;

/// <summary>The machine the driver runs on: 256 MiB as the firmware of a PC might describe them.</summary>
internal static class Machine
{
    public static readonly CapId Driver = new(1);
    public static readonly CapId Compositor = new(2);
    public static readonly CapId Card = new(3);

    private const ulong KiB = 1024;
    private const ulong MiB = 1024 * KiB;

    /// <summary>What the firmware says. From 15 to 16 MiB there is nothing: the hole that old expansion cards want.</summary>
    public static readonly (MemoryRegion Region, string What)[] Map =
    [
        (Region(0, 640 * KiB, MemoryRegionKind.Usable), "low memory"),
        (Region(640 * KiB, 384 * KiB, MemoryRegionKind.Reserved), "video memory and firmware"),
        (Region(1 * MiB, 3 * MiB, MemoryRegionKind.Reserved), "the kernel's image"),
        (Region(4 * MiB, 11 * MiB, MemoryRegionKind.Usable), "memory for old devices"),
        (Region(16 * MiB, 240 * MiB - 64 * KiB, MemoryRegionKind.Usable), "memory"),
        (Region(256 * MiB - 64 * KiB, 64 * KiB, MemoryRegionKind.Reserved), "the firmware's tables"),
    ];

    public static PhysicalArena Boot() => new([.. Map.Select(entry => entry.Region)]);

    public static string NameOf(CapId cap) => cap.Value switch
    {
        1 => "driver",
        2 => "compositor",
        3 => "card",
        var other => $"cap {other}",
    };

    /// <summary>A number of bytes, short.</summary>
    public static string Size(ulong bytes) => bytes < MiB ? $"{bytes / KiB} KiB" : $"{bytes / (double)MiB:0.#} MiB";

    private static MemoryRegion Region(ulong start, ulong length, MemoryRegionKind kind) => new(new PhysAddr(start), length, kind);
}
