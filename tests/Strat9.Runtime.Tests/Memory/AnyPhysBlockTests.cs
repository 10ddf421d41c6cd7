using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>A token whose state is known only at run time, and what the table says of it.</summary>
public sealed class AnyPhysBlockTests : IDisposable
{
    private static readonly CapId Cap = new(7);
    private readonly TestMemory _memory = new(64, nodes: 1);
    private readonly TestMemory _other = new(64, firstFrame: 1024, nodes: 1);

    public void Dispose()
    {
        _memory.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void TheTableConfirmsEveryState()
    {
        Assert.True(_memory.Allocator.TryAllocate(2).IsAllocated(out PhysBlock<BuddyReserved> reserved));
        AnyPhysBlock any = reserved;
        Assert.Equal(AnyPhysBlockState.BuddyReserved, any.State);
        Assert.True(_memory.Table.Confirms(any));
        Assert.True(any.TryAsBuddyReserved(out reserved));

        Assert.True(_memory.Table.Claim(reserved, Cap).IsClaimed(out PhysBlock<Exclusive> exclusive));
        BlockHandle handle = exclusive.Handle;
        any = exclusive;
        Assert.Equal((AnyPhysBlockState.Exclusive, handle), (any.State, any.Handle));
        Assert.True(_memory.Table.Confirms(any));

        Assert.True(any.TryAsExclusive(out exclusive));
        any = exclusive.IntoMapped();
        Assert.True(_memory.Table.Confirms(any));
        Assert.True(any.TryAsMappedExclusive(out PhysBlock<MappedExclusive> mapped));
        any = mapped.IntoShared();
        Assert.True(_memory.Table.Confirms(any));
        Assert.True(any.TryAsMappedShared(out PhysBlock<MappedShared> shared));

        Assert.True(_memory.Table.Release(shared.IntoUnshared().IntoUnmapped(), Cap).IsFreed(out PhysBlock<Released> freed));
        any = freed;
        Assert.True(_memory.Table.Confirms(any));
        Assert.True(any.TryAsReleased(out freed));
        _memory.Allocator.Free(freed);
    }

    [Fact]
    [Trusted("the test keeps copies, to see that the table is not deceived")]
    public void TheTableDeniesATokenThatIsOutOfDate()
    {
        Assert.True(_memory.Allocator.TryAllocate(0).IsAllocated(out PhysBlock<BuddyReserved> reserved));
        AnyPhysBlock before = reserved;
        AnyPhysBlock held = before;
        Assert.True(held.TryAsBuddyReserved(out reserved));
        Assert.True(_memory.Table.Claim(reserved, Cap).IsClaimed(out PhysBlock<Exclusive> exclusive));
        AnyPhysBlock claimed = exclusive;
        Assert.False(_memory.Table.Confirms(before));
        Assert.True(_memory.Table.Confirms(claimed));
        Assert.True(claimed.TryAsExclusive(out exclusive));
        _memory.Table.Detach(exclusive);
        Assert.False(_memory.Table.Confirms(claimed));
    }

    [Fact]
    [Trusted("the test asks about the default value, which is no token")]
    public void TheTableKnowsNothingOfOtherMemory()
    {
        Assert.True(_other.Allocator.TryAllocate(0).IsAllocated(out PhysBlock<BuddyReserved> elsewhere));
        AnyPhysBlock any = elsewhere;
        Assert.False(_memory.Table.Confirms(any));
        Assert.False(_memory.Table.Confirms(default));
        Assert.True(_other.Table.Confirms(any));
    }
}
