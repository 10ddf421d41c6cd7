namespace Strat9.Memory;

/// <summary>Holds what a token says of itself against the ownership table.</summary>
public static class OwnershipTableChecks
{
    /// <summary>
    /// Whether the frames agree with a token about its state: a <see cref="BuddyReserved"/> block is out of the allocator and not claimed,
    /// an <see cref="Exclusive"/> or mapped one is in the table with its token held, a <see cref="Released"/> one is out of the table and
    /// not given back. Types leave no disagreement but corruption.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="block">The token; looked at only.</param>
    /// <returns>False when they disagree, for the default value, and for a token of another arena.</returns>
    /// <remarks>Thread-safe; writes nothing and allocates nothing.</remarks>
    public static bool Confirms(this OwnershipTable table, in AnyPhysBlock block)
    {
        if (block.Direct != table.Metadata.Direct)
        {
            return false;
        }

        BlockHandle handle = block.Handle;
        return block.State switch
        {
            AnyPhysBlockState.BuddyReserved => table.Is(FrameKind.Allocated, handle) && handle.Generation == 0,
            AnyPhysBlockState.Exclusive or AnyPhysBlockState.MappedExclusive or AnyPhysBlockState.MappedShared =>
                table.TryGet(handle, default, out OwnerEntry entry) && entry.TokenOutstanding,
            AnyPhysBlockState.Released => table.Is(FrameKind.Released, handle),
            _ => false,
        };
    }

    private static bool Is(this OwnershipTable table, FrameKind kind, BlockHandle handle) =>
        table.Metadata.TryGetFrame(handle.Base, out FrameInfo info) && info.Kind == kind
        && info.Block.Base == handle.Base && info.Order == handle.Order;
}
