using Strat9.Hosting;
using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>No operation allocates managed memory.</summary>
public sealed class AllocationFreeTests
{
    [Fact]
    public void EveryOperation()
    {
        using PhysicalArena arena = new(1 << 20);
        Exercise(arena); // compiles everything
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Exercise(arena);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Trusted("That each call answers as it must is tested elsewhere; here only what it allocates counts.")]
    private static void Exercise(PhysicalArena arena)
    {
        OwnershipTable table = arena.Table;
        CapId cap = new(1);
        Require(arena.Allocator.TryAllocate(3).IsAllocated(out PhysBlock<BuddyReserved> spare));
        arena.Allocator.Return(spare);
        Require(arena.Allocator.TryAllocate(11).IsOutOfMemory());
        Require(arena.Allocator.TryAllocate(2).IsAllocated(out PhysBlock<BuddyReserved> block));
        BlockHandle unclaimed = block.Handle;
        Require(table.EnsureRef(new(unclaimed.Base, 0), cap).IsRecorded(out _));
        Require(table.RemoveRef(table.HandleForBase(unclaimed.Base)!.Value, cap).IsFreed(out PhysBlock<Released> part));
        arena.Allocator.Free(part);
        Require(table.Claim(block, cap).IsClaimed(out PhysBlock<Exclusive> held));
        held.Span[0]++;
        for (ulong i = 2; i < 20; i++)
        {
            Require(table.AddRef(held.Handle, new(i)).IsRecorded(out _));
        }

        Require(table.Release(held, cap).IsRefused(out _, out held));
        Require(table.Pin(held.Handle).IsPinned(out BlockPin pin));
        Span<CapId> caps = stackalloc CapId[32];
        table.TryGet(held.Handle, caps, out _);
        table.Refcount(held.Handle);
        table.HandleContaining(held.Handle.Base + 5000);
        table.Frame(held.Handle.Base);
        for (ulong i = 2; i < 20; i++)
        {
            Require(table.RemoveRef(held.Handle, new(i)).IsStillShared(out _));
        }

        Require(table.Unpin(pin).IsNowExclusive(out _));
        foreach (FrameRun run in arena.Metadata.Runs())
        {
            _ = run.Size;
        }

        foreach (OwnerEntry entry in table.Entries())
        {
            _ = entry.State;
        }

        Require(table.Release(held, cap).IsFreed(out PhysBlock<Released> freed));
        arena.Allocator.Free(freed);
    }

    // Not Assert: it must not allocate.
    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException("An operation did not answer as it must.");
        }
    }
}
