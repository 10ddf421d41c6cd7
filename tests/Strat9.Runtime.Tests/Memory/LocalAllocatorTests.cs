using Strat9.Hosting;
using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>The allocator as one thread sees it does and checks what the allocator does.</summary>
public sealed class LocalAllocatorTests
{
    private static TestMemory New(bool magazines = true) =>
        new(magazines, 64, 4096, 16, [new(PhysAddr.OfFrame(4096), 64 * Paging.PageSize, MemoryRegionKind.Usable)]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BlocksComeFromOneAndGoBackToTheOther(bool magazines)
    {
        using TestMemory memory = New(magazines);
        LocalAllocator local = memory.Allocator.Local();
        for (int i = 0; i < 3; i++)
        {
            for (int order = 0; order <= 6; order++)
            {
                Assert.True(local.TryAllocate(order).IsAllocated(out PhysBlock<BuddyReserved> block));
                memory.Allocator.Return(block);
                Assert.True(memory.Allocator.TryAllocate(order).IsAllocated(out block));
                Assert.True(memory.Table.Claim(block, new(1)).IsClaimed(out PhysBlock<Exclusive> held));
                Assert.True(memory.Table.Release(held, new(1)).IsFreed(out PhysBlock<Released> freed));
                local.Free(freed);
            }
        }

        Assert.Equal(64ul, memory.Allocator.FreeFrames);
        Assert.Equal(0ul, memory.Allocator.FailedAllocations);
        memory.Allocator.Drain();
        Assert.Equal(["0+64 Free"], memory.Runs());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatIsWrongIsFound(bool magazines)
    {
        using TestMemory memory = New(magazines);
        Assert.True(memory.Allocator.Local().TryAllocate(1).IsAllocated(out PhysBlock<BuddyReserved> block));
        BlockHandle handle = block.Handle;
        memory.Allocator.Local().Return(block);
        byte[] before = memory.Snapshot();
        BlockHandle[] wrong =
        [
            handle, new(handle.Base + 1, 1), new(handle.Base, 0), new(handle.Base, 2), new(handle.Base, 10), new(handle.Base, 15), new(handle.Base, 1, 1),
            new(handle.Base + 0x1000, 0), new(default, 0), new(new(ulong.MaxValue), 0), new(memory.At(64), 0),
        ];
        foreach (BlockHandle one in wrong)
        {
            Assert.Throws<MemoryCorruptionException>(() => memory.Allocator.Local().Return(PhysBlock.FromBuddy(one, memory.Metadata.Direct)));
            Assert.Throws<MemoryCorruptionException>(() => memory.Allocator.Local().Free(PhysBlock.FromTable(one, memory.Metadata.Direct)));
            Assert.Throws<MemoryCorruptionException>(() => memory.Allocator.Local().Return(PhysBlock.FromBuddy(one, new(4096))));
        }

        Assert.Equal(before, memory.Snapshot());
        Assert.Throws<ArgumentOutOfRangeException>("order", () => Assert.True(memory.Allocator.Local().TryAllocate(12).IsOutOfMemory()));
        Assert.Throws<ArgumentOutOfRangeException>("order", () => Assert.True(memory.Allocator.Local().TryAllocate(-1).IsOutOfMemory()));
        Assert.Throws<ArgumentOutOfRangeException>(
            "zones", () => Assert.True(memory.Allocator.Local().TryAllocate(0, MemoryZones.None).IsOutOfMemory()));
        Assert.True(memory.Allocator.Local().TryAllocate(7).IsOutOfMemory());
    }

    /// <summary>While another thread empties all magazines again and again, none of its blocks is lost or doubled.</summary>
    [Fact]
    public void AMagazineThatIsStoppedIsNotUsed()
    {
        using TestMemory memory = New();
        using CancellationTokenSource end = new(TimeSpan.FromSeconds(1));
        Thread other = new(() =>
        {
            while (!end.IsCancellationRequested)
            {
                memory.Allocator.Drain();
            }
        });
        other.Start();
        LocalAllocator local = memory.Allocator.Local();
        for (int i = 0; !end.IsCancellationRequested; i++)
        {
            Assert.True(local.TryAllocate(i % 3).IsAllocated(out PhysBlock<BuddyReserved> one));
            Assert.True(local.TryAllocate(i % 2).IsAllocated(out PhysBlock<BuddyReserved> two));
            Assert.NotEqual(one.Handle.Base, two.Handle.Base);
            local.Return(one);
            local.Return(two);
        }

        other.Join();
        memory.Allocator.Drain();
        Assert.Equal(["0+64 Free"], memory.Runs());
    }

    [Fact]
    public void NothingIsAllocated()
    {
        using PhysicalArena arena = new(1 << 20);
        Exercise(arena);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Exercise(arena);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public unsafe void BytesAreFilledAsAskedFor()
    {
        using PhysicalArena arena = new(1 << 20);
        LocalAllocator local = arena.Allocator.Local();
        Assert.True(local.TryAllocate(3).IsAllocated(out PhysBlock<BuddyReserved> block));
        Span<byte> bytes = new(arena.Metadata.Direct.Pointer(block.Handle.Base), (int)block.Handle.Size);
        bytes.Fill(7);
        local.Return(block);
        Assert.True(local.TryAllocate(3, fill: BlockFill.Zero).IsAllocated(out block));
        Assert.True(bytes.IndexOfAnyExcept((byte)0) < 0);
        local.Return(block);
    }

    [Trusted("Every block that comes out goes back; what is refused holds none.")]
    private static void Exercise(PhysicalArena arena)
    {
        LocalAllocator local = arena.Allocator.Local();
        for (int order = 0; order < 8; order++)
        {
            if (local.TryAllocate(order).IsAllocated(out PhysBlock<BuddyReserved> block))
            {
                local.Return(block);
            }
        }
    }
}
