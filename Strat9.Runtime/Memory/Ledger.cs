namespace Strat9.Memory;

/// <summary>
/// The ownership table's work on the frames' words, in handles and numbers. <see cref="OwnershipTable"/> puts tokens around it.
/// </summary>
/// <remarks>
/// A live block's word says who may change it. Pin, unpin and the last unpin are one exchange. Whatever reads or writes capabilities sets
/// the lock bit by an exchange and clears it by the store of the new word, or of the old one when it refuses, so that a refused call leaves
/// the metadata as it was. Each operation takes effect at one exchange or store of one word; see docs/memory.md.
/// </remarks>
internal readonly unsafe partial struct Ledger(FrameMetadata metadata)
{
    private const OwnerError None = default;

    private readonly FrameMetadata _metadata = metadata;
    private readonly FrameWords _words = metadata.FrameWords;

    /// <summary>Takes a whole allocated block into the table for its token's holder.</summary>
    private OwnerError ClaimTheLongWay(BlockHandle handle, CapId cap, out BlockHandle live)
    {
        live = default;
        if (!_words.TryIndex(handle, out ulong index))
        {
            return OwnerError.InvalidHandle;
        }

        uint waits = 0;
        while (true)
        {
            FrameWord word = _words.Read(index);
            if (word.State != FrameState.Allocated || word.Order != handle.Order || handle.Generation != 0)
            {
                return WhyNoClaim(handle, index, word);
            }

            FrameWord claimed = word.ToClaimed(FrameState.Held, word.Order);
            if (!word.IsLocked && _words.TryChange(index, word, claimed.Locked))
            {
                Volatile.Write(ref _words.Slot(index)[1], cap.Value);
                _words.Write(index, claimed);
                live = new(handle.Base, word.Order, claimed.Generation);
                return None;
            }

            _metadata.Pause.Wait(ref waits);
        }
    }

    /// <summary>Takes a block out of the table for its token's holder, if this capability is the only reference.</summary>
    public OwnerError Release(BlockHandle handle, CapId cap)
    {
        OwnerError error = Lock(handle, out ulong index, out FrameWord word);
        if (error != None)
        {
            return error;
        }

        Holders holders = Open(index, word);
        if (word.State != FrameState.Held)
        {
            error = OwnerError.Stale; // a token that was detached
        }
        else if (holders.Find(cap.Value) == null)
        {
            error = OwnerError.CapNotFound;
        }
        else if (holders.Caps + holders.Pins != 1)
        {
            error = OwnerError.StillReferenced;
        }

        _words.Write(index, error == None ? holders.Clear() : word);
        return error;
    }

    /// <summary>Hands the token to the table; false when no token is outstanding.</summary>
    private bool DetachTheLongWay(BlockHandle handle)
    {
        if (!_words.TryIndex(handle, out ulong index))
        {
            return false;
        }

        uint waits = 0;
        while (true)
        {
            FrameWord word = _words.Read(index);
            if (!word.Names(handle) || word.State != FrameState.Held)
            {
                return false;
            }

            if (!word.IsLocked && _words.TryChange(index, word, word.Detached))
            {
                return true;
            }

            _metadata.Pause.Wait(ref waits);
        }
    }

    /// <summary>Adds a capability to a live block, or adopts an unclaimed one.</summary>
    public OwnerError EnsureRef(BlockHandle handle, CapId cap, out BlockState state)
    {
        if (handle.Generation != 0)
        {
            return AddRef(handle, cap, out state);
        }

        state = BlockState.Exclusive;
        if (!_words.TryIndex(handle, out ulong index))
        {
            return OwnerError.InvalidHandle;
        }

        OwnerError error = Adoption.Adopt(_metadata, index, handle.Order, cap);
        return error != None && _metadata.HasHole(index, handle.Order) ? OwnerError.InvalidHandle : error;
    }

    /// <summary>Adds a capability to a live block.</summary>
    private OwnerError AddRefTheLongWay(BlockHandle handle, CapId cap, out BlockState state)
    {
        state = BlockState.Shared;
        OwnerError error = Lock(handle, out ulong index, out FrameWord word);
        if (error != None)
        {
            return error;
        }

        Holders holders = Open(index, word);
        if (holders.Find(cap.Value) != null)
        {
            error = OwnerError.CapAlreadyPresent;
        }
        else if (holders.Caps + (ulong)holders.Pins >= _metadata.MaxRefcount || !holders.TryAdd(cap.Value))
        {
            error = OwnerError.CountOverflow;
        }

        _words.Write(index, error == None ? holders.Seal() : word);
        return error;
    }

    /// <summary>Removes a capability; the last reference frees the block.</summary>
    private Outcome RemoveRefTheLongWay(BlockHandle handle, CapId cap)
    {
        OwnerError error = Lock(handle, out ulong index, out FrameWord word);
        if (error != None)
        {
            return Outcome.Refused(error);
        }

        Holders holders = Open(index, word);
        ulong* place = holders.Find(cap.Value);
        bool last = holders.Caps + holders.Pins == 1;
        if (place == null || (last && word.State == FrameState.Held))
        {
            _words.Write(index, word);
            return Outcome.Refused(place == null ? OwnerError.CapNotFound : OwnerError.TokenOutstanding);
        }

        if (last)
        {
            _words.Write(index, holders.Clear());
            return Outcome.Freed;
        }

        holders.Remove(place);
        return Close(index, holders);
    }

    /// <summary>Adds a pin to a live block.</summary>
    private OwnerError PinTheLongWay(BlockHandle handle, out uint refcount)
    {
        refcount = 0;
        if (!_words.TryIndex(handle, out ulong index))
        {
            return OwnerError.InvalidHandle;
        }

        uint waits = 0;
        while (true)
        {
            FrameWord word = _words.Read(index);
            if (!word.Names(handle))
            {
                return WhyNoEntry(handle, index, word);
            }

            if (word.InNode || word.Pins == FrameWord.InlinePins)
            {
                return PinInNode(handle, out refcount);
            }

            if (!word.IsLocked)
            {
                uint count = word.Caps + word.Pins;
                if (count >= _metadata.MaxRefcount)
                {
                    return OwnerError.CountOverflow;
                }

                if (_words.TryChange(index, word, word.OnePinMore))
                {
                    refcount = count + 1;
                    return None;
                }
            }

            _metadata.Pause.Wait(ref waits);
        }
    }

    /// <summary>Removes a pin; the last reference frees the block.</summary>
    private Outcome UnpinTheLongWay(BlockHandle handle)
    {
        if (!_words.TryIndex(handle, out ulong index))
        {
            return Outcome.Refused(OwnerError.InvalidHandle);
        }

        uint waits = 0;
        while (true)
        {
            FrameWord word = _words.Read(index);
            if (!word.Names(handle))
            {
                return Outcome.Refused(WhyNoEntry(handle, index, word));
            }

            if (word.InNode)
            {
                return UnpinInNode(handle);
            }

            if (word.Caps == 1 && word.Pins == 1)
            {
                // What remains has a name, which is read under the lock.
                if (!word.IsLocked && _words.TryChange(index, word, word.Locked))
                {
                    Outcome exclusive = Outcome.NowExclusive(_words.Slot(index)[1]);
                    _words.Write(index, word.OnePinLess);
                    return exclusive;
                }

                _metadata.Pause.Wait(ref waits);
                continue;
            }

            if (!word.IsLocked)
            {
                if (word.Pins == 0)
                {
                    return Outcome.Refused(OwnerError.CapNotFound);
                }

                bool last = word.Caps + word.Pins == 1;
                if (last && word.State == FrameState.Held)
                {
                    return Outcome.Refused(OwnerError.TokenOutstanding);
                }

                if (_words.TryChange(index, word, last ? word.ToReleased() : word.OnePinLess))
                {
                    return last ? Outcome.Freed : Outcome.Still(word.Caps, word.Pins - 1);
                }
            }

            _metadata.Pause.Wait(ref waits);
        }
    }

    private Holders Open(ulong index, FrameWord word) => new(_words.Slot(index), word, _metadata.Nodes);

    /// <summary>Stores the counts, unlocks, and says what remains: at least one reference.</summary>
    private Outcome Close(ulong index, Holders holders)
    {
        Outcome outcome = holders is { Caps: 1, Pins: 0 } ? Outcome.NowExclusive(holders.Any()) : Outcome.Still(holders.Caps, holders.Pins);
        _words.Write(index, holders.Seal());
        return outcome;
    }

    /// <summary>Sets the lock bit of the live block a handle names; <paramref name="word"/> is the word without it.</summary>
    private OwnerError Lock(BlockHandle handle, out ulong index, out FrameWord word)
    {
        word = default;
        if (!_words.TryIndex(handle, out index))
        {
            return OwnerError.InvalidHandle;
        }

        uint waits = 0;
        while (true)
        {
            word = _words.Read(index);
            if (!word.Names(handle))
            {
                return WhyNoEntry(handle, index, word);
            }

            if (!word.IsLocked && _words.TryChange(index, word, word.Locked))
            {
                return None;
            }

            _metadata.Pause.Wait(ref waits);
        }
    }

    private OwnerError PinInNode(BlockHandle handle, out uint refcount)
    {
        refcount = 0;
        OwnerError error = Lock(handle, out ulong index, out FrameWord word);
        if (error != None)
        {
            return error;
        }

        Holders holders = Open(index, word);
        if (holders.Caps + (ulong)holders.Pins >= _metadata.MaxRefcount || !holders.TryAddPin())
        {
            _words.Write(index, word);
            return OwnerError.CountOverflow;
        }

        refcount = holders.Caps + holders.Pins;
        _words.Write(index, holders.Seal());
        return None;
    }

    private Outcome UnpinInNode(BlockHandle handle)
    {
        OwnerError error = Lock(handle, out ulong index, out FrameWord word);
        if (error != None)
        {
            return Outcome.Refused(error);
        }

        Holders holders = Open(index, word);
        bool last = holders.Caps + holders.Pins == 1;
        if (holders.Pins == 0 || (last && word.State == FrameState.Held))
        {
            _words.Write(index, word);
            return Outcome.Refused(holders.Pins == 0 ? OwnerError.CapNotFound : OwnerError.TokenOutstanding);
        }

        if (last)
        {
            _words.Write(index, holders.Clear());
            return Outcome.Freed;
        }

        holders.RemovePin();
        return Close(index, holders);
    }
}
