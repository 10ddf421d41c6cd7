namespace Strat9.Samples.Kernel;

/// <summary>The address space the processor uses; the kernel's own, without a lower half, until one is entered.</summary>
internal static class CurrentSpace
{
    public static PhysAddr Root => new(Processor.ReadCr3());

    /// <summary>In whose name a write that needs a page takes it.</summary>
    public static CapId Cap { get; private set; }

    public static void Enter(in AddressSpace space) => Enter(space.Root, space.Cap);

    /// <summary>For who keeps spaces by name; there must be such a space.</summary>
    public static void Enter(PhysAddr root, CapId cap)
    {
        Cap = cap;
        Processor.WriteCr3(root.Value);
    }

    public static void Leave() => Enter(KernelSpace.Root, default);
}
