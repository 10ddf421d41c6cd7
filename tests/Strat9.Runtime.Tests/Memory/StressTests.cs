using System.Diagnostics.CodeAnalysis;
using Strat9.Hosting;
using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>Threads at work on one arena; at each barrier everything must add up, and the bytes of a block must be its holder's.</summary>
public sealed class StressTests
{
    private const int Threads = 4;
    private const int Rounds = 12;
    private const int Steps = 3000;

    [Fact]
    public void NothingOverlapsNothingIsLost()
    {
        using PhysicalArena arena = new(
            [
                new(new((16 << 20) - (4 << 20)), 8 << 20, MemoryRegionKind.Usable),
                new(new(16 << 20), 0x5000, MemoryRegionKind.Reserved),
            ]);
        ulong free = arena.Allocator.FreeFrames;
        List<BlockHandle>[] blocks = [.. Enumerable.Range(0, Threads).Select(_ => new List<BlockHandle>())];
        Exception?[] failures = new Exception?[Threads];
        using Barrier barrier = new(Threads, _ => CheckAll(arena, blocks, free));
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(id => new Thread(() => failures[id] = Work(arena, blocks[id], id, barrier)))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.All(failures, Assert.Null);
        Assert.Equal(free, arena.Allocator.FreeFrames);
        Assert.Equal(1ul, arena.Allocator.FreeBlocks(10, MemoryZones.Dma));
    }

    /// <summary>Where the node's index was, a moment later stands a capability that would be a wild index.</summary>
    [Fact]
    public void ReadersSeeNoHalfOfAMoveIntoANodeAndOut()
    {
        const int Cycles = 20_000;
        const ulong Base = ulong.MaxValue - 16;
        using TestMemory memory = new();
        BlockHandle block = RealMachine.Make(memory, new(Verb.Allocate, new(default, 0))).Block;
        block = RealMachine.Make(memory, new(Verb.Claim, block, Base)).Block;
        bool stop = false;
        Thread writer = new(() =>
        {
            for (int cycle = 0; cycle < Cycles; cycle++)
            {
                for (ulong cap = 1; cap < 6; cap++)
                {
                    memory.Table.AddRef(block, new(Base + cap)).IsRecorded(out _);
                }

                for (ulong cap = 1; cap < 6; cap++)
                {
                    RemoveRefResult left = memory.Table.RemoveRef(block, new(Base + cap));
                    Require(cap < 5 ? left.IsStillShared(out _) : left.IsNowExclusive(out _));
                }
            }

            Volatile.Write(ref stop, true);
        });
        writer.Start();
        Span<CapId> caps = stackalloc CapId[8];
        while (!Volatile.Read(ref stop))
        {
            Assert.True(memory.Table.TryGet(block, caps, out OwnerEntry entry));
            Assert.InRange(entry.CapabilityCount, 1u, 6u);
            Assert.InRange(memory.Table.Frame(block.Base)!.Value.Refcount, 1u, 6u);

            // 0 stays; 1 to 5 come in their order and go in it, so what is there beside 0 is a stretch.
            uint seen = 0;
            foreach (CapId cap in caps[..(int)entry.CapabilityCount])
            {
                seen |= 1u << (int)(cap.Value - Base);
            }

            Assert.Equal(1u, seen & 1);
            Assert.Equal((int)entry.CapabilityCount, System.Numerics.BitOperations.PopCount(seen));
            uint stretch = seen >> 1;
            stretch >>= stretch == 0 ? 0 : System.Numerics.BitOperations.TrailingZeroCount(stretch);
            Assert.Equal(0u, stretch & (stretch + 1));
        }

        writer.Join();
        Assert.Equal(1u, memory.Table.Refcount(block));
    }

    private static Exception? Work(PhysicalArena arena, List<BlockHandle> blocks, int id, Barrier barrier)
    {
        try
        {
            Random random = new(id);
            for (int round = 0; round < Rounds; round++)
            {
                for (int step = 0; step < Steps; step++)
                {
                    if (blocks.Count < 100 && random.Next(2) == 0)
                    {
                        Take(arena, blocks, id, random);
                    }
                    else if (blocks.Count != 0)
                    {
                        int at = random.Next(blocks.Count);
                        Touch(arena, blocks[at], random);
                        Drop(arena, blocks[at], id);
                        blocks[at] = blocks[^1];
                        blocks.RemoveAt(blocks.Count - 1);
                    }
                }

                barrier.SignalAndWait();
            }

            foreach (BlockHandle block in blocks)
            {
                Drop(arena, block, id);
            }

            return null;
        }
        catch (Exception e)
        {
            barrier.RemoveParticipant();
            return e;
        }
    }

    private static void Take(PhysicalArena arena, List<BlockHandle> blocks, int id, Random random)
    {
        if (!arena.Allocator.TryAllocate(random.Next(6), (MemoryZones)random.Next(1, 4)).IsAllocated(out PhysBlock<BuddyReserved> block))
        {
            return;
        }

        if (random.Next(8) == 0)
        {
            arena.Allocator.Return(block);
            return;
        }

        Require(arena.Table.Claim(block, new((ulong)id)).IsClaimed(out PhysBlock<Exclusive> held));
        held.Span.Fill((byte)id);
        blocks.Add(arena.Table.Detach(held));
    }

    /// <summary>Others come and go while the block is ours.</summary>
    private static void Touch(PhysicalArena arena, BlockHandle block, Random random)
    {
        for (ulong cap = 100; cap < 100 + (ulong)random.Next(12); cap++)
        {
            Require(arena.Table.AddRef(block, new(cap)).IsRecorded(out _));
        }

        Require(arena.Table.Pin(block).IsPinned(out BlockPin pin));
        Require(arena.Table.HandleContaining(block.Base + (ulong)random.Next((int)block.Size)) == block);
        Require(arena.Table.TryGet(block, default, out OwnerEntry entry));
        for (ulong cap = 100; cap < 99 + entry.CapabilityCount; cap++)
        {
            Require(arena.Table.RemoveRef(block, new(cap)).IsStillShared(out _));
        }

        Require(arena.Table.Unpin(pin).IsNowExclusive(out _));
    }

    private static void Drop(PhysicalArena arena, BlockHandle block, int id)
    {
        Require(Bytes(arena, block).IndexOfAnyExcept((byte)id) < 0);
        Require(arena.Table.RemoveRef(block, new((ulong)id)).IsFreed(out PhysBlock<Released> freed));
        arena.Allocator.Free(freed);
    }

    private static unsafe Span<byte> Bytes(PhysicalArena arena, BlockHandle block) =>
        new(arena.Metadata.Direct.Pointer(block.Base), (int)block.Size);

    private static void CheckAll(PhysicalArena arena, List<BlockHandle>[] blocks, ulong free)
    {
        List<BlockHandle> owned = [];
        foreach (OwnerEntry entry in arena.Table.Entries())
        {
            owned.Add(entry.Handle);
        }

        Assert.Equal(blocks.SelectMany(b => b).OrderBy(b => b.Base), owned);
        Assert.Equal(free, arena.Allocator.FreeFrames + (ulong)owned.Sum(b => 1L << b.Order));
        ulong frames = 0;
        ulong freeFrames = 0;
        foreach (FrameRun run in arena.Metadata.Runs())
        {
            Assert.Equal(arena.Start + frames * Paging.PageSize, run.Start);
            Assert.NotEqual(FrameKind.InTransit, run.Info.Kind);
            frames += run.FrameCount;
            freeFrames += run.Info.Kind == FrameKind.Free ? run.FrameCount : 0;
        }

        Assert.Equal(arena.Metadata.FrameCount, frames);
        Assert.Equal(arena.Allocator.FreeFrames, freeFrames);
    }

    private static void Require([DoesNotReturnIf(false)] bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException("An operation did not answer as it must.");
        }
    }
}
