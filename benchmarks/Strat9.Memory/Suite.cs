namespace Strat9.Memory.Benchmarks;

/// <summary>Every row of the target table: ours and the peer's in turns, so that a noisy moment hits both.</summary>
internal sealed partial class Suite(Report report, NativePeer peers, int rounds)
{
    private const uint Frames = 262_144; // 1 GiB
    private const uint FewFrames = 16_384; // 64 MiB: everything is in the second-level cache
    private const int HotSteps = 625_000;
    private const int MixSteps = 500_000;

    /// <summary>One workload alone, for a profiler.</summary>
    public void Alone(string workload)
    {
        report.Section("One thread, against the C buddy (with a page cache but for the mix)", "Strat9", "C");
        (double[] ours, double[] theirs) = workload switch
        {
            "hot" => Both(BuddyWorkload.Hot, 0, 1, 20 * HotSteps, BuddyPeer.PageCache),
            "random" => Both(BuddyWorkload.Bulk, 1, 1, 0, BuddyPeer.PageCache),
            _ => Both(BuddyWorkload.Mix, 0, 1, MixSteps, BuddyPeer.Plain),
        };
        int place = workload is "random" ? 1 : 0;
        report.Row(workload, ours[place], theirs[place]);
    }

    public void Allocator()
    {
        report.Section("Allocator, one thread, against the C buddy with a page cache", "Strat9", "C");
        (double[] ours, double[] theirs) = Both(BuddyWorkload.Hot, 0, 1, HotSteps, BuddyPeer.PageCache);
        report.Row("hot, order 0 (pair)", ours[0], theirs[0], 2.0);
        double[] without = Ours(BuddyWorkload.HotWithoutLocal, 0, 1, HotSteps);
        report.Row("the same without LocalAllocator", without[0], theirs[0]);
        (ours, theirs) = Both(BuddyWorkload.Bulk, 0, 1, 0, BuddyPeer.PageCache);
        report.Row("bulk allocation, order 0", ours[0], theirs[0], 1.3);
        report.Row("bulk free in order", ours[1], theirs[1]);
        (ours, theirs) = Both(BuddyWorkload.Bulk, 1, 1, 0, BuddyPeer.PageCache);
        report.Row("bulk free at random", ours[1], theirs[1], 1.6);
        (ours, theirs) = Both(BuddyWorkload.Bulk, 1, 1, 0, BuddyPeer.PageCache, FewFrames);
        report.Row("the same over 64 MiB", ours[1], theirs[1]);

        foreach (int threads in new[] { 1, 2 })
        {
            report.Section($"Allocator, {(threads == 1 ? "one thread" : "two threads")}, against the plain C buddy", "Strat9", "C");
            foreach (int order in new[] { 0, 4, 9 })
            {
                (ours, theirs) = Both(BuddyWorkload.Hot, order, threads, HotSteps, BuddyPeer.Plain);
                report.Row($"hot, order {order} (pair)", ours[0], theirs[0]);
            }

            (ours, theirs) = Both(BuddyWorkload.Mix, 0, threads, MixSteps, BuddyPeer.Plain);
            report.Row("mix of orders 0-9 at 70 %", ours[0], theirs[0], threads == 1 ? 0.8 : 0.3);
            if (threads == 1)
            {
                (double[] few, double[] theirFew) = Both(BuddyWorkload.Mix, 0, 1, MixSteps, BuddyPeer.Plain, FewFrames);
                report.Row("the same over 64 MiB", few[0], theirFew[0]);
                report.Row("free 2 MiB regions after the mix", ours[2], theirs[2], 0.94, more: true, unit: "regions");
            }

            (ours, theirs) = Both(BuddyWorkload.Bulk, 1, threads, 0, threads > 1 ? BuddyPeer.PageCache : BuddyPeer.Plain);
            report.Row(threads > 1 ? "bulk allocation, against the page cache" : "bulk allocation", ours[0], theirs[0]);
            report.Row(threads > 1 ? "bulk free at random, against the page cache" : "bulk free at random", ours[1], theirs[1]);
        }
    }

    /// <summary>Beside our own small version of LLFree's idea: see <c>llfree.h</c>.</summary>
    public void LLFree()
    {
        foreach (int threads in new[] { 1, 2 })
        {
            report.Section($"Allocator, {(threads == 1 ? "one thread" : "two threads")}, against LLFree's idea in C", "Strat9", "C");
            foreach (int order in new[] { 0, 4, 9 })
            {
                (double[] ours, double[] theirs) = Both(BuddyWorkload.Hot, order, threads, HotSteps, BuddyPeer.LLFree);
                report.Row($"hot, order {order} (pair)", ours[0], theirs[0], order != 0 ? 0.10 : threads == 1 ? 0.08 : null);
            }

            (double[] mine, double[] its) = Both(BuddyWorkload.Bulk, 1, threads, 0, BuddyPeer.LLFree);
            report.Row("bulk allocation", mine[0], its[0]);
            report.Row("bulk free at random", mine[1], its[1], threads == 2 ? 1.0 : null);
            (mine, its) = Both(BuddyWorkload.Mix, 0, threads, MixSteps, BuddyPeer.LLFree);
            report.Row("mix of orders 0-9 at 70 %", mine[0], its[0]);
            if (threads == 1)
            {
                report.Row("free 2 MiB regions after the mix", mine[2], its[2], unit: "regions");
            }
        }
    }

    public void Table()
    {
        (TableOperation Operation, string Name)[] operations =
        [
            (TableOperation.AddRemove, "add + remove a reference"), (TableOperation.PinUnpin, "pin + unpin"), (TableOperation.Get, "get"),
            (TableOperation.ClaimRelease, "claim + release"), // last: handles are those of the first claim before
        ];
        foreach (ulong blocks in new ulong[] { 1_000, 100_000, 1_000_000 })
        {
            using TableWorkload table = new(blocks);
            report.Section($"Table, {blocks:N0} live blocks, against the kernel's tree under one lock", "Strat9", "Rust");
            foreach ((TableOperation operation, string name) in operations)
            {
                (double ours, double theirs) = Both(table, blocks, 1, operation);
                double? target = blocks > 1_000 ? 0.10 : operation is TableOperation.AddRemove or TableOperation.PinUnpin ? 0.35 : null;
                report.Row(name, ours, theirs, target);
            }

            // The seed walks all entries: milliseconds, and no match. The limits are for words in the cache; see the text on more blocks.
            report.Limit("handle for a base", table.Run(1, TableOperation.HandleForBase, 500_000, rounds), blocks > 1_000 ? null : 10);
            report.Limit("handle containing", table.Run(1, TableOperation.HandleContaining, 500_000, rounds), blocks > 1_000 ? null : 40);
            using TableWorkload shared = new(blocks);
            (double two, double theirTwo) = Both(shared, blocks, 2, TableOperation.PinUnpin);
            report.Row("pin + unpin, two threads", two, theirTwo);
            (two, theirTwo) = Both(shared, blocks, 2, TableOperation.ClaimRelease);
            report.Row("claim + release, two threads", two, theirTwo);
        }
    }

    private (double Ours, double Theirs) Both(TableWorkload table, ulong blocks, int threads, TableOperation operation)
    {
        const ulong Steps = 200_000;
        double ours = double.PositiveInfinity;
        double theirs = double.PositiveInfinity;
        for (int round = 0; round < (rounds + 1) / 2; round++)
        {
            ours = Math.Min(ours, table.Run(threads, operation, Steps, 2));
            theirs = Math.Min(theirs, peers.Seed(blocks, threads, operation, Steps, 2));
        }

        return (ours, theirs);
    }

    private double[] Ours(BuddyWorkload workload, int order, int threads, int steps)
    {
        double[][] ours = [.. Enumerable.Range(0, rounds).Select(_ => AllocatorWorkload.Run(Frames, workload, order, threads, steps))];
        return Pick(ours, threads);
    }

    private (double[] Ours, double[] Theirs) Both(
        BuddyWorkload workload, int order, int threads, int steps, BuddyPeer peer, uint frames = Frames)
    {
        double[][] ours = new double[rounds][];
        double[][] theirs = new double[rounds][];
        for (int round = 0; round < rounds; round++)
        {
            ours[round] = AllocatorWorkload.Run(frames, workload, order, threads, steps);
            theirs[round] = peers.Buddy(frames, peer, workload, order, threads, steps);
        }

        return (Pick(ours, threads), Pick(theirs, threads));
    }

    /// <summary>One thread: the least of each; two: the median of each.</summary>
    private static double[] Pick(double[][] results, int threads) =>
    [
        .. Enumerable.Range(0, results[0].Length).Select(place =>
        {
            double[] sorted = [.. results.Select(r => r[place]).Order()];
            return threads == 1 ? sorted[0] : sorted[sorted.Length / 2];
        }),
    ];
}
