namespace Strat9.Memory;

/// <content>What only reads.</content>
internal readonly unsafe partial struct Ledger
{
    private bool TryGetTheLongWay(BlockHandle handle, Span<CapId> caps, out OwnerEntry entry)
    {
        entry = default;
        if (!_words.TryIndexOfBase(handle.Base, out ulong index))
        {
            return false;
        }

        uint waits = 0;
        while (true)
        {
            FrameWord word = _words.Read(index);
            if (!word.Names(handle))
            {
                return false;
            }

            if (!word.IsLocked && TryRead(index, word, caps, out uint count, out uint pins))
            {
                entry = new(handle, count, pins, word.State == FrameState.Held);
                return true;
            }

            _metadata.Pause.Wait(ref waits);
        }
    }

    /// <summary>The live block that begins at an address.</summary>
    public bool TryHandleForBase(PhysAddr address, out BlockHandle handle)
    {
        handle = default;
        if (!_words.TryIndexOfBase(address, out ulong index))
        {
            return false;
        }

        FrameWord word = _words.Read(index);
        if (!word.IsLive)
        {
            return false;
        }

        handle = new(address.Value, word.Tag);
        return true;
    }

    /// <summary>The live block that contains an address.</summary>
    public bool TryHandleContaining(PhysAddr address, out BlockHandle handle)
    {
        handle = default;
        if (!_words.TryIndex(address, out ulong index) ||
            !_metadata.TryFindHead(index, liveOnly: true, out ulong head, out FrameWord word))
        {
            return false;
        }

        handle = new(_words.Address(head).Value, word.Tag);
        return true;
    }

    /// <summary>
    /// One attempt of a sequence-locked read. The word holds a version of its capabilities, a node one of its chain; because the former is
    /// short, the capabilities beside the word are also read twice.
    /// </summary>
    private bool TryRead(ulong index, FrameWord word, Span<CapId> caps, out uint count, out uint pins)
    {
        FrameSlot slot = _words.Slot(index);
        if (word.InNode)
        {
            return TryReadChain(index, word, caps, out count, out pins);
        }

        count = word.Caps;
        pins = word.Pins;
        uint wanted = count < (uint)caps.Length ? count : (uint)caps.Length;
        for (uint i = 0; i < wanted; i++)
        {
            caps[(int)i] = new(Volatile.Read(ref slot[i + 1]));
        }

        bool same = _words.Read(index).Bits == word.Bits;
        for (uint i = 0; i < wanted; i++)
        {
            same &= Volatile.Read(ref slot[i + 1]) == caps[(int)i].Value;
        }

        return same && (wanted == 0 || _words.Read(index).Bits == word.Bits);
    }

    private bool TryReadChain(ulong index, FrameWord word, Span<CapId> caps, out uint count, out uint pins)
    {
        OverflowNodes nodes = _metadata.Nodes;
        count = pins = 0;
        uint first = (uint)Volatile.Read(ref _words.Slot(index)[1]);
        if (!nodes.Contains(first))
        {
            return false;
        }

        ulong* head = nodes[first];
        ulong link = Volatile.Read(ref head[0]);
        count = OverflowNodes.Caps(head);
        pins = OverflowNodes.Pins(head);
        if (_words.Read(index).Bits != word.Bits)
        {
            return false; // the node may be another block's: do not follow it
        }

        uint node = first;
        uint inNode = count == 0 ? 0 : (count - 1) % OverflowNodes.CapsPerNode + 1;
        int copied = 0;
        while (node != OverflowNodes.None && copied < caps.Length && copied < (int)count)
        {
            for (uint i = 0; i < inNode && copied < caps.Length; i++)
            {
                caps[copied++] = new(Volatile.Read(ref nodes[node][OverflowNodes.FirstCap + i]));
            }

            node = OverflowNodes.Next(nodes[node]);
            inNode = OverflowNodes.CapsPerNode;
        }

        return Volatile.Read(ref head[0]) == link && _words.Read(index).Bits == word.Bits;
    }
}
