using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>What the kernel's <c>ownership.rs</c> got wrong, row by row, and what happens here.</summary>
public sealed class SeedFaultTests : IDisposable
{
    private static readonly CapId Cap = new(ulong.MaxValue);
    private readonly TestMemory _memory = new(64, nodes: 1);

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void AFailedReleaseOrClaimEatsTheBlock_HereItComesBack()
    {
        PhysBlock<Exclusive> held = Claim();
        BlockHandle handle = held.Handle;
        byte[] before = _memory.Snapshot();
        Assert.True(_memory.Table.Release(held, new(0)).IsRefused(out _, out PhysBlock<Exclusive> back));
        Assert.Equal(before, _memory.Snapshot());
        Assert.True(_memory.Table.Release(back, Cap).IsFreed(out PhysBlock<Released> freed));
        Assert.Equal(handle, freed.Handle);
        _memory.Allocator.Free(freed);
    }

    [Fact]
    public void OverflowLeavesTheCounterWrong_HereNothingChanges()
    {
        BlockHandle handle = Hold();
        foreach (uint limit in new uint[] { 1, 2 })
        {
            _memory.Metadata.MaxRefcount = limit;
            byte[] before = _memory.Snapshot();
            Refused(OwnerError.CountOverflow, _memory.Table.AddRef(handle, new(1)));
            Refused(OwnerError.CountOverflow, _memory.Table.EnsureRef(handle, new(1)));
            Assert.True(_memory.Table.Pin(handle).IsRefused(out OwnerError error));
            Assert.Equal(OwnerError.CountOverflow, error);
            Assert.Equal(before, _memory.Snapshot());
            _memory.Metadata.MaxRefcount = uint.MaxValue;
            Assert.True(_memory.Table.AddRef(handle, new(2)).IsRecorded(out _) || limit == 2);
        }
    }

    [Fact]
    public void ExhaustedNodesAreAnOverflowToo_AndNothingChanges()
    {
        BlockHandle first = Hold();
        BlockHandle second = Hold();
        Fill(first, 6); // three beside the word, then the one node there is
        Fill(second, 3);
        byte[] before = _memory.Snapshot();
        Refused(OwnerError.CountOverflow, _memory.Table.AddRef(first, new(100)));
        Refused(OwnerError.CountOverflow, _memory.Table.AddRef(second, new(100)));
        Assert.Equal(before, _memory.Snapshot());
        for (ulong cap = 1; cap < 4; cap++)
        {
            Assert.True(_memory.Table.RemoveRef(first, new(cap)).IsStillShared(out _));
        }

        Assert.True(_memory.Table.AddRef(second, new(100)).IsRecorded(out _)); // the node has come free
    }

    [Fact]
    public void RemoveRefFreesUnderItsClaimer_HereTheTokenIsOutstanding()
    {
        PhysBlock<Exclusive> held = Claim();
        BlockHandle handle = held.Handle;
        Assert.True(_memory.Table.RemoveRef(handle, Cap).IsRefused(out OwnerError error));
        Assert.Equal(OwnerError.TokenOutstanding, error);
        Assert.Equal(handle, _memory.Table.Detach(held));
        Assert.True(_memory.Table.RemoveRef(handle, Cap).IsFreed(out PhysBlock<Released> freed));
        _memory.Allocator.Free(freed);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    public void ClaimOfABlockThatOverlapsALiveOneSucceeds_HereItOverlaps(ulong frame, int order)
    {
        PhysBlock<BuddyReserved> block = Allocate(2);
        BlockHandle whole = block.Handle;
        BlockHandle part = new(whole.Base + frame * Paging.PageSize, order);
        Assert.True(_memory.Table.EnsureRef(part, Cap).IsRecorded(out _));
        Assert.True(_memory.Table.Claim(block, Cap).IsRefused(out OwnerError error, out PhysBlock<BuddyReserved> back));
        Assert.Equal(OwnerError.Overlaps, error);
        Refused(OwnerError.Overlaps, _memory.Table.EnsureRef(whole, Cap));
        BlockHandle live = _memory.Table.HandleForBase(part.Base)!.Value;
        Assert.True(_memory.Table.RemoveRef(live, Cap).IsFreed(out PhysBlock<Released> freed));
        _memory.Allocator.Free(freed);
        Assert.True(_memory.Table.Claim(back, Cap).IsClaimed(out PhysBlock<Exclusive> held));
        Assert.Equal(whole.Base, _memory.Table.Detach(held).Base);
    }

    [Theory]
    [InlineData(0x1001, 0)]
    [InlineData(0x1000, 1)]
    [InlineData(0, 12)]
    [InlineData(0, -1)]
    [InlineData(0, 300)]
    [InlineData(0x40000, 0)]
    [InlineData(0, 7)]
    public void AnInvalidHandleIsAccepted_HereItIsInvalid(ulong address, int order)
    {
        BlockHandle handle = new(new(address), order);
        Refused(OwnerError.InvalidHandle, _memory.Table.EnsureRef(handle, Cap));
        Refused(OwnerError.InvalidHandle, _memory.Table.AddRef(handle, Cap));
        Assert.Equal(Answer.Refused(OwnerError.InvalidHandle), RealMachine.Make(_memory, new(Verb.Claim, handle)));
        Assert.Equal(Answer.Refused(OwnerError.InvalidHandle), RealMachine.Make(_memory, new(Verb.Unpin, handle)));
    }

    [Fact]
    public void AHandleKeptAcrossFreeAndClaimNamesTheNewBlock_HereItIsStale()
    {
        BlockHandle old = Hold();
        Assert.True(_memory.Table.RemoveRef(old, Cap).IsFreed(out PhysBlock<Released> freed));
        _memory.Allocator.Free(freed);
        Refused(OwnerError.NotFound, _memory.Table.AddRef(old, Cap));
        BlockHandle @new = Hold();
        Assert.Equal(old.Base, @new.Base);
        Assert.NotEqual(old, @new);
        Refused(OwnerError.Stale, _memory.Table.AddRef(old, new(1)));
        Assert.False(_memory.Table.TryGet(old, default, out _));
        Assert.True(_memory.Table.Pin(old).IsRefused(out OwnerError error));
        Assert.Equal(OwnerError.Stale, error);
    }

    [Fact]
    public void UnpinToSeveralPinsSaysStillShared_HereStillPinned()
    {
        BlockHandle handle = Hold();
        Assert.True(_memory.Table.Pin(handle).IsPinned(out BlockPin one));
        Assert.True(_memory.Table.Pin(handle).IsPinned(out BlockPin two));
        Assert.True(_memory.Table.Pin(handle).IsPinned(out BlockPin three));
        Assert.Equal(4u, three.Refcount);
        Assert.True(_memory.Table.RemoveRef(handle, Cap).IsStillPinned(out uint pins));
        Assert.Equal(3u, pins);
        Assert.True(_memory.Table.Unpin(one).IsStillPinned(out pins));
        Assert.Equal(2u, pins);
        Assert.True(_memory.Table.Unpin(two).IsStillPinned(out pins));
        Assert.Equal(1u, pins);
        Assert.True(_memory.Table.Unpin(three).IsFreed(out PhysBlock<Released> freed));
        _memory.Allocator.Free(freed);
    }

    private PhysBlock<BuddyReserved> Allocate(int order)
    {
        Assert.True(_memory.Allocator.TryAllocate(order).IsAllocated(out PhysBlock<BuddyReserved> block));
        return block;
    }

    private PhysBlock<Exclusive> Claim()
    {
        Assert.True(_memory.Table.Claim(Allocate(0), Cap).IsClaimed(out PhysBlock<Exclusive> held));
        return held;
    }

    private BlockHandle Hold() => _memory.Table.Detach(Claim());

    private void Fill(BlockHandle handle, ulong count)
    {
        for (ulong cap = 1; cap < count; cap++)
        {
            Assert.True(_memory.Table.AddRef(handle, new(cap)).IsRecorded(out _));
        }
    }

    private static void Refused(OwnerError error, RefResult result)
    {
        Assert.True(result.IsRefused(out OwnerError actual));
        Assert.Equal(error, actual);
    }
}
