using Strat9.Hosting;
using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

public sealed class MagazineTests
{
    private static TestMemory New(ulong frames = 64) =>
        new(magazines: true, frames, 4096, 16, [new(PhysAddr.OfFrame(4096), frames * Paging.PageSize, MemoryRegionKind.Usable)]);

    [Fact]
    public void WhatIsGivenBackIsKept_AndComesOutAgain()
    {
        using TestMemory memory = New();
        Assert.True(memory.Allocator.TryAllocate(1).IsAllocated(out PhysBlock<BuddyReserved> block));
        BlockHandle first = block.Handle;
        memory.Allocator.Return(block);
        Assert.Equal(64ul, memory.Allocator.FreeFrames);
        Assert.NotEqual(0ul, memory.Allocator.CachedBlocks(1));
        Assert.Equal(FrameKind.Free, memory.Table.Frame(first.Base)!.Value.Kind);
        Assert.True(memory.Allocator.TryAllocate(1).IsAllocated(out block));
        Assert.Equal(first, block.Handle);
        memory.Allocator.Return(block);
        memory.Allocator.Drain();
        Assert.Equal(0ul, memory.Allocator.CachedFrames);
        Assert.Equal(["0+64 Free"], memory.Runs());
        Assert.Equal((6, 0.0), (memory.Allocator.LargestFreeOrder(), memory.Allocator.Fragmentation(6)));
    }

    [Fact]
    public void ABlockGivenBackTwiceIsFoundInAMagazineToo()
    {
        using TestMemory memory = New();
        Assert.True(memory.Allocator.TryAllocate(1).IsAllocated(out PhysBlock<BuddyReserved> block));
        BlockHandle handle = block.Handle;
        memory.Allocator.Return(block);
        byte[] before = memory.Snapshot();
        Assert.Equal(Answer.Corrupt, RealMachine.Make(memory, new(Verb.Return, handle)));
        Assert.Equal(Answer.Corrupt, RealMachine.Make(memory, new(Verb.Free, handle)));
        Assert.Equal(before, memory.Snapshot());
    }

    [Fact]
    public void AnOverwrittenWordOfACachedBlockIsFound_AndTheMagazineIsLeft()
    {
        using TestMemory memory = New();
        Assert.True(memory.Allocator.TryAllocate(0).IsAllocated(out PhysBlock<BuddyReserved> block));
        ulong index = (block.Handle.Base - memory.Start) / Paging.PageSize;
        memory.Allocator.Return(block);
        FrameWord word = memory.Metadata.Read(index);
        memory.Metadata.Write(index, new(word.Bits ^ 1));
        Assert.Throws<MemoryCorruptionException>(() => Assert.True(memory.Allocator.TryAllocate(0).IsOutOfMemory()));
        memory.Metadata.Write(index, word);
        memory.Allocator.Drain();
        Assert.Equal(["0+64 Free"], memory.Runs());
    }

    /// <summary>What another thread keeps is fetched before memory is said to be out, and merged before a size is.</summary>
    [Fact]
    public void OutOfMemoryIsSaidOnlyWhenOthersHaveNothingEither()
    {
        using TestMemory memory = New();
        Thread other = new(() =>
        {
            List<BlockHandle> taken = [];
            while (memory.Allocator.TryAllocate(0).IsAllocated(out PhysBlock<BuddyReserved> block))
            {
                taken.Add(block.IntoHandle());
            }

            taken.ForEach(t => memory.Allocator.Return(RealMachine.Reserved(memory, t)));
        });
        other.Start();
        other.Join();
        Assert.NotEqual(0ul, memory.Allocator.CachedFrames);
        Assert.Equal(1ul, memory.Allocator.FailedAllocations); // its last request
        Assert.True(memory.Allocator.TryAllocate(6).IsAllocated(out PhysBlock<BuddyReserved> all));
        Assert.True(memory.Allocator.TryAllocate(0).IsOutOfMemory());
        Assert.Equal(2ul, memory.Allocator.FailedAllocations);
        memory.Allocator.Return(all);
    }

    [Fact]
    public void AThreadThatHasEndedLeavesNothingBehind()
    {
        using PhysicalArena arena = new(64 << 20, new(1 << 30));
        for (int i = 0; i < 3 * ThreadMagazines.Count; i++)
        {
            Thread thread = new(() =>
            {
                Assert.True(arena.Allocator.TryAllocate(0).IsAllocated(out PhysBlock<BuddyReserved> block));
                arena.Allocator.Return(block);
            });
            thread.Start();
            thread.Join();
        }

        for (int i = 0; i < 50 && arena.Allocator.CachedFrames != 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(0ul, arena.Allocator.CachedFrames);
        Assert.Equal(8ul, arena.Allocator.FreeBlocks(Paging.MaxOrder));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    [InlineData(8, 3)]
    [InlineData(32, 5)]
    [InlineData(0, 6)]
    public void ABlockCanBeTakenAtAnAddress(ulong frame, int order)
    {
        using TestMemory memory = New();
        Assert.True(memory.Allocator.TryAllocateAt(memory.At(frame), order).IsAllocated(out PhysBlock<BuddyReserved> block));
        Assert.Equal(new BlockHandle(memory.At(frame), order), block.Handle);
        Assert.True(memory.Allocator.TryAllocateAt(memory.At(frame), 0).IsOutOfMemory());
        Assert.True(memory.Allocator.TryAllocateAt(memory.At(0), 6).IsOutOfMemory());
        memory.Allocator.Return(block);
        Assert.True(memory.Allocator.TryAllocateAt(memory.At(0), 6).IsAllocated(out block)); // also what lay in the magazine
        memory.Allocator.Return(block);
    }

    [Fact]
    public void WhereNoBlockCanBeNoneIsTaken()
    {
        using TestMemory memory = New();
        Assert.Throws<ArgumentException>("address", () => Assert.True(memory.Allocator.TryAllocateAt(memory.At(1), 1).IsOutOfMemory()));
        Assert.Throws<ArgumentOutOfRangeException>("order", () => Assert.True(memory.Allocator.TryAllocateAt(memory.At(0), 12).IsOutOfMemory()));
        Assert.True(memory.Allocator.TryAllocateAt(memory.At(64), 0).IsOutOfMemory());
        Assert.True(memory.Allocator.TryAllocateAt(default, 0).IsOutOfMemory());
    }

    [Fact]
    public unsafe void BytesAreFilledAsAskedFor()
    {
        using PhysicalArena arena = new(1 << 20);
        Assert.True(arena.Allocator.TryAllocate(3).IsAllocated(out PhysBlock<BuddyReserved> block));
        Span<byte> bytes = new(arena.Metadata.Direct.Pointer(block.Handle.Base), (int)block.Handle.Size);
        bytes.Fill(7);
        BlockHandle handle = block.Handle;
        arena.Allocator.Return(block);
        Assert.True(arena.Allocator.TryAllocateAt(handle.Base, 3).IsAllocated(out block));
        Assert.True(bytes.IndexOfAnyExcept((byte)7) < 0);
        arena.Allocator.Return(block);
        Assert.True(arena.Allocator.TryAllocateAt(handle.Base, 3, BlockFill.Zero).IsAllocated(out block));
        Assert.True(bytes.IndexOfAnyExcept((byte)0) < 0);
        arena.Allocator.Return(block);
        Assert.True(arena.Allocator.TryAllocateAt(handle.Base, 3, BlockFill.Poison).IsAllocated(out block));
        Assert.True(bytes.IndexOfAnyExcept(BuddyAllocator.PoisonByte) < 0);
        arena.Allocator.Return(block);
    }

    /// <summary>Every shard gives and takes; frames are of the shard their address says.</summary>
    [Fact]
    public void ALargeArenaIsUsedToTheLastFrame()
    {
        using PhysicalArena arena = new(3ul << 30, new((4ul << 30) - (1ul << 30)));
        ulong free = arena.Allocator.FreeFrames;
        List<BlockHandle> blocks = [];
        while (arena.Allocator.TryAllocate(9).IsAllocated(out PhysBlock<BuddyReserved> block))
        {
            blocks.Add(block.IntoHandle());
        }

        Assert.Equal(free >> 9, (ulong)blocks.Distinct().Count());
        Assert.Equal(0ul, arena.Allocator.FreeFrames);
        foreach (BlockHandle block in blocks)
        {
            arena.Allocator.Return(PhysBlock.FromBuddy(block, arena.Metadata.Direct));
        }

        arena.Allocator.Drain();
        Assert.Equal((128ul, 256ul), (arena.Allocator.FreeBlocks(11, MemoryZones.Normal), arena.Allocator.FreeBlocks(11, MemoryZones.High)));
    }
}
