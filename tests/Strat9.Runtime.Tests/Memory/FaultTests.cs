#if DEBUG
using CsCheck;
using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>
/// Compare-and-exchange is made to fail where it need not, and to let others run just before it: answers and invariants stay. Only debug
/// builds of the library can do this.
/// </summary>
public sealed unsafe class FaultTests
{
    [ThreadStatic]
    private static int _failAt; // the exchange of this thread that is to fail; counts down to 1, below it none does

    [ThreadStatic]
    private static ulong _random; // not 0: fails or yields at random

    static FaultTests() => Atomic.Fault = &Fault; // for all threads of the test program; those that have set nothing see nothing

    /// <summary>Each exchange of a call of each kind fails once, and the answer is the same.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheNthExchangeFails(bool magazines)
    {
        int reached = 0;
        for (int n = 1; n <= 60; n++)
        {
            using Machines machines = new(magazines: magazines);
            _failAt = n;
            Script(machines);
            if (_failAt > 0)
            {
                break; // fewer exchanges than that
            }

            reached = n;
            _failAt = 0;
            machines.Compare();
            machines.Drain();
        }

        _failAt = 0;
        Assert.InRange(reached, 25, 59);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ExchangesFailAtRandom(bool magazines) =>
        Gen.Select(Gen.ULong[1, ulong.MaxValue], Machines.Steps.Array[1, 100]).Sample(
            (seed, steps) =>
            {
                using Machines machines = new(magazines: magazines);
                _random = seed;
                foreach (Machines.Step step in steps)
                {
                    machines.Make(machines.Aim(step));
                }

                _random = 0;
                machines.Compare();
                machines.Drain();
            },
            iter: 300, threads: 1);

    /// <summary>Threads that lose the processor at their exchanges meet in the middle of everything.</summary>
    [Fact]
    public void ThreadsYieldAtTheirExchanges()
    {
        using TestMemory memory = new(magazines: true, 64, 4096, 16, [new(PhysAddr.OfFrame(4096), 64 * Paging.PageSize, MemoryRegionKind.Usable)]);
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(1, 3).Select(id => new Thread(() =>
        {
            try
            {
                _random = (ulong)id * 0x9E3779B97F4A7C15;
                for (int i = 0; i < 4000; i++)
                {
                    Work(memory, (ulong)id, i % 3);
                }
            }
            catch (Exception e)
            {
                failure = e;
            }

            _random = 0;
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Null(failure);
        memory.Allocator.Drain();
        Assert.Equal(["0+64 Free"], memory.Runs());
    }

    [Trusted("A refused token is made anew; that none is lost is seen at the end, when every frame is free.")]
    private static void Work(TestMemory memory, ulong id, int order)
    {
        if (!memory.Allocator.TryAllocate(order).IsAllocated(out PhysBlock<BuddyReserved> block))
        {
            return;
        }

        BlockHandle handle = block.Handle;
        for (ulong other = 0; other < 64; other += 4)
        {
            // A stray handle: nearly always refused; if it hits the block, the claim below is refused until it is gone again.
            if (other % 16 == 0 && memory.Table.EnsureRef(new(memory.At(other), 0), new(99)).IsRecorded(out _) &&
                memory.Table.TryGetHandleForBase(memory.At(other), out BlockHandle stray))
            {
                Assert.True(memory.Table.RemoveRef(stray, new(99)).IsFreed(out PhysBlock<Released> part));
                memory.Allocator.Free(part);
            }
        }

        uint waits = 0;
        PhysBlock<Exclusive> held;
        while (!memory.Table.Claim(block, new(id)).IsClaimed(out held))
        {
            block = RealMachine.Reserved(memory, handle);
            memory.Metadata.Pause.Wait(ref waits);
        }

        Assert.True(memory.Table.Pin(held.Handle).IsPinned(out BlockPin pin));
        Assert.True(memory.Table.AddRef(held.Handle, new(id + 10)).IsRecorded(out _));
        Assert.True(memory.Table.Unpin(pin).IsStillShared(out uint left) && left == 2);
        Assert.True(memory.Table.RemoveRef(held.Handle, new(id)).IsNowExclusive(out CapId cap) && cap.Value == id + 10);
        Assert.True(memory.Table.Release(held, cap).IsFreed(out PhysBlock<Released> freed));
        memory.Allocator.Free(freed);
    }

    private static void Script(Machines machines)
    {
        BlockHandle block = machines.Make(new(Verb.Allocate, new(default, 2))).Block;
        machines.Make(new(Verb.Return, block));
        block = machines.Make(new(Verb.Allocate, new(default, 1))).Block;
        BlockHandle live = machines.Make(new(Verb.Claim, block, 1)).Block;
        for (ulong cap = 2; cap < 64; cap *= 2)
        {
            machines.Make(new(Verb.AddRef, live, cap));
        }

        machines.Make(new(Verb.Pin, live));
        for (ulong cap = 2; cap < 64; cap *= 2)
        {
            machines.Make(new(Verb.RemoveRef, live, cap));
        }

        machines.Make(new(Verb.Unpin, live));
        machines.Make(new(Verb.Pin, live));
        machines.Make(new(Verb.Unpin, live));
        machines.Make(new(Verb.Release, live, 1));
        machines.Make(new(Verb.Free, live));
        BlockHandle other = machines.Make(new(Verb.Allocate, new(default, 2))).Block;
        machines.Make(new(Verb.EnsureRef, new(other.Base, 1), 8));
        BlockHandle part = new(other.Base, 1, machines.Model.Generation(other.Base));
        machines.Make(new(Verb.RemoveRef, part, 8));
        machines.Make(new(Verb.Free, part));
        machines.Make(new(Verb.EnsureRef, other, 8));
        BlockHandle whole = new(other.Base, 2, machines.Model.Generation(other.Base));
        machines.Make(new(Verb.RemoveRef, whole, 8));
        machines.Make(new(Verb.Free, whole));
        machines.Make(new(Verb.Return, other));
        machines.Make(new(Verb.Allocate, new(default, 9)));
    }

    private static bool Fault()
    {
        if (_failAt > 0 && --_failAt == 0)
        {
            return true;
        }

        if (_random == 0)
        {
            return false;
        }

        _random ^= _random << 13;
        _random ^= _random >> 7;
        _random ^= _random << 17;
        if (_random % 16 == 0)
        {
            Thread.Yield();
        }

        return _random % 3 == 0;
    }
}
#endif
