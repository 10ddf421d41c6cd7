namespace Strat9.Samples.Kernel;

/// <summary>
/// One lower half: 128 TiB of addresses of its own below the kernel's. Linear: it is destroyed, or handed on. It is the token of its
/// topmost table; the tables below belong to the ownership table, under the space's capability, and the entries say where they are.
/// </summary>
[Linear]
internal readonly struct AddressSpace
{
    private readonly PhysBlock<MappedExclusive> _root;

    public AddressSpace(PhysBlock<MappedExclusive> root, CapId cap)
    {
        _root = root;
        Cap = cap;
    }

    /// <summary>In whose name the space owns memory.</summary>
    public CapId Cap { get; }

    /// <summary>The topmost table.</summary>
    public PhysAddr Root => _root.Handle.Base;

    /// <summary>Takes the space apart, down to its topmost table.</summary>
    [Consumes]
    public PhysBlock<Exclusive> IntoRoot() => _root.IntoUnmapped();
}
