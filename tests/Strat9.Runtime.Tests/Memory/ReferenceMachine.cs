using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>
/// What table and allocator should do, written plainly: lists of blocks and searches through them. Where the allocator has a choice, the
/// model takes the one that was made, and says whether it was allowed.
/// </summary>
public sealed class ReferenceMachine
{
    public enum Origin
    {
        Claim,
        Whole,
        Part,
        Reserved,
    }

    private readonly ulong _first;
    private readonly FrameKind[] _ground; // hole, reserved or (usable) free
    private readonly ulong[] _generations;
    private readonly List<Entry> _entries = [];
    private readonly List<BlockHandle> _allocated = [];
    private readonly uint _maxRefcount;

    public ReferenceMachine(ulong firstFrame, FrameKind[] ground, uint maxRefcount = uint.MaxValue)
    {
        _first = firstFrame;
        _ground = ground;
        _generations = new ulong[ground.Length];
        _maxRefcount = maxRefcount;
    }

    private ReferenceMachine(ReferenceMachine other)
        : this(other._first, other._ground, other._maxRefcount)
    {
        other._generations.CopyTo(_generations, 0);
        _allocated.AddRange(other._allocated);
        _entries.AddRange(other._entries.Select(e => e with { Caps = [.. e.Caps] }));
    }

    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Allocated blocks, adopted or in pieces or not, but not those claimed.</summary>
    public IReadOnlyList<BlockHandle> Allocated => _allocated;

    public ReferenceMachine Clone() => new(this);

    public ulong Generation(PhysAddr address) =>
        address.Frame - _first < (ulong)_generations.Length ? _generations[address.Frame - _first] : 0;

    /// <summary>The answer expected, given that <paramref name="actual"/> was answered.</summary>
    public Answer Expect(Call call, Answer actual) => call.Verb switch
    {
        Verb.Allocate => Allocate(call, actual),
        Verb.Return => Return(call.Block),
        Verb.Free => Free(call.Block),
        Verb.Claim => Claim(call.Block, call.Cap),
        Verb.Release => Release(call.Block, call.Cap),
        Verb.Detach => Detach(call.Block),
        Verb.EnsureRef => EnsureRef(call.Block, call.Cap),
        Verb.AddRef => AddRef(call.Block, call.Cap),
        Verb.RemoveRef => RemoveRef(call.Block, call.Cap),
        Verb.Pin => Pin(call.Block),
        Verb.Unpin => Unpin(call.Block),
        Verb.TryGet => TryGet(call.Block),
        Verb.HandleForBase => _entries.Find(e => e.Live && e.Block.Base == call.Block.Base) is { } e ? new("handle", Block: e.Block) : Answer.None,
        Verb.HandleContaining => Containing(call.Block.Base) is { Live: true } e ? new("handle", Block: e.Block) : Answer.None,
        _ => Frame(call.Block.Base),
    };

    private Answer Allocate(Call call, Answer actual)
    {
        int order = call.Block.Order;
        if (actual.What == "out of memory")
        {
            for (ulong frame = 0; frame < (ulong)_ground.Length; frame++)
            {
                if (IsFree(call.Zones, _first + frame, order))
                {
                    return new("allocated", Block: new(PhysAddr.OfFrame(_first + frame), order));
                }
            }

            return actual;
        }

        if (actual.Block.Order != order || actual.Block.Generation != 0 || !IsFree(call.Zones, actual.Block.Base.Frame, order))
        {
            return new("no such block");
        }

        _allocated.Add(actual.Block);
        return actual;
    }

    private Answer Return(BlockHandle block) =>
        block.Generation == 0 && !_entries.Exists(e => Overlap(e.Block, block)) && _allocated.Remove(block) ? new("returned") : Answer.Corrupt;

    private Answer Free(BlockHandle block) =>
        _entries.RemoveAll(e => !e.Live && e.Block == block) == 1 ? new("given back") : Answer.Corrupt;

    private Answer Claim(BlockHandle block, ulong cap)
    {
        if (!IsValid(block))
        {
            return Answer.Refused(OwnerError.InvalidHandle);
        }

        if (block.Generation != 0)
        {
            return Answer.Refused(OwnerError.Stale);
        }

        if (_entries.Exists(e => e.Live && SamePlace(e.Block, block)))
        {
            return Answer.Refused(OwnerError.DoubleClaim);
        }

        if (_entries.Exists(e => e.Live && Overlap(e.Block, block)))
        {
            return Answer.Refused(OwnerError.Overlaps);
        }

        bool inPieces = Whole(block.Base) is { } whole && _entries.Exists(e => Overlap(e.Block, whole) && !SamePlace(e.Block, whole));
        if (inPieces && (Containing(block.Base) is { } part ? part.Block.Base == block.Base : Piece(block.Base).Base == block.Base))
        {
            return Answer.Refused(OwnerError.Overlaps);
        }

        if (_entries.Exists(e => SamePlace(e.Block, block)) || !_allocated.Remove(block))
        {
            return Answer.Refused(OwnerError.NotFound);
        }

        return new("claimed", Block: Add(block, cap, Origin.Claim).Block);
    }

    private Answer Release(BlockHandle block, ulong cap)
    {
        if (Find(block, out Entry? entry) is { } error)
        {
            return error;
        }

        if (!entry!.TokenOutstanding)
        {
            return Answer.Refused(OwnerError.Stale);
        }

        if (!entry.Caps.Contains(cap))
        {
            return Answer.Refused(OwnerError.CapNotFound);
        }

        if (entry.Refcount != 1)
        {
            return Answer.Refused(OwnerError.StillReferenced);
        }

        return Freed(entry);
    }

    private Answer Detach(BlockHandle block)
    {
        if (Find(block, out Entry? entry) is not null || !entry!.TokenOutstanding)
        {
            return Answer.Corrupt;
        }

        Replace(entry, entry with { TokenOutstanding = false });
        return new("detached", Block: block);
    }

    private Answer EnsureRef(BlockHandle block, ulong cap)
    {
        if (block.Generation != 0)
        {
            return AddRef(block, cap);
        }

        if (!IsValid(block))
        {
            return Answer.Refused(OwnerError.InvalidHandle);
        }

        if (WhyNoAdoption(block, out Origin origin) is { } error)
        {
            return Answer.Refused(error);
        }

        Add(block, cap, origin);
        return new("recorded", (ulong)BlockState.Exclusive);
    }

    private OwnerError? WhyNoAdoption(BlockHandle block, out Origin origin)
    {
        origin = Origin.Reserved;
        if (Containing(block.Base) is { } entry)
        {
            return !entry.Live ? OwnerError.NotFound : SamePlace(entry.Block, block) ? OwnerError.Stale : OwnerError.Overlaps;
        }

        if (Ground(block.Base.Frame) == FrameKind.Reserved)
        {
            bool allReserved = Frames(block).All(f => Ground(f) == FrameKind.Reserved);
            return !allReserved || _entries.Exists(e => !e.Live && Overlap(e.Block, block)) ? OwnerError.NotFound
                : _entries.Exists(e => Overlap(e.Block, block)) ? OwnerError.Overlaps : null;
        }

        if (Whole(block.Base) is not { } whole)
        {
            return OwnerError.NotFound;
        }

        origin = SamePlace(whole, block) ? Origin.Whole : Origin.Part;
        return whole.Order < block.Order || _entries.Exists(e => Overlap(e.Block, block)) ? OwnerError.Overlaps : null;
    }

    private Answer AddRef(BlockHandle block, ulong cap)
    {
        if (Find(block, out Entry? entry) is { } error)
        {
            return error;
        }

        if (entry!.Caps.Contains(cap))
        {
            return Answer.Refused(OwnerError.CapAlreadyPresent);
        }

        if (entry.Refcount == _maxRefcount)
        {
            return Answer.Refused(OwnerError.CountOverflow);
        }

        entry.Caps.Add(cap);
        return new("recorded", (ulong)(entry.Refcount > 1 ? BlockState.Shared : BlockState.Exclusive));
    }

    private Answer RemoveRef(BlockHandle block, ulong cap)
    {
        if (Find(block, out Entry? entry) is { } error)
        {
            return error;
        }

        if (!entry!.Caps.Contains(cap))
        {
            return Answer.Refused(OwnerError.CapNotFound);
        }

        if (entry.Refcount == 1)
        {
            return entry.TokenOutstanding ? Answer.Refused(OwnerError.TokenOutstanding) : Freed(entry);
        }

        entry.Caps.Remove(cap);
        return Remaining(entry);
    }

    private Answer Pin(BlockHandle block)
    {
        if (Find(block, out Entry? entry) is { } error)
        {
            return error;
        }

        if (entry!.Refcount == _maxRefcount)
        {
            return Answer.Refused(OwnerError.CountOverflow);
        }

        Replace(entry, entry with { Pins = entry.Pins + 1 });
        return new("pinned", entry.Refcount + 1, block);
    }

    private Answer Unpin(BlockHandle block)
    {
        if (Find(block, out Entry? entry) is { } error)
        {
            return error;
        }

        if (entry!.Pins == 0)
        {
            return Answer.Refused(OwnerError.CapNotFound);
        }

        if (entry.Refcount == 1)
        {
            return entry.TokenOutstanding ? Answer.Refused(OwnerError.TokenOutstanding) : Freed(entry);
        }

        Entry less = entry with { Pins = entry.Pins - 1 };
        Replace(entry, less);
        return Remaining(less);
    }

    private Answer TryGet(BlockHandle block)
    {
        if (Find(block, out Entry? entry) is not null)
        {
            return Answer.None;
        }

        ulong sum = entry!.Caps.Aggregate(0UL, (a, b) => a + b);
        return new("entry", (sum << 16) | (entry.Pins << 1) | (entry.TokenOutstanding ? 1u : 0u), block);
    }

    private Answer Frame(PhysAddr address)
    {
        FrameKind ground = Ground(address.Frame);
        if (ground == FrameKind.Hole)
        {
            return Answer.None;
        }

        if (Containing(address) is { } entry)
        {
            FrameKind kind = entry.Live ? FrameKind.Owned : FrameKind.Released;
            BlockHandle named = new(entry.Block.Base, entry.Block.Order, entry.Live ? entry.Block.Generation : 0);
            return new("frame", ((ulong)kind << 32) | (entry.Live ? entry.Refcount : 0), named);
        }

        if (ground == FrameKind.Reserved)
        {
            return new("frame", (ulong)FrameKind.Reserved << 32, new(PhysAddr.OfFrame(address.Frame), 0));
        }

        FrameKind rest = Whole(address) is null ? FrameKind.Free : FrameKind.Allocated;
        return new("frame", (ulong)rest << 32, Piece(address));
    }

    private Answer? Find(BlockHandle block, out Entry? entry)
    {
        entry = null;
        if (!IsValid(block))
        {
            return Answer.Refused(OwnerError.InvalidHandle);
        }

        entry = _entries.Find(e => e.Live && SamePlace(e.Block, block));
        bool stale = block.Generation == 0 ? entry is not null : block.Generation != Generation(block.Base);
        return stale ? Answer.Refused(OwnerError.Stale) : entry is null ? Answer.Refused(OwnerError.NotFound) : null;
    }

    private Entry Add(BlockHandle block, ulong cap, Origin origin)
    {
        ulong generation = ++_generations[block.Base.Frame - _first];
        Entry entry = new(new(block.Base, block.Order, generation), [cap], 0, origin == Origin.Claim, Live: true);
        _entries.Add(entry);
        return entry;
    }

    private Answer Freed(Entry entry)
    {
        Replace(entry, entry with { Live = false, Caps = [], Pins = 0 });
        return new("freed", Block: entry.Block);
    }

    private void Replace(Entry old, Entry @new) => _entries[_entries.FindIndex(e => ReferenceEquals(e, old))] = @new;

    private static Answer Remaining(Entry entry) =>
        entry.Caps.Count == 0 ? new("still pinned", entry.Pins)
        : entry.Refcount == 1 ? new("now exclusive", entry.Caps.Single())
        : new("still shared", entry.Refcount);

    private bool IsValid(BlockHandle block) =>
        block.Order <= Paging.MaxOrder && block.Base.Value % block.Size == 0 && Frames(block).All(f => Ground(f) != FrameKind.Hole);

    private FrameKind Ground(ulong frame) => frame - _first < (ulong)_ground.Length ? _ground[frame - _first] : FrameKind.Hole;

    private Entry? Containing(PhysAddr address) => _entries.Find(e => Frames(e.Block).Contains(address.Frame));

    private BlockHandle? Whole(PhysAddr address)
    {
        int found = _allocated.FindIndex(b => Frames(b).Contains(address.Frame));
        return found < 0 ? null : _allocated[found];
    }

    /// <summary>
    /// The largest aligned stretch around a frame in which all is as it is there: free, or of one allocated block and not adopted.
    /// </summary>
    private BlockHandle Piece(PhysAddr address)
    {
        BlockHandle? whole = Whole(address);
        for (int order = Paging.MaxOrder; ; order--)
        {
            BlockHandle piece = new(PhysAddr.OfFrame(address.Frame >> order << order), order);
            if (Frames(piece).All(f => Ground(f) == FrameKind.Free && Whole(PhysAddr.OfFrame(f)) == whole && Containing(PhysAddr.OfFrame(f)) is null))
            {
                return piece;
            }
        }
    }

    private bool IsFree(MemoryZones zones, ulong frame, int order)
    {
        MemoryZones zone = frame < 4096 ? MemoryZones.Dma : frame < 1 << 20 ? MemoryZones.Normal : MemoryZones.High;
        BlockHandle block = new(PhysAddr.OfFrame(frame), order);
        return (zones & zone) != 0 && frame % (1UL << order) == 0 && Frames(block).All(f => Ground(f) == FrameKind.Free) &&
            !_allocated.Exists(a => Overlap(a, block)) && !_entries.Exists(e => Overlap(e.Block, block));
    }

    private static bool SamePlace(BlockHandle a, BlockHandle b) => a.Base == b.Base && a.Order == b.Order;

    private static bool Overlap(BlockHandle a, BlockHandle b) => a.Base < b.Base + b.Size && b.Base < a.Base + a.Size;

    private static IEnumerable<ulong> Frames(BlockHandle block)
    {
        for (ulong i = 0; i < 1UL << block.Order; i++)
        {
            yield return block.Base.Frame + i;
        }
    }

    public sealed record Entry(BlockHandle Block, HashSet<ulong> Caps, uint Pins, bool TokenOutstanding, bool Live)
    {
        public uint Refcount => (uint)Caps.Count + Pins;
    }
}
