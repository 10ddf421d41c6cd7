using Strat9.Hosting;
using Strat9.Memory;

namespace Strat9.Stress;

/// <summary>One thread's random operations. Everything it is answered is checked against what it knows must be.</summary>
internal sealed unsafe class Worker(PhysicalArena arena, Exchange exchange, int seed)
{
    private const int MaxHeld = 400;
    private static long _owners;

    private readonly BuddyAllocator _allocator = arena.Allocator;
    private readonly OwnershipTable _table = arena.Table;
    private ulong _random = unchecked((ulong)seed * 0x9E3779B97F4A7C15 + 1);

    public List<Held> Mine { get; } = [];

    public long Operations { get; private set; }

    /// <summary>Requests that found no memory.</summary>
    public long Exhausted { get; private set; }

    public void Run(int steps)
    {
        int greed = Next(4) == 0 ? 95 : 50; // now and then everybody wants everything
        for (int step = 0; step < steps; step++)
        {
            int what = Next(100);
            if (what < greed && Mine.Count < MaxHeld)
            {
                Take();
            }
            else if (Mine.Count != 0)
            {
                int at = Next(Mine.Count);
                Held held = Mine[at];
                switch (Next(8))
                {
                    case 0:
                        Refer(held);
                        break;
                    case 1:
                        Pin(held);
                        break;
                    case 2:
                        Look(held);
                        break;
                    case 3 or 4:
                        Swap(at);
                        break;
                    default:
                        Mine[at] = Mine[^1];
                        Mine.RemoveAt(Mine.Count - 1);
                        Drop(held);
                        break;
                }
            }
        }
    }

    public void Drop(Held held)
    {
        Require(First(held) == held.Owner && Last(held) == held.Owner, "the bytes of a block are its holder's");
        Require(_table.RemoveRef(held.Block, new(held.Owner)).IsFreed(out PhysBlock<Released> freed), "the last reference frees");
        _allocator.Free(freed);
        Require(_table.Refcount(held.Block) is null, "a freed block is not in the table");
        Operations += 3;
    }

    private void Take()
    {
        int order = System.Numerics.BitOperations.TrailingZeroCount(Next(int.MaxValue) | 1 << 11);
        MemoryZones zones = Next(8) == 0 ? (MemoryZones)(Next(7) + 1) : MemoryZones.All;
        Operations++;
        if (!_allocator.TryAllocate(order, zones).IsAllocated(out PhysBlock<BuddyReserved> block))
        {
            Exhausted++;
            return;
        }

        if (Next(4) == 0)
        {
            _allocator.Return(block);
            Operations++;
            return;
        }

        if (Next(64) == 0)
        {
            Adopt(block);
            return;
        }

        ulong owner = (ulong)Interlocked.Increment(ref _owners);
        Require(_table.Claim(block, new(owner)).IsClaimed(out PhysBlock<Exclusive> held), "an allocated block can be claimed");
        Held mine = new(_table.Detach(held), owner);
        *(ulong*)Bytes(mine) = owner;
        *(ulong*)(Bytes(mine) + mine.Block.Size - 8) = owner;
        Mine.Add(mine);
        Operations += 2;
    }

    /// <summary>A piece of an allocated block, or all of it, is adopted by a handle and comes back; then the holder returns the whole.</summary>
    private void Adopt(PhysBlock<BuddyReserved> block)
    {
        int order = Next(block.Handle.Order + 1);
        PhysAddr at = block.Handle.Base + (ulong)Next(1 << (block.Handle.Order - order)) * Paging.BlockSize(order);
        Require(_table.EnsureRef(new(at, order), new(1)).IsRecorded(out _), "a part of an allocated block can be adopted");
        Require(_table.Claim(block, new(2)).IsRefused(out OwnerError error, out block), "an adopted block cannot be claimed");
        Require(error is OwnerError.DoubleClaim or OwnerError.Overlaps, "and says why");
        Require(_table.TryGetHandleForBase(at, out BlockHandle adopted), "what is adopted is found");
        Require(_table.RemoveRef(adopted, new(1)).IsFreed(out PhysBlock<Released> freed), "the last reference frees");
        _allocator.Free(freed);
        _allocator.Return(block);
        Operations += 6;
    }

    private void Refer(Held held)
    {
        int count = Next(10);
        for (int cap = 0; cap < count; cap++)
        {
            Require(_table.AddRef(held.Block, new(ulong.MaxValue - (ulong)cap)).IsRecorded(out BlockState state) && state == BlockState.Shared, "added");
        }

        Require(_table.Refcount(held.Block) == (uint)count + 1, "references are counted");
        for (int cap = 0; cap < count; cap++)
        {
            RemoveRefResult left = _table.RemoveRef(held.Block, new(ulong.MaxValue - (ulong)cap));
            Require(cap + 1 < count ? left.IsStillShared(out _) : left.IsNowExclusive(out CapId cap0) && cap0.Value == held.Owner, "removed");
        }

        Operations += 2 * count + 1;
    }

    private void Pin(Held held)
    {
        Require(_table.Pin(held.Block).IsPinned(out BlockPin pin), "a live block can be pinned");
        Require(_table.Unpin(pin).IsNowExclusive(out CapId cap) && cap.Value == held.Owner, "unpinned");
        Operations += 2;
    }

    private void Look(Held held)
    {
        PhysAddr inside = held.Block.Base + (ulong)Next((int)held.Block.Size);
        Require(_table.TryGetHandleContaining(inside, out BlockHandle found) && found == held.Block, "the block around an address is found");
        Require(_table.Frame(inside) is { Refcount: 1, Kind: FrameKind.Owned }, "its frames say so");
        Span<CapId> caps = stackalloc CapId[2];
        Require(_table.TryGet(held.Block, caps, out OwnerEntry entry) && entry.CapabilityCount == 1 && caps[0].Value == held.Owner, "its entry too");
        Operations += 3;
    }

    private void Swap(int at)
    {
        Held? got = exchange.Swap(Next(int.MaxValue), Mine[at]);
        if (got is null)
        {
            Mine[at] = Mine[^1];
            Mine.RemoveAt(Mine.Count - 1);
        }
        else
        {
            Mine[at] = got;
        }
    }

    private byte* Bytes(Held held) => arena.Metadata.Direct.Pointer(held.Block.Base);

    private ulong First(Held held) => *(ulong*)Bytes(held);

    private ulong Last(Held held) => *(ulong*)(Bytes(held) + held.Block.Size - 8);

    private int Next(int below)
    {
        _random ^= _random << 13;
        _random ^= _random >> 7;
        _random ^= _random << 17;
        return (int)(unchecked(_random * 0x2545F4914F6CDD1D) >> 33) % below;
    }

    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"Not so: {what}.");
        }
    }
}
