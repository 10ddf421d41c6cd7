using System.Numerics;
using Strat9.Hosting;

namespace Strat9.Memory.Benchmarks;

/// <summary>The allocator's workloads, step for step those of <c>buddy.c</c>.</summary>
internal static class AllocatorWorkload
{
    private const int Slack = 256; // what the other thread may have in its magazine

    /// <summary>ns, ns of the second half if there is one, free 2 MiB regions.</summary>
    public static double[] Run(uint frames, BuddyWorkload workload, int order, int threads, int steps)
    {
        using PhysicalArena arena = new((ulong)frames * Paging.PageSize, new(1ul << 30));
        BuddyAllocator allocator = arena.Allocator;
        double[] result = Crew.Run(threads, 3, (thread, meeting, times) =>
        {
            switch (workload)
            {
                case BuddyWorkload.Hot:
                    Hot(allocator, order, steps, meeting, times);
                    break;
                case BuddyWorkload.HotWithoutLocal:
                    HotWithoutLocal(allocator, order, steps, meeting, times);
                    break;
                case BuddyWorkload.Bulk:
                    Bulk(allocator, frames, order != 0, thread, threads, meeting, times);
                    break;
                default:
                    Mix(allocator, frames, thread, threads, steps, meeting, times);
                    break;
            }
        });
        return result;
    }

    private static void Hot(BuddyAllocator allocator, int order, int steps, Crew.Meeting meeting, Span<double> times)
    {
        LocalAllocator local = allocator.Local();
        allocator.Return(Take(allocator, order));
        meeting.Wait(1);
        double start = Crew.Now;
        for (int i = 0; i < steps; i++)
        {
            local.TryAllocate(order).IsAllocated(out PhysBlock<BuddyReserved> block);
            local.Return(block);
        }

        times[0] = (Crew.Now - start) / steps;
    }

    /// <summary>Each call looks for the caller's magazine.</summary>
    private static void HotWithoutLocal(BuddyAllocator allocator, int order, int steps, Crew.Meeting meeting, Span<double> times)
    {
        allocator.Return(Take(allocator, order));
        meeting.Wait(1);
        double start = Crew.Now;
        for (int i = 0; i < steps; i++)
        {
            allocator.TryAllocate(order).IsAllocated(out PhysBlock<BuddyReserved> block);
            allocator.Return(block);
        }

        times[0] = (Crew.Now - start) / steps;
    }

    private static void Bulk(
        BuddyAllocator allocator, uint frames, bool atRandom, int thread, int threads, Crew.Meeting meeting, Span<double> times)
    {
        LocalAllocator local = allocator.Local();
        PhysBlock<BuddyReserved>[] blocks = new PhysBlock<BuddyReserved>[frames / threads - (threads > 1 ? Slack : 0)];
        for (int pass = 0; pass < 2; pass++)
        {
            meeting.Wait(3 * pass + 1);
            double start = Crew.Now;
            int got = 0;
            while (got < blocks.Length && local.TryAllocate(0).IsAllocated(out blocks[got]))
            {
                got++;
            }

            times[0] = (Crew.Now - start) / got;
            if (atRandom)
            {
                new XorShift(77 + (ulong)thread).Shuffle(blocks.AsSpan(0, got));
            }

            meeting.Wait(3 * pass + 2);
            start = Crew.Now;
            for (int i = 0; i < got; i++)
            {
                local.Return(blocks[i]);
            }

            times[1] = (Crew.Now - start) / got;
            meeting.Wait(3 * pass + 3);
        }
    }

    private static void Mix(
        BuddyAllocator allocator, uint frames, int thread, int threads, int steps, Crew.Meeting meeting, Span<double> times)
    {
        LocalAllocator local = allocator.Local();
        XorShift random = new(1234567 + 7919 * (ulong)thread);
        ulong target = (ulong)frames * 7 / 10 / (ulong)threads;
        ulong used = 0;
        PhysBlock<BuddyReserved>[] blocks = new PhysBlock<BuddyReserved>[target * 2];
        int live = 0;
        for (int phase = 0; phase < 2; phase++)
        {
            meeting.Wait(phase + 1);
            double start = Crew.Now;
            for (int i = 0; phase == 0 ? used < target : i < steps; i++)
            {
                if (used < target)
                {
                    int order = BitOperations.TrailingZeroCount(random.Next() | 512);
                    if (!local.TryAllocate(order).IsAllocated(out blocks[live]))
                    {
                        target = used;
                        continue;
                    }

                    live++;
                    used += 1ul << order;
                }
                else
                {
                    int k = (int)(random.Next() % (ulong)live);
                    used -= 1ul << blocks[k].Handle.Order;
                    local.Return(blocks[k]);
                    blocks[k] = blocks[--live];
                }
            }

            times[0] = (Crew.Now - start) / steps;
        }

        meeting.Wait(3);
        if (thread == 0)
        {
            allocator.Drain();
            for (int order = 9; order <= Paging.MaxOrder; order++)
            {
                times[2] += allocator.FreeBlocks(order) << (order - 9);
            }
        }
    }

    private static PhysBlock<BuddyReserved> Take(BuddyAllocator allocator, int order) =>
        allocator.TryAllocate(order).IsAllocated(out PhysBlock<BuddyReserved> block)
            ? block
            : throw new InvalidOperationException("The arena is exhausted.");
}
