using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>The table of operations, row by row, and the order of errors.</summary>
public sealed class OperationTableTests : IDisposable
{
    private const ulong A = 1;
    private const ulong B = 2;
    private readonly TestMemory _memory = new(
        64, 0, 16, new(default, 48 * 4096, MemoryRegionKind.Usable), new(PhysAddr.OfFrame(48), 8 * 4096, MemoryRegionKind.Reserved));

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void Claim_GivesTheBlockItsGeneration()
    {
        BlockHandle block = Allocate(2);
        Answer claimed = Make(Verb.Claim, block, A);
        Assert.Equal(new("claimed", Block: new(block.Base, 2, 1)), claimed);
        Assert.Equal("freed", Make(Verb.Release, claimed.Block, A).What);
        Make(Verb.Free, claimed.Block);
        Assert.Equal(block, Allocate(2));
        Assert.Equal(2ul, Make(Verb.Claim, block, A).Block.Generation);
    }

    [Fact]
    public void Claim_Refused_HandsTheBlockBack()
    {
        BlockHandle block = Allocate(0);
        Make(Verb.EnsureRef, block, A);
        ClaimResult result = _memory.Table.Claim(RealMachine.Reserved(_memory, block), new(B));
        Assert.True(result.IsRefused(out OwnerError error, out PhysBlock<BuddyReserved> back));
        Assert.Equal(OwnerError.DoubleClaim, error);
        Assert.Equal(block, back.IntoHandle());
    }

    [Fact]
    public void Release_ChecksFirst_AndRemovesNothing()
    {
        BlockHandle block = Claimed(0);
        Make(Verb.AddRef, block, B);
        Refused(OwnerError.StillReferenced, Verb.Release, block, A);
        Refused(OwnerError.CapNotFound, Verb.Release, block, 3);
        Refused(OwnerError.CapAlreadyPresent, Verb.AddRef, block, A);
        Refused(OwnerError.CapAlreadyPresent, Verb.AddRef, block, B);
        Make(Verb.RemoveRef, block, B);
        Assert.Equal("freed", Make(Verb.Release, block, A).What);
        Refused(OwnerError.NotFound, Verb.Release, block, A);
    }

    [Fact]
    public void Release_OfABlockThatIsPinned_IsRefused()
    {
        BlockHandle block = Claimed(0);
        Make(Verb.Pin, block);
        Refused(OwnerError.StillReferenced, Verb.Release, block, A);
    }

    [Fact]
    public void Detach_HandsTheTokenToTheTable()
    {
        BlockHandle block = Claimed(0);
        Refused(OwnerError.TokenOutstanding, Verb.RemoveRef, block, A);
        Assert.Equal(new("detached", Block: block), Make(Verb.Detach, block));
        Refused(OwnerError.Stale, Verb.Release, block, A);
        Assert.Equal(Answer.Corrupt, Make(Verb.Detach, block));
        Assert.Equal("freed", Make(Verb.RemoveRef, block, A).What);
    }

    [Fact]
    public void EnsureRef_AdoptsAllocatedAndReservedFrames_AndNoOthers()
    {
        BlockHandle block = Allocate(1);
        Assert.Equal(new("recorded", (ulong)BlockState.Exclusive), Make(Verb.EnsureRef, block, A));
        Assert.Equal(new("recorded", (ulong)BlockState.Exclusive), Make(Verb.EnsureRef, At(48, 2), A));
        Refused(OwnerError.NotFound, Verb.EnsureRef, At(0, 0), A);
        Refused(OwnerError.InvalidHandle, Verb.EnsureRef, At(56, 0), A);
        Refused(OwnerError.InvalidHandle, Verb.EnsureRef, At(64, 0), A);
    }

    [Fact]
    public void EnsureRef_WithTheGenerationAdoptionGave_AddsAReference()
    {
        Make(Verb.EnsureRef, At(48, 2), A);
        BlockHandle block = _memory.Table.HandleForBase(_memory.At(48))!.Value;
        Assert.Equal(At(48, 2, 1), block);
        Refused(OwnerError.CapAlreadyPresent, Verb.EnsureRef, block, A);
        Assert.Equal(new("recorded", (ulong)BlockState.Shared), Make(Verb.EnsureRef, block, B));
        Refused(OwnerError.Stale, Verb.EnsureRef, At(48, 2), 3);
    }

    [Fact]
    public void AdoptedFrames_GoBackWhereTheyCameFrom()
    {
        BlockHandle block = Allocate(2);
        List<string> before = _memory.Runs();
        foreach (BlockHandle handle in new[] { block, new BlockHandle(block.Base, 0), new BlockHandle(block.Base + 0x2000, 1), At(48, 3) })
        {
            Make(Verb.EnsureRef, handle, A);
            BlockHandle live = _memory.Table.HandleForBase(handle.Base)!.Value;
            Assert.Equal("freed", Make(Verb.RemoveRef, live, A).What);
            Assert.Equal(Answer.Corrupt, Make(Verb.Return, handle));
            Assert.Equal("given back", Make(Verb.Free, live).What);
            Assert.Equal(before, _memory.Runs());
        }

        Assert.Equal("returned", Make(Verb.Return, block).What);
        Assert.Equal(48ul, _memory.Allocator.FreeFrames);
    }

    [Fact]
    public void AddRef_MakesTheBlockShared()
    {
        BlockHandle block = Claimed(0);
        Assert.Equal(new("recorded", (ulong)BlockState.Shared), Make(Verb.AddRef, block, B));
        Refused(OwnerError.NotFound, Verb.AddRef, At(0, 0), B);
    }

    [Fact]
    public void AddRef_OnABlockThatOnlyPinsKeep_Succeeds()
    {
        BlockHandle block = Detached(0);
        Make(Verb.Pin, block);
        Assert.Equal(new("still pinned", 1), Make(Verb.RemoveRef, block, A));
        Assert.Equal(new("pinned", 2, block), Make(Verb.Pin, block));
        Assert.Equal(new("still pinned", 1), Make(Verb.Unpin, block));
        Assert.Equal(new("recorded", (ulong)BlockState.Shared), Make(Verb.AddRef, block, B));
        Assert.Equal(new("now exclusive", B), Make(Verb.Unpin, block));
        Assert.Equal("freed", Make(Verb.RemoveRef, block, B).What);
    }

    [Fact]
    public void RemoveRef_SaysWhatRemains()
    {
        BlockHandle block = Detached(0);
        Make(Verb.AddRef, block, B);
        Make(Verb.AddRef, block, 3);
        Refused(OwnerError.CapNotFound, Verb.RemoveRef, block, 4);
        Assert.Equal(new("still shared", 2), Make(Verb.RemoveRef, block, A));
        Assert.Equal(new("now exclusive", B), Make(Verb.RemoveRef, block, 3));
        Make(Verb.Pin, block);
        Assert.Equal(new("still pinned", 1), Make(Verb.RemoveRef, block, B));
        Assert.Equal("freed", Make(Verb.Unpin, block).What);
        Refused(OwnerError.NotFound, Verb.RemoveRef, block, B);
    }

    [Fact]
    public void OneCapabilityAndOnePin_AreShared()
    {
        BlockHandle block = Claimed(0);
        Assert.Equal(new("pinned", 2, block), Make(Verb.Pin, block));
        Assert.True(_memory.Table.TryGet(block, default, out OwnerEntry entry));
        Assert.Equal((BlockState.Shared, 2u, 1u, 1u), (entry.State, entry.Refcount, entry.CapabilityCount, entry.PinCount));
    }

    [Fact]
    public void Unpin_ThatWouldFreeUnderAToken_HandsThePinBack()
    {
        BlockHandle block = Claimed(0);
        Assert.True(_memory.Table.Pin(block).IsPinned(out BlockPin pin));
        Assert.Equal(new("still pinned", 1), Make(Verb.RemoveRef, block, A));
        Assert.True(_memory.Table.Unpin(pin).IsRefused(out OwnerError error, out BlockPin back));
        Assert.Equal(OwnerError.TokenOutstanding, error);
        Make(Verb.Detach, block);
        Assert.True(_memory.Table.Unpin(back).IsFreed(out PhysBlock<Released> freed));
        _memory.Allocator.Free(freed);
        Assert.Equal(48ul, _memory.Allocator.FreeFrames);
    }

    [Fact]
    public void ReadOnlyOperations_FindTheBlock()
    {
        BlockHandle block = Claimed(3);
        Make(Verb.AddRef, block, B);
        Span<CapId> caps = stackalloc CapId[1];
        Assert.True(_memory.Table.TryGet(block, caps, out OwnerEntry entry));
        Assert.Equal((2u, block, true), (entry.CapabilityCount, entry.Handle, entry.TokenOutstanding));
        Assert.True(caps[0] == new CapId(A) || caps[0] == new CapId(B));
        Assert.Equal(2u, _memory.Table.Refcount(block));
        Assert.Null(_memory.Table.Refcount(new(block.Base, 3)));
        Assert.Equal(block, _memory.Table.HandleForBase(block.Base));
        Assert.Null(_memory.Table.HandleForBase(block.Base + 1));
        Assert.Null(_memory.Table.HandleForBase(block.Base + 0x1000));
        Assert.Equal(block, _memory.Table.HandleContaining(block.Base + 0x7fff));
        Assert.Null(_memory.Table.HandleContaining(block.Base + 0x8000));
        FrameInfo info = _memory.Table.Frame(block.Base + 0x5123)!.Value;
        Assert.Equal((FrameKind.Owned, 3, 2u, BlockState.Shared), (info.Kind, info.Order, info.Refcount, info.State));
        Assert.Null(_memory.Table.Frame(_memory.At(56)));
    }

    [Fact]
    public void Errors_ComeInTheirOrder()
    {
        BlockHandle block = Claimed(1);
        BlockHandle old = new(block.Base, 1, 7);
        Refused(OwnerError.InvalidHandle, Verb.AddRef, new(block.Base + 0x1000, 1, 7), A); // before Stale
        Refused(OwnerError.Stale, Verb.AddRef, old, A); // before CapAlreadyPresent
        Refused(OwnerError.NotFound, Verb.AddRef, new(block.Base, 0, 1), A); // the generation is right, the order is not
        _memory.Metadata.MaxRefcount = 1;
        Refused(OwnerError.CapAlreadyPresent, Verb.AddRef, block, A); // before CountOverflow
        Refused(OwnerError.CountOverflow, Verb.AddRef, block, B);
        Refused(OwnerError.CountOverflow, Verb.Pin, block, 0);
        _memory.Metadata.MaxRefcount = uint.MaxValue;
        Make(Verb.AddRef, block, B);
        Refused(OwnerError.CapNotFound, Verb.Release, block, 3); // before StillReferenced
        Refused(OwnerError.CapNotFound, Verb.RemoveRef, block, 3); // before TokenOutstanding
    }

    private BlockHandle Allocate(int order) => Make(Verb.Allocate, new(default, order)).Block;

    private BlockHandle Claimed(int order) => Make(Verb.Claim, Allocate(order), A).Block;

    private BlockHandle Detached(int order) => Make(Verb.Detach, Claimed(order)).Block;

    private BlockHandle At(ulong frame, int order, ulong generation = 0) => new(_memory.At(frame), order, generation);

    private Answer Make(Verb verb, BlockHandle block, ulong cap = 0) => RealMachine.Make(_memory, new(verb, block, cap));

    private void Refused(OwnerError error, Verb verb, BlockHandle block, ulong cap)
    {
        byte[] before = _memory.Snapshot();
        Assert.Equal(Answer.Refused(error), Make(verb, block, cap));
        Assert.Equal(before, _memory.Snapshot());
    }
}
