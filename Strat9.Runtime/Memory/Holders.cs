namespace Strat9.Memory;

/// <summary>
/// The capabilities and pins of one live block, while its lock bit is held: beside the frame's word, or in a chain of nodes once they do
/// not fit there. Order is not kept.
/// </summary>
internal unsafe ref struct Holders
{
    private readonly FrameSlot _slot;
    private readonly OverflowNodes _nodes;
    private readonly FrameWord _word;
    private uint _first; // the chain's first node

    public Holders(FrameSlot slot, FrameWord word, OverflowNodes nodes)
    {
        _slot = slot;
        _word = word;
        _nodes = nodes;
        if (word.InNode)
        {
            _first = (uint)slot[1];
            Caps = OverflowNodes.Caps(nodes[_first]);
            Pins = OverflowNodes.Pins(nodes[_first]);
        }
        else
        {
            _first = OverflowNodes.None;
            Caps = word.Caps;
            Pins = word.Pins;
        }
    }

    public uint Caps { get; private set; }

    public uint Pins { get; private set; }

    private readonly bool InNode => _first != OverflowNodes.None;

    /// <summary>Where the capability stands; <see langword="null"/> when it does not.</summary>
    public readonly ulong* Find(ulong cap)
    {
        if (!InNode)
        {
            for (uint i = 1; i <= Caps; i++)
            {
                if (_slot[i] == cap)
                {
                    return _slot.At(i);
                }
            }

            return null;
        }

        uint inNode = InFirst(Caps);
        for (uint index = _first; index != OverflowNodes.None && inNode != 0; index = OverflowNodes.Next(_nodes[index]))
        {
            ulong* caps = _nodes[index] + OverflowNodes.FirstCap;
            for (uint i = 0; i < inNode; i++)
            {
                if (caps[i] == cap)
                {
                    return caps + i;
                }
            }

            inNode = OverflowNodes.CapsPerNode;
        }

        return null;
    }

    /// <summary>Any one of the capabilities; there must be one.</summary>
    public readonly ulong Any() => InNode ? _nodes[_first][OverflowNodes.FirstCap] : _slot[1];

    /// <summary>Adds a capability; false, and nothing done, when node storage is exhausted.</summary>
    public bool TryAdd(ulong cap)
    {
        if (!InNode && Caps < _word.InlineCapacity)
        {
            Caps++;
            Volatile.Write(ref _slot[Caps], cap);
            return true;
        }

        if (!InNode && !TryMoveToNode())
        {
            return false;
        }

        uint used = Caps == 0 ? 0 : InFirst(Caps);
        if (used == OverflowNodes.CapsPerNode)
        {
            uint added = _nodes.Take();
            if (added == OverflowNodes.None)
            {
                return false;
            }

            OverflowNodes.SetLink(_nodes[added], _first, OverflowNodes.Version(_nodes[_first]));
            _first = added;
            used = 0;
        }

        Volatile.Write(ref _nodes[_first][OverflowNodes.FirstCap + used], cap);
        Caps++;
        return true;
    }

    /// <summary>Removes the capability that stands there.</summary>
    public void Remove(ulong* place)
    {
        if (!InNode)
        {
            Volatile.Write(ref *place, _slot[Caps]);
            Caps--;
            return;
        }

        ulong* node = _nodes[_first];
        uint used = InFirst(Caps);
        Volatile.Write(ref *place, node[OverflowNodes.FirstCap + used - 1]);
        Caps--;
        if (used == 1 && Caps != 0)
        {
            uint next = OverflowNodes.Next(node);
            OverflowNodes.SetLink(_nodes[next], OverflowNodes.Next(_nodes[next]), OverflowNodes.Version(node));
            _nodes.Give(_first);
            _first = next;
        }
    }

    /// <summary>Adds a pin; false, and nothing done, when node storage is exhausted.</summary>
    public bool TryAddPin()
    {
        if (!InNode && Pins == FrameWord.InlinePins && !TryMoveToNode())
        {
            return false;
        }

        Pins++;
        return true;
    }

    public void RemovePin() => Pins--;

    /// <summary>Writes the counts; the result is the word to store, which also unlocks.</summary>
    public FrameWord Seal()
    {
        if (InNode && Caps <= _word.InlineCapacity && Pins <= FrameWord.InlinePins)
        {
            for (uint i = 0; i < Caps; i++)
            {
                Volatile.Write(ref _slot[1 + i], _nodes[_first][OverflowNodes.FirstCap + i]);
            }

            _nodes.GiveChain(_first);
            _first = OverflowNodes.None;
        }

        if (!InNode)
        {
            return _word.WithCounts(Caps, Pins);
        }

        ulong* node = _nodes[_first];
        OverflowNodes.SetCounts(node, Caps, Pins);
        OverflowNodes.SetLink(node, OverflowNodes.Next(node), OverflowNodes.Version(node) + 1);
        Volatile.Write(ref _slot[1], _first);
        return _word.WithNode();
    }

    /// <summary>Gives up everything; the result is the word of the released block.</summary>
    public FrameWord Clear()
    {
        _nodes.GiveChain(_first);
        return _word.ToReleased();
    }

    private static uint InFirst(uint caps) => caps == 0 ? 0 : (caps - 1) % OverflowNodes.CapsPerNode + 1;

    private bool TryMoveToNode()
    {
        uint first = _nodes.Take();
        if (first == OverflowNodes.None)
        {
            return false;
        }

        ulong* node = _nodes[first];
        for (uint i = 0; i < Caps; i++)
        {
            Volatile.Write(ref node[OverflowNodes.FirstCap + i], _slot[1 + i]);
        }

        OverflowNodes.SetLink(node, OverflowNodes.None, OverflowNodes.Version(node) + 1);
        _first = first;
        return true;
    }
}
