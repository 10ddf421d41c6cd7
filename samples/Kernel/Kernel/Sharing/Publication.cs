namespace Strat9.Samples.Kernel;

/// <summary>
/// A region that one address space sees. It holds a pin: the frames stay as they are while the entries are there, and after a revocation
/// until the holder has taken notice. Linear: it is withdrawn.
/// </summary>
[Linear]
internal readonly struct Publication
{
    private readonly BlockPin _pin;

    public Publication(BlockPin pin, int slot)
    {
        _pin = pin;
        Slot = slot;
    }

    /// <summary>Where the registry keeps the place.</summary>
    public int Slot { get; }

    [Consumes]
    public BlockPin IntoPin() => _pin;
}
