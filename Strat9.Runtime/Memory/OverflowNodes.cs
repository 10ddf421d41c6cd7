namespace Strat9.Memory;

/// <summary>
/// The storage of what does not fit beside a frame's word: chains of 64-byte nodes. Of a chain the first node is the only one that need not
/// be full.
/// </summary>
/// <remarks>
/// Node: word 0 next node (low half) and version (high half, first node); word 1 capabilities (low half) and pins (high half) of the whole
/// chain (first node); words 2-7 capabilities. Node 0 is the head of the list of free nodes: index (low half) and a tag against ABA.
/// A chain belongs to the block whose lock bit its user holds; the free list is a Treiber stack. Nodes are never unmapped, so that a reader
/// that comes too late reads old numbers, and its version check fails.
/// </remarks>
internal readonly unsafe struct OverflowNodes
{
    public const int NodeSize = 64;
    public const int CapsPerNode = 6;
    public const int FirstCap = 2;
    public const uint None = 0;

    private const int Words = NodeSize / sizeof(ulong);

    private readonly ulong* _nodes;
    private readonly uint _count; // node 0 included

    /// <summary>Makes every node free.</summary>
    public OverflowNodes(void* storage, ulong bytes)
    {
        ulong count = bytes / NodeSize;
        if (count < 2)
        {
            return;
        }

        if (count > uint.MaxValue)
        {
            count = uint.MaxValue;
        }

        _nodes = (ulong*)storage;
        _count = (uint)count;

        for (ulong index = 1; index < count; index++)
        {
            ulong next = index + 1 < count ? index + 1 : None;
            _nodes[index * Words] = next;
        }

        _nodes[0] = 1;
    }

    public ulong* this[uint index] => _nodes + (ulong)index * Words;

    public static uint Next(ulong* node) => (uint)Volatile.Read(ref node[0]);

    public static uint Version(ulong* node) => (uint)(Volatile.Read(ref node[0]) >> 32);

    public static void SetLink(ulong* node, uint next, uint version) => Volatile.Write(ref node[0], next | ((ulong)version << 32));

    public static uint Caps(ulong* node) => (uint)Volatile.Read(ref node[1]);

    public static uint Pins(ulong* node) => (uint)(Volatile.Read(ref node[1]) >> 32);

    public static void SetCounts(ulong* node, uint caps, uint pins) => Volatile.Write(ref node[1], caps | ((ulong)pins << 32));

    /// <summary>
    /// Whether there is such a node: for readers without the lock, who may have read a capability where the index was a moment ago.
    /// </summary>
    public bool Contains(uint index) => index != None && index < _count;

    /// <summary>Takes a node off the free list; <see cref="None"/> when there is none.</summary>
    public uint Take()
    {
        if (_nodes == null)
        {
            return None;
        }

        while (true)
        {
            ulong head = Volatile.Read(ref _nodes[0]);
            uint index = (uint)head;
            if (index == None)
            {
                return None;
            }

            ulong after = NextTag(head) | Next(this[index]);
            if (Atomic.TryChange(ref _nodes[0], head, after))
            {
                return index;
            }
        }
    }

    /// <summary>Gives one node back.</summary>
    public void Give(uint index)
    {
        ulong* node = this[index];
        while (true)
        {
            ulong head = Volatile.Read(ref _nodes[0]);
            SetLink(node, (uint)head, Version(node));
            if (Atomic.TryChange(ref _nodes[0], head, NextTag(head) | index))
            {
                return;
            }
        }
    }

    /// <summary>Gives a whole chain back.</summary>
    public void GiveChain(uint first)
    {
        while (first != None)
        {
            uint next = Next(this[first]);
            Give(first);
            first = next;
        }
    }

    private static ulong NextTag(ulong head) => ((head >> 32) + 1) << 32;
}
