namespace Strat9.Memory;

/// <content>Why a handle or token does not do, in the order of precedence.</content>
internal readonly unsafe partial struct Ledger
{
    private OwnerError WhyNoEntry(BlockHandle handle, ulong index, FrameWord word)
    {
        if (_metadata.HasHole(index, handle.Order))
        {
            return OwnerError.InvalidHandle;
        }

        bool claimedSince = word.IsLive && word.Order == handle.Order;
        bool stale = handle.Generation == 0 ? claimedSince : handle.Generation != word.Generation;
        return stale ? OwnerError.Stale : OwnerError.NotFound;
    }

    private OwnerError WhyNoClaim(BlockHandle handle, ulong index, FrameWord word)
    {
        if (_metadata.HasHole(index, handle.Order))
        {
            return OwnerError.InvalidHandle;
        }

        if (handle.Generation != 0)
        {
            return OwnerError.Stale;
        }

        if (word.IsLive)
        {
            return word.Order == handle.Order ? OwnerError.DoubleClaim : OwnerError.Overlaps;
        }

        // From here on a token whose block has been adopted in part, or a forged one.
        bool inPieces = word.State is FrameState.Fragment or FrameState.ReleasedPart;
        return inPieces || OverlapsLive(index, handle.Order) ? OwnerError.Overlaps : OwnerError.NotFound;
    }

    private bool OverlapsLive(ulong index, int order)
    {
        if (_metadata.TryFindHead(index, liveOnly: true, out _, out _))
        {
            return true;
        }

        for (ulong i = index; i < index + (1UL << order); i++)
        {
            if (_metadata.Read(i).IsLive)
            {
                return true;
            }
        }

        return false;
    }
}
