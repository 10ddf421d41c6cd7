using Strat9.Hosting;
using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

public sealed class PhysicalArenaTests
{
    [Fact]
    public void AQuarterOfAGibibyteHasRealBytes()
    {
        using PhysicalArena arena = new(256 << 20);
        Assert.Equal(65536ul, arena.Allocator.FreeFrames);
        Assert.Equal(32ul, arena.Allocator.FreeBlocks(Paging.MaxOrder));
        Assert.True(arena.Allocator.TryAllocate(Paging.MaxOrder).IsAllocated(out PhysBlock<BuddyReserved> block));
        Assert.True(arena.Table.Claim(block, new(1)).IsClaimed(out PhysBlock<Exclusive> held));
        Assert.Equal(8 << 20, held.Span.Length);
        Assert.Equal(0, held.Span[^1]);
        held.Span.Fill(0xA5);
        PhysBlock<MappedExclusive> mapped = held.IntoMapped();
        Assert.Equal(0xA5, mapped.Span[12345]);
        PhysBlock<MappedShared> shared = mapped.IntoShared();
        held = shared.IntoUnshared().IntoUnmapped();
        Assert.True(arena.Table.Release(held, new(1)).IsFreed(out PhysBlock<Released> freed));
        arena.Allocator.Free(freed);
        Assert.Equal(65536ul, arena.Allocator.FreeFrames);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16 << 20)]
    [InlineData((4L << 30) - (8 << 20))]
    public void PointersAreAlignedLikeAddresses(long start)
    {
        using PhysicalArena arena = new(16 << 20, new((ulong)start));
        Assert.Equal(0, arena.Metadata.Direct.Offset % (nint)Paging.MaxBlockSize);
    }

    [Fact]
    public void ZonesAreKeptApart_AndFallBackDownwards()
    {
        using PhysicalArena low = new(32 << 20);
        Assert.True(low.Allocator.TryAllocate(0).IsAllocated(out PhysBlock<BuddyReserved> normal));
        Assert.True(low.Allocator.TryAllocate(0, MemoryZones.Dma).IsAllocated(out PhysBlock<BuddyReserved> dma));
        Assert.True(low.Allocator.TryAllocate(0, MemoryZones.High).IsOutOfMemory());
        Assert.Equal((16ul << 20, 0ul), (normal.Handle.Base.Value, dma.Handle.Base.Value));
        low.Allocator.Return(normal);
        low.Allocator.Return(dma);

        using PhysicalArena high = new(16 << 20, new((4ul << 30) - (8 << 20)));
        Assert.True(high.Allocator.TryAllocate(Paging.MaxOrder).IsAllocated(out PhysBlock<BuddyReserved> first));
        Assert.True(high.Allocator.TryAllocate(Paging.MaxOrder).IsAllocated(out PhysBlock<BuddyReserved> second));
        Assert.Equal((4ul << 30, (4ul << 30) - (8 << 20)), (first.Handle.Base.Value, second.Handle.Base.Value));
        high.Allocator.Return(first);
        high.Allocator.Return(second);
    }

    [Fact]
    public void ATokenOfAnotherArenaIsRefused()
    {
        using PhysicalArena one = new(1 << 20);
        using PhysicalArena other = new(1 << 20);
        Assert.True(one.Allocator.TryAllocate(0).IsAllocated(out PhysBlock<BuddyReserved> block));
        Assert.True(other.Allocator.TryAllocate(0).IsAllocated(out PhysBlock<BuddyReserved> its));
        Assert.True(other.Table.Claim(block, new(1)).IsRefused(out OwnerError error, out block));
        Assert.Equal(OwnerError.InvalidHandle, error);
        BlockHandle handle = block.IntoHandle();
        Assert.Throws<MemoryCorruptionException>(() => other.Allocator.Return(PhysBlock.FromBuddy(handle, one.Metadata.Direct)));
        one.Allocator.Return(PhysBlock.FromBuddy(handle, one.Metadata.Direct));
        other.Allocator.Return(its);
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        Assert.Contains("5000", Assert.Throws<ArgumentException>("size", () => new PhysicalArena(5000)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("size", () => new PhysicalArena(0));
        Assert.Contains("0x800", Assert.Throws<ArgumentException>("start", () => new PhysicalArena(4096, new(0x800))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("start", () => new PhysicalArena(8192, new(ulong.MaxValue - 4095)));
        Assert.Throws<ArgumentException>("map", () => new PhysicalArena([]));
        Assert.Throws<ArgumentException>("map", () => new PhysicalArena([new(default, 0, MemoryRegionKind.Usable)]));
        Assert.Throws<ArgumentException>("map", () => new PhysicalArena([new(new(4096), ulong.MaxValue, MemoryRegionKind.Usable)]));
        Assert.Throws<ArgumentException>("map", () => new PhysicalArena([new(default, ulong.MaxValue - 1, MemoryRegionKind.Reserved)]));
    }

    [Fact]
    public void DisposingTwiceIsHarmless()
    {
        PhysicalArena arena = new(4096);
        arena.Dispose();
        arena.Dispose();
    }
}
