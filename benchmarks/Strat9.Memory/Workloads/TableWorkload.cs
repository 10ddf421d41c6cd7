using System.Runtime.CompilerServices;
using Strat9.Hosting;

namespace Strat9.Memory.Benchmarks;

/// <summary>The table's workload, step for step that of <c>seed_table.rs</c>: block i at frame 4 i, of order i % 3.</summary>
internal sealed class TableWorkload : IDisposable
{
    private const int SequenceLength = 65536;
    private const ulong Warmup = 2000;
    private static readonly CapId Second = new(1ul << 40);

    private readonly ulong _blocks;
    private readonly PhysicalArena _arena;

    public TableWorkload(ulong blocks)
    {
        _blocks = blocks;
        _arena = new(blocks * 4 * Paging.PageSize, new(1ul << 30));
        for (ulong i = 0; i < blocks; i++)
        {
            Require(_arena.Allocator.TryAllocateAt(_arena.Start + i * 4 * Paging.PageSize, (int)(i % 3)).IsAllocated(out PhysBlock<BuddyReserved> block));
            Require(_arena.Table.Claim(block, new(i + 1)).IsClaimed(out PhysBlock<Exclusive> held));
            _arena.Table.Detach(held);
        }
    }

    public void Dispose() => _arena.Dispose();

    /// <summary>The slower thread's ns for one (pair of) operations, the best of the passes.</summary>
    public double Run(int threads, TableOperation operation, ulong steps, int passes)
    {
        double[] times = Crew.Run(threads, passes, (thread, meeting, times) =>
        {
            ulong[] sequence = Sequence(thread, threads);
            Repeat(operation, sequence, Warmup);
            for (int pass = 0; pass < times.Length; pass++)
            {
                meeting.Wait(pass + 1);
                double start = Crew.Now;
                Repeat(operation, sequence, steps);
                times[pass] = (Crew.Now - start) / steps;
            }
        });
        return times.Min();
    }

    private void Repeat(TableOperation operation, ulong[] sequence, ulong steps)
    {
        switch (operation)
        {
            case TableOperation.ClaimRelease:
                ClaimRelease(sequence, steps);
                break;
            case TableOperation.AddRemove:
                AddRemove(sequence, steps);
                break;
            case TableOperation.PinUnpin:
                PinUnpin(sequence, steps);
                break;
            case TableOperation.Get:
                Get(sequence, steps);
                break;
            case TableOperation.HandleForBase:
                HandleForBase(sequence, steps);
                break;
            default:
                HandleContaining(sequence, steps);
                break;
        }
    }

    /// <summary>
    /// What the peer does not do is in the time too: the block goes to the allocator, which gives the same one out again, and its token is
    /// handed to the table.
    /// </summary>
    private void ClaimRelease(ulong[] sequence, ulong steps)
    {
        OwnershipTable table = _arena.Table;
        LocalAllocator allocator = _arena.Allocator.Local();
        int at = 0;
        for (ulong step = 0; step < steps; step++)
        {
            ulong i = Next(sequence, ref at);
            Require(table.TryGetHandleForBase(Base(i), out BlockHandle handle));
            Require(table.RemoveRef(handle, new(i + 1)).IsFreed(out PhysBlock<Released> freed));
            allocator.Free(freed);
            Require(allocator.TryAllocate(handle.Order).IsAllocated(out PhysBlock<BuddyReserved> block) && block.Handle.Base == handle.Base);
            Require(table.Claim(block, new(i + 1)).IsClaimed(out PhysBlock<Exclusive> held));
            table.Detach(held);
        }
    }

    private void AddRemove(ulong[] sequence, ulong steps)
    {
        OwnershipTable table = _arena.Table;
        int at = 0;
        for (ulong step = 0; step < steps; step++)
        {
            BlockHandle handle = FirstHandle(Next(sequence, ref at));
            Require(table.AddRef(handle, Second).IsRecorded(out _));
            Require(table.RemoveRef(handle, Second).IsNowExclusive(out _));
        }
    }

    private void PinUnpin(ulong[] sequence, ulong steps)
    {
        OwnershipTable table = _arena.Table;
        int at = 0;
        for (ulong step = 0; step < steps; step++)
        {
            Require(table.Pin(FirstHandle(Next(sequence, ref at))).IsPinned(out BlockPin pin));
            Require(table.Unpin(pin).IsNowExclusive(out _));
        }
    }

    private void Get(ulong[] sequence, ulong steps)
    {
        OwnershipTable table = _arena.Table;
        Span<CapId> caps = stackalloc CapId[4];
        int at = 0;
        for (ulong step = 0; step < steps; step++)
        {
            Require(table.TryGet(FirstHandle(Next(sequence, ref at)), caps, out OwnerEntry entry) && entry.CapabilityCount == 1);
        }
    }

    private PhysAddr Base(ulong block) => _arena.Start + block * 4 * Paging.PageSize;

    /// <summary>The handle of a block that has been claimed once; the peer computes its handles too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private BlockHandle FirstHandle(ulong block) => new(Base(block), (int)(block % 3), 1);

    private void HandleForBase(ulong[] sequence, ulong steps)
    {
        OwnershipTable table = _arena.Table;
        PhysAddr start = _arena.Start;
        int at = 0;
        for (ulong step = 0; step < steps; step++)
        {
            ulong i = Next(sequence, ref at);
            Require(table.TryGetHandleForBase(start + i * 4 * Paging.PageSize, out _));
        }
    }

    private void HandleContaining(ulong[] sequence, ulong steps)
    {
        OwnershipTable table = _arena.Table;
        PhysAddr start = _arena.Start;
        int at = 0;
        for (ulong step = 0; step < steps; step++)
        {
            ulong i = Next(sequence, ref at);
            ulong page = 7 * i % (1ul << (int)(i % 3));
            Require(table.TryGetHandleContaining(start + (i * 4 + page) * Paging.PageSize + 123, out _));
        }
    }

    /// <summary>Permutations of the thread's blocks one behind the other: a single short one the processor would learn by heart.</summary>
    private ulong[] Sequence(int thread, int threads)
    {
        ulong own = _blocks / (ulong)threads;
        ulong[] sequence = new ulong[Math.Max(1, (SequenceLength + own - 1) / own) * own];
        XorShift random = new(99 + (ulong)thread);
        for (ulong first = 0; first < (ulong)sequence.Length; first += own)
        {
            for (ulong i = 0; i < own; i++)
            {
                sequence[first + i] = (ulong)thread * own + i;
            }

            random.Shuffle(sequence.AsSpan((int)first, (int)own));
        }

        return sequence;
    }

    private static ulong Next(ulong[] sequence, ref int at)
    {
        ulong next = sequence[at];
        at = at + 1 == sequence.Length ? 0 : at + 1;
        return next;
    }

    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException("An operation did not answer as it must.");
        }
    }
}
