namespace Strat9.Memory;

// A token whose state is known only at run time; generated beside the carrier.
public readonly partial struct AnyPhysBlock
{
    /// <summary>The block's name: generation 0 while it is <see cref="BuddyReserved"/>.</summary>
    public BlockHandle Handle => _value.Handle;

    internal DirectMap Direct => _value.Direct;
}
