namespace Strat9.Samples.Kernel.Wrong;

/// <summary>A block goes back to the allocator while an address space still sees it.</summary>
internal static class FreedWhileMapped
{
    public static void Run(Frames frames, Mapping mapping, CapId cap) =>
        frames.Give(mapping.IntoBlock(), cap); // error CS1503, STRAT2001
}
