using System;
using System.Numerics;

namespace Strat9.Samples.Kernel;

/// <summary>What the stress believes of the blocks it has handed to the table: the plainest thing that can be compared with it.</summary>
internal sealed class StressModel
{
    public const int Capacity = 192;
    public const int Caps = 12;

    private readonly Entry[] _entries = new Entry[Capacity];

    /// <summary>One block: live while it has a capability or a pin.</summary>
    public struct Entry
    {
        public BlockHandle Handle;
        public uint Caps; // bit n: capability n
        public uint Pins;

        public readonly bool IsLive => Caps != 0 || Pins != 0;

        public readonly uint Refcount => (uint)BitOperations.PopCount(Caps) + Pins;
    }

    public ref Entry this[int index] => ref _entries[index];

    /// <summary>The table's name for a capability; far from those of page tables and spaces.</summary>
    public static CapId Cap(int number) => new(1000 + (ulong)number);

    public static bool IsOurs(CapId cap) => cap.Value >= 1000 && cap.Value < 1000 + Caps;

    public int LiveCount()
    {
        int count = 0;
        for (int i = 0; i < Capacity; i++)
        {
            count += _entries[i].IsLive ? 1 : 0;
        }

        return count;
    }

    /// <summary>Whether the table says the same of an entry.</summary>
    public bool Agrees(OwnershipTable table, int index)
    {
        Entry entry = _entries[index];
        Span<CapId> caps = stackalloc CapId[Caps];
        if (!entry.IsLive)
        {
            return !table.TryGet(entry.Handle, caps, out _);
        }

        if (!table.TryGet(entry.Handle, caps, out OwnerEntry found) || found.Refcount != entry.Refcount || found.PinCount != entry.Pins)
        {
            return false;
        }

        for (int i = 0; i < (int)found.CapabilityCount; i++)
        {
            if (!IsOurs(caps[i]) || (entry.Caps >> (int)(caps[i].Value - 1000) & 1) == 0)
            {
                return false;
            }
        }

        return true;
    }
}
