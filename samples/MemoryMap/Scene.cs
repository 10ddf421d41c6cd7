using Strat9.Hosting;
using Strat9.Memory;

namespace Strat9.Samples.Map;

/// <summary>An arena around the boundary of two zones, with blocks of all kinds in it; the same for the same seed.</summary>
internal static class Scene
{
    public static PhysicalArena Make(int mebibytes, int seed)
    {
        ulong size = (ulong)mebibytes << 20;
        PhysAddr start = new((16ul << 20) - (size / 2 < 16 << 20 ? size / 2 : 16 << 20));
        PhysicalArena arena = new(
        [
            new(start, size, MemoryRegionKind.Usable),
            new(start + size / 8, 64 << 10, MemoryRegionKind.Reserved),
            new(start + size + (32 << 10), 32 << 10, MemoryRegionKind.Usable), // a hole before it
        ]);
        Random random = new(seed);
        for (ulong i = 1; arena.LiveBytes < arena.UsableBytes / 2; i++)
        {
            Add(arena, random, new(i));
        }

        return arena;
    }

    private static void Add(PhysicalArena arena, Random random, CapId cap)
    {
        int order = System.Numerics.BitOperations.TrailingZeroCount(random.Next() | 1 << 7);
        if (!arena.Allocator.TryAllocate(order, random.Next(3) == 0 ? MemoryZones.Dma : MemoryZones.All).IsAllocated(out PhysBlock<BuddyReserved> block))
        {
            return;
        }

        int what = random.Next(8);
        if (what == 0)
        {
            arena.Allocator.Return(block);
        }
        else if (what == 1)
        {
            Ownership.Forget(block, "stays allocated, claimed by nobody, for the picture");
        }
        else
        {
            Claim(arena, block, cap, what);
        }
    }

    private static void Claim(PhysicalArena arena, PhysBlock<BuddyReserved> block, CapId cap, int what)
    {
        ClaimResult claim = arena.Table.Claim(block, cap);
        if (claim.IsClaimed(out PhysBlock<Exclusive> held))
        {
            BlockHandle handle = arena.Table.Detach(held);
            if (what == 2 && arena.Table.Pin(handle).IsPinned(out BlockPin pin))
            {
                Ownership.Forget(pin, "stays pinned for the picture");
            }
            else if (what == 3)
            {
                arena.Table.AddRef(handle, new(cap.Value + 1000)).IsRecorded(out _);
            }
        }
        else if (claim.IsRefused(out _, out PhysBlock<BuddyReserved> back))
        {
            arena.Allocator.Return(back);
        }
    }
}
