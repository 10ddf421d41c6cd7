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
            return WhyNotBeside(word, sameBase: true, handle.Order);
        }

        // From here on a token whose block has been adopted in part, or a forged one.
        if (word.State is FrameState.Fragment or FrameState.ReleasedPart)
        {
            return OwnerError.Overlaps;
        }

        _metadata.EnterAdoption();
        OwnerError error = FindLive(index, handle.Order);
        _metadata.ExitAdoption();
        return error;
    }

    private static OwnerError WhyNotBeside(FrameWord live, bool sameBase, int order) =>
        sameBase && live.Order == order ? OwnerError.DoubleClaim : OwnerError.Overlaps;

    /// <summary>
    /// What a forged token runs into: the live block around its first frame, or any within. With the adoption lock held nothing is
    /// adopted behind the search.
    /// </summary>
    private OwnerError FindLive(ulong index, int order)
    {
        if (_metadata.TryFindHead(index, liveOnly: true, out ulong head, out FrameWord word))
        {
            return WhyNotBeside(word, head == index, order);
        }

        for (ulong i = index; i < index + (1UL << order); i++)
        {
            word = _metadata.Read(i);
            if (word.IsLive)
            {
                return WhyNotBeside(word, i == index, order);
            }
        }

        return OwnerError.NotFound;
    }
}
