using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>
/// Makes calls of the real thing. Tokens are made for the call and taken apart after it, so that calls no typed program can make are tried
/// as well.
/// </summary>
public static class RealMachine
{
    public static Answer Make(TestMemory memory, Call call)
    {
        BlockHandle block = call.Block;
        CapId cap = new(call.Cap);
        OwnershipTable table = memory.Table;
        try
        {
            switch (call.Verb)
            {
                case Verb.Allocate:
                    return memory.Allocator.TryAllocate(block.Order, call.Zones).Match(
                        b => new Answer("allocated", Block: b.IntoHandle()), () => new("out of memory"));
                case Verb.Return:
                    memory.Allocator.Return(Reserved(memory, block));
                    return new("returned");
                case Verb.Free:
                    memory.Allocator.Free(PhysBlock.FromTable(block, memory.Metadata.Direct));
                    return new("given back");
                case Verb.Claim:
                    return table.Claim(Reserved(memory, block), cap).Match(
                        b => new Answer("claimed", Block: b.IntoHandle()), (e, b) => Refused(e, b.IntoHandle(), block));
                case Verb.Release:
                    return table.Release(Held(memory, block), cap).Match(
                        b => new Answer("freed", Block: b.IntoHandle()), (e, b) => Refused(e, b.IntoHandle(), block));
                case Verb.Detach:
                    return new("detached", Block: table.Detach(Held(memory, block)));
                case Verb.EnsureRef:
                    return table.EnsureRef(block, cap).Match(s => new Answer("recorded", (ulong)s), Answer.Refused);
                case Verb.AddRef:
                    return table.AddRef(block, cap).Match(s => new Answer("recorded", (ulong)s), Answer.Refused);
                case Verb.RemoveRef:
                    return table.RemoveRef(block, cap).Match(
                        b => new Answer("freed", Block: b.IntoHandle()),
                        c => new("now exclusive", c.Value),
                        n => new("still pinned", n),
                        n => new("still shared", n),
                        Answer.Refused);
                case Verb.Pin:
                    return table.Pin(block).Match(p => Consumed(p), Answer.Refused);
                case Verb.Unpin:
                    return table.Unpin(new BlockPin(block, memory.Metadata.Direct, 1)).Match(
                        b => new Answer("freed", Block: b.IntoHandle()),
                        c => new("now exclusive", c.Value),
                        n => new("still pinned", n),
                        n => new("still shared", n),
                        (e, p) => Refused(e, Consumed(p).Block, block));
                case Verb.TryGet:
                    return Entry(table, block);
                case Verb.HandleForBase:
                    return table.HandleForBase(block.Base) is { } based ? new("handle", Block: based) : Answer.None;
                case Verb.HandleContaining:
                    return table.HandleContaining(block.Base) is { } containing ? new("handle", Block: containing) : Answer.None;
                default:
                    return table.Frame(block.Base) is { } info
                        ? new("frame", ((ulong)info.Kind << 32) | info.Refcount, info.Block)
                        : Answer.None;
            }
        }
        catch (MemoryCorruptionException e)
        {
            Assert.Equal(block, e.Handle);
            return Answer.Corrupt;
        }
    }

    public static PhysBlock<BuddyReserved> Reserved(TestMemory memory, BlockHandle handle) =>
        PhysBlock.FromBuddy(handle, memory.Metadata.Direct);

    public static PhysBlock<Exclusive> Held(TestMemory memory, BlockHandle handle) =>
        PhysBlock.FromBuddy(handle, memory.Metadata.Direct).IntoExclusive(handle);

    /// <summary>Capabilities as a sum, which is as good as a set here: each is a power of two.</summary>
    private static Answer Entry(OwnershipTable table, BlockHandle block)
    {
        Span<CapId> caps = stackalloc CapId[64];
        if (!table.TryGet(block, caps, out OwnerEntry entry))
        {
            return Answer.None;
        }

        ulong sum = 0;
        for (int i = 0; i < (int)entry.CapabilityCount; i++)
        {
            sum += caps[i].Value;
        }

        return new("entry", (sum << 16) | (entry.PinCount << 1) | (entry.TokenOutstanding ? 1u : 0u), entry.Handle);
    }

    private static Answer Refused(OwnerError error, BlockHandle back, BlockHandle given)
    {
        Assert.Equal(given, back);
        return Answer.Refused(error);
    }

    private static Answer Consumed(BlockPin pin)
    {
        uint refcount = pin.Refcount;
        return new("pinned", refcount, pin.IntoHandle());
    }
}
