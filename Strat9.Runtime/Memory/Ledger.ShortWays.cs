using System.Runtime.CompilerServices;

namespace Strat9.Memory;

/// <content>
/// What nearly every call is: of a block that nobody else is at, with few capabilities and pins, beside its word. One attempt, without a
/// call; where anything is in the way nothing has been done, and the long way finds out what.
/// </content>
internal readonly unsafe partial struct Ledger
{
    /// <summary>Takes a whole allocated block into the table for its token's holder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public OwnerError Claim(BlockHandle handle, CapId cap, out BlockHandle live)
    {
        if (_words.TryIndexOfBase(handle.Base, out ulong index) && handle.Tag <= Paging.MaxOrder)
        {
            FrameWord word = _words.Read(index);
            FrameWord claimed = word.ToClaimed(FrameState.Held, (int)handle.Tag);
            FrameSlot slot = _words.Slot(index);
            Touch(slot, 1);
            if (word.Is(FrameWord.Quiet(FrameState.Allocated, (int)handle.Tag, 0), FrameWord.AllButGeneration) &&
                _words.TryChange(index, word, claimed.Locked))
            {
                Volatile.Write(ref slot[1], cap.Value);
                _words.Write(index, claimed);
                live = new(handle.Base.Value, claimed.Tag);
                return None;
            }
        }

        return ClaimTheLongWay(handle, cap, out live);
    }

    /// <summary>Hands the token to the table; false when no token is outstanding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Detach(BlockHandle handle)
    {
        if (_words.TryIndexOfBase(handle.Base, out ulong index))
        {
            FrameWord word = _words.Read(index);
            if (word.IsAtRest(handle) && word.State == FrameState.Held && _words.TryChange(index, word, word.Detached))
            {
                return true;
            }
        }

        return DetachTheLongWay(handle);
    }

    /// <summary>Adds a capability to a live block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public OwnerError AddRef(BlockHandle handle, CapId cap, out BlockState state)
    {
        state = BlockState.Shared;
        if (_words.TryIndexOfBase(handle.Base, out ulong index))
        {
            FrameWord word = _words.Read(index);
            FrameSlot slot = _words.Slot(index);
            Touch(slot, 1);
            Touch(slot, 2);
            uint caps = word.Caps;
            if (word.IsAtRest(handle) && caps < word.InlineCapacity && caps + word.Pins < _metadata.MaxRefcount &&
                _words.TryChange(index, word, word.Locked))
            {
                if ((caps > 0 && slot[1] == cap.Value) || (caps > 1 && slot[2] == cap.Value))
                {
                    _words.Write(index, word);
                    return OwnerError.CapAlreadyPresent;
                }

                Volatile.Write(ref slot[caps + 1], cap.Value);
                _words.Write(index, word.OneCapMore);
                return None;
            }
        }

        return AddRefTheLongWay(handle, cap, out state);
    }

    /// <summary>Removes a capability; the last reference frees the block.</summary>
    public Outcome RemoveRef(BlockHandle handle, CapId cap)
    {
        if (_words.TryIndexOfBase(handle.Base, out ulong index))
        {
            FrameWord word = _words.Read(index);
            FrameSlot slot = _words.Slot(index);
            Touch(slot, 1);
            uint caps = word.Caps;
            uint pins = word.Pins;
            if (word.IsAtRest(handle) && !word.InNode && caps != 0 && (caps + pins > 1 || word.State != FrameState.Held) &&
                _words.TryChange(index, word, word.Locked))
            {
                uint at = slot[1] == cap.Value ? 1u : caps > 1 && slot[2] == cap.Value ? 2u : caps > 2 && slot[3] == cap.Value ? 3u : 0;
                if (at == 0)
                {
                    _words.Write(index, word);
                    return Outcome.Refused(OwnerError.CapNotFound);
                }

                if (caps + pins == 1)
                {
                    _words.Write(index, word.ToReleased());
                    return Outcome.Freed;
                }

                if (at != caps)
                {
                    Volatile.Write(ref slot[at], slot[caps]);
                }

                Outcome remaining = caps == 2 && pins == 0 ? Outcome.NowExclusive(slot[1]) : Outcome.Still(caps - 1, pins);
                _words.Write(index, word.OneCapLess);
                return remaining;
            }
        }

        return RemoveRefTheLongWay(handle, cap);
    }

    /// <summary>Adds a pin to a live block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public OwnerError Pin(BlockHandle handle, out uint refcount)
    {
        if (_words.TryIndexOfBase(handle.Base, out ulong index))
        {
            FrameWord word = _words.Read(index);
            uint pins = word.Pins;
            refcount = word.Caps + pins + 1;
            if (word.IsAtRest(handle) && !word.InNode && pins != FrameWord.InlinePins && refcount <= _metadata.MaxRefcount &&
                _words.TryChange(index, word, word.OnePinMore))
            {
                return None;
            }
        }

        return PinTheLongWay(handle, out refcount);
    }

    /// <summary>Removes a pin; the last reference frees the block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Unpin(BlockHandle handle)
    {
        if (_words.TryIndexOfBase(handle.Base, out ulong index))
        {
            FrameWord word = _words.Read(index);
            FrameSlot slot = _words.Slot(index);
            Touch(slot, 1);
            uint caps = word.Caps;
            uint pins = word.Pins;
            if (word.IsAtRest(handle) && !word.InNode && pins != 0)
            {
                if (caps == 1 && pins == 1)
                {
                    // What remains has a name, which is read under the lock.
                    if (_words.TryChange(index, word, word.Locked))
                    {
                        Outcome exclusive = Outcome.NowExclusive(slot[1]);
                        _words.Write(index, word.OnePinLess);
                        return exclusive;
                    }
                }
                else if (caps + pins > 1 && _words.TryChange(index, word, word.OnePinLess))
                {
                    return Outcome.Still(caps, pins - 1);
                }
            }
        }

        return UnpinTheLongWay(handle);
    }

    /// <summary>
    /// Reads a live block's entry, and as many of its capabilities as there is room for, as of one instant. Writes nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(BlockHandle handle, Span<CapId> caps, out OwnerEntry entry)
    {
        if (_words.TryIndexOfBase(handle.Base, out ulong index))
        {
            FrameWord word = _words.Read(index);
            FrameSlot slot = _words.Slot(index);
            ulong first = Volatile.Read(ref slot[1]);
            if (word.IsAtRest(handle) && word.Caps == 1 && _words.Read(index).Bits == word.Bits &&
                Volatile.Read(ref slot[1]) == first && _words.Read(index).Bits == word.Bits)
            {
                if (caps.Length != 0)
                {
                    caps[0] = new(first);
                }

                entry = new(handle, 1, word.Pins, word.State == FrameState.Held);
                return true;
            }
        }

        return TryGetTheLongWay(handle, caps, out entry);
    }

    /// <summary>
    /// Looks at a capability's place, whatever is there: if its line has to be fetched, then together with the word's, and not after the
    /// exchange in between, which waits for all that was stored before it.
    /// </summary>
    private static void Touch(FrameSlot slot, uint place) => _ = Volatile.Read(ref slot[place]);
}
