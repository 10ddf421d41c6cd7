namespace Strat9.Memory;

/// <summary>
/// A pin: keeps a block in the table while a mapping is published or revoked. It must go back by <see cref="OwnershipTable.Unpin"/>.
/// </summary>
[Linear]
public readonly struct BlockPin
{
    internal BlockPin(BlockHandle handle, DirectMap direct, uint refcount)
    {
        Handle = handle;
        Direct = direct;
        Refcount = refcount;
    }

    /// <summary>The block.</summary>
    public BlockHandle Handle { get; }

    /// <summary>The block's reference count just after pinning, this pin included: at least 1.</summary>
    public uint Refcount { get; }

    internal DirectMap Direct { get; }

    /// <summary>Takes the pin apart: the table has stopped counting it.</summary>
    [Consumes]
    internal BlockHandle IntoHandle() => Handle;
}
