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
        Assert.Throws<MemoryCorruptionException>(() => Assert.True(memory.Allocator.TryAllocate(0).IsOutOfMemory()));
        Assert.True(memory.Allocator.TryAllocate(3).IsAllocated(out PhysBlock<BuddyReserved> other));
        memory.Allocator.Return(other);
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
