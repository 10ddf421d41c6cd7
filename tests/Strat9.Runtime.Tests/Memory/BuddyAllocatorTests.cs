using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

public sealed class BuddyAllocatorTests
{
    [Fact]
    public void TheMemoryMapBecomesTheLargestAlignedBlocks()
    {
        using TestMemory memory = new(
            64, 4, 16,
            new(new(0x4800), 0x1000 * 30, MemoryRegionKind.Usable), // loses a partial page at either end
            new(new(0x10800), 0x100, MemoryRegionKind.Reserved), // gains one
            new(new(0x30000), 0x2000, MemoryRegionKind.Reserved));
        Assert.Equal(
            ["0+1 Hole", "1+1 Free", "2+2 Free", "4+8 Free", "12+1 Reserved", "13+1 Free", "14+2 Free", "16+4 Free", "20+8 Free", "28+2 Free",
                "30+14 Hole", "44+2 Reserved", "46+18 Hole"],
            memory.Runs());
        Assert.Equal(28ul, memory.Allocator.FreeFrames);
    }

    [Fact]
    public void EveryOrderComesOutAlignedAndGoesBack()
    {
        using TestMemory memory = new(1 << Paging.MaxOrder);
        for (int order = 0; order <= Paging.MaxOrder; order++)
        {
            Assert.True(memory.Allocator.TryAllocate(order).IsAllocated(out PhysBlock<BuddyReserved> block));
            Assert.Equal((order, 0ul, 0ul), (block.Handle.Order, block.Handle.Generation, block.Handle.Base.Value % block.Handle.Size));
            memory.Allocator.Return(block);
            Assert.Equal(1ul, memory.Allocator.FreeBlocks(Paging.MaxOrder));
        }
    }

    [Fact]
    public void BlocksGivenBackTwiceAreFound()
    {
        using TestMemory memory = new();
        Assert.True(memory.Allocator.TryAllocate(1).IsAllocated(out PhysBlock<BuddyReserved> block));
        BlockHandle handle = block.Handle;
        memory.Allocator.Return(block);
        byte[] before = memory.Snapshot();
        Assert.Equal(Answer.Corrupt, RealMachine.Make(memory, new(Verb.Return, handle)));
        Assert.Equal(Answer.Corrupt, RealMachine.Make(memory, new(Verb.Free, handle)));
        Assert.Equal(Answer.Corrupt, RealMachine.Make(memory, new(Verb.Return, new(handle.Base + 0x1000, 0))));
        Assert.Equal(before, memory.Snapshot());
    }

    [Fact]
    public void AnOverwrittenWordOfAFreeBlockIsFound_AndTheLockIsNotKept()
    {
        using TestMemory memory = new();
        Assert.True(memory.Allocator.TryAllocate(0).IsAllocated(out PhysBlock<BuddyReserved> block));
        BlockHandle handle = block.IntoHandle();
        memory.Metadata.Write(1, new(memory.Metadata.Read(1).Bits ^ 1)); // the buddy's
        Assert.Equal(Answer.Corrupt, RealMachine.Make(memory, new(Verb.Return, handle)));
        Assert.True(memory.Allocator.TryAllocate(0).IsAllocated(out block)); // what came back is free, but merged with nothing
        Assert.Equal(handle, block.IntoHandle());
        Assert.Throws<MemoryCorruptionException>(() => Assert.True(memory.Allocator.TryAllocate(0).IsOutOfMemory()));
        Assert.True(memory.Allocator.TryAllocate(3).IsAllocated(out PhysBlock<BuddyReserved> other));
        memory.Allocator.Return(other);
    }

    [Fact]
    public unsafe void AnOverwrittenMapIsFound_AndTheLockIsNotKept()
    {
        using TestMemory memory = new(frames: 2048); // one block of the largest order: bit 0 of the only word of its map
        ulong* maps = (ulong*)memory.Metadata.Maps;
        ulong last = BuddyShard.MapWordsFor(2048) - 1;
        Assert.Equal(1ul, maps[last]);
        maps[last] = 0;
        Assert.Throws<MemoryCorruptionException>(() => Assert.True(memory.Allocator.TryAllocate(0).IsOutOfMemory()));
        maps[last] = 2; // beyond the memory
        Assert.Throws<MemoryCorruptionException>(() => Assert.True(memory.Allocator.TryAllocate(11).IsOutOfMemory()));
        maps[last] = 1;
        Assert.True(memory.Allocator.TryAllocate(11).IsAllocated(out PhysBlock<BuddyReserved> block));
        memory.Allocator.Return(block);
    }

    /// <summary>The storage asked for is enough wherever the frames begin: the shards' parts of it are added up.</summary>
    [Fact]
    public void TheMapsFitIntoTheStorage()
    {
        ulong[] counts = [1, 2, 63, 64, 2047, 2048, 2049, 4096, 16384, 16385, 65536, 100_000, 262_144, 1_000_000];
        ulong[] starts = [0, 1, 2047, 2048, 4095, 4096, 16383, 16384, (1 << 20) - 5000, (1 << 20) - 1, 1 << 20, (1 << 20) + 1];
        foreach (ulong count in counts)
        {
            foreach (ulong start in starts)
            {
                using TestMemory memory = new(count, start, 0); // throws when they do not
                Assert.Equal(count, memory.Allocator.FreeFrames);
                memory.Fence();
            }
        }
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        using TestMemory memory = new();
        Assert.Throws<ArgumentOutOfRangeException>("order", () => Assert.True(memory.Allocator.TryAllocate(12).IsOutOfMemory()));
        Assert.Throws<ArgumentOutOfRangeException>("order", () => Assert.True(memory.Allocator.TryAllocate(-1).IsOutOfMemory()));
        Assert.Throws<ArgumentOutOfRangeException>("zones", () => Assert.True(memory.Allocator.TryAllocate(0, MemoryZones.None).IsOutOfMemory()));
        Assert.Throws<ArgumentOutOfRangeException>("zones", () => Assert.True(memory.Allocator.TryAllocate(0, (MemoryZones)8).IsOutOfMemory()));
        Assert.Throws<ArgumentException>("metadata", () => new BuddyAllocator(memory.Metadata));
    }
}
