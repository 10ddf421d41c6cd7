using System.Diagnostics;
using System.Globalization;
using Strat9.Hosting;
using Strat9.Memory;

namespace Strat9.Stress;

/// <summary>
/// Rounds of threads at work. At the end of each, with all of them waiting, everything must add up; half of the threads then end, and new
/// ones take over what they held.
/// </summary>
internal sealed class Stress(Options options)
{
    private const int StepsARound = 100_000;

    private readonly Exchange _exchange = new();
    private Exception? _failure;

    public long Run(TextWriter log)
    {
        // Two zones, a hole and reserved frames, and far from enough memory for everybody.
        ulong size = (ulong)options.Mebibytes << 20;
        using PhysicalArena arena = new(
        [
            new(new(8 << 20), size / 2, MemoryRegionKind.Usable),
            new(new((8 << 20) + size / 2 + (16 << 10)), size / 2, MemoryRegionKind.Usable),
            new(new(9 << 20), 0x5000, MemoryRegionKind.Reserved),
        ]);
        ulong free = arena.Allocator.FreeFrames;
        string atFirst = FreeLists(arena);
        Worker[] workers = [.. Enumerable.Range(0, options.Threads).Select(i => New(arena, i))];
        Stopwatch clock = Stopwatch.StartNew();
        long ended = 0;
        long exhausted = 0;
        int round = 0;
        do
        {
            Round(workers);
            Check(arena, workers, free);
            for (int i = round % 2; i < workers.Length; i += 2)
            {
                Worker successor = New(arena, options.Threads * (round + 1) + i);
                successor.Mine.AddRange(workers[i].Mine);
                ended += workers[i].Operations;
                exhausted += workers[i].Exhausted;
                workers[i] = successor;
            }

            round++;
            if (round % 20 == 0)
            {
                GC.Collect(); // threads that have ended give up their magazines
                log.WriteLine($"{clock.Elapsed.TotalSeconds,6:0} s, {(ended + workers.Sum(w => w.Operations)).ToString("N0", CultureInfo.InvariantCulture),16} operations, " +
                    $"{exhausted:N0} times exhausted, {arena.Allocator.CachedFrames} frames in magazines");
            }
        }
        while (clock.Elapsed.TotalMinutes < options.Minutes && ended + workers.Sum(w => w.Operations) < options.Operations);

        foreach (Held held in workers.SelectMany(w => w.Mine).Concat(_exchange.Left))
        {
            workers[0].Drop(held);
        }

        _exchange.Clear();
        arena.Allocator.Drain();
        string atLast = FreeLists(arena);
        return atFirst == atLast && arena.Allocator.FreeFrames == free
            ? ended + workers.Sum(w => w.Operations)
            : throw new InvalidOperationException($"Blocks did not merge again: at first {atFirst}, at last {atLast}.");
    }

    private Worker New(PhysicalArena arena, int number) => new(arena, _exchange, options.Seed + 7919 * number);

    /// <summary>New threads for every round: magazines change hands.</summary>
    private void Round(Worker[] workers)
    {
        Thread[] threads = [.. workers.Select(worker => new Thread(() =>
        {
            try
            {
                worker.Run(StepsARound);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _failure, e, null);
            }
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        if (_failure is { } failure)
        {
            throw new InvalidOperationException("A thread met something that cannot be.", failure);
        }
    }

    /// <summary>No frame is owned twice, none is lost, and the table knows exactly what the threads hold.</summary>
    private void Check(PhysicalArena arena, Worker[] workers, ulong free)
    {
        BlockHandle[] held = [.. workers.SelectMany(w => w.Mine).Concat(_exchange.Left).Select(h => h.Block).OrderBy(b => b.Base)];
        List<BlockHandle> owned = [];
        foreach (OwnerEntry entry in arena.Table.Entries())
        {
            owned.Add(entry.Handle);
            Require(entry is { CapabilityCount: 1, PinCount: 0, TokenOutstanding: false }, $"{entry.Handle.Base.Value:x} has one reference");
        }

        Require(held.SequenceEqual(owned), $"{held.Length} blocks are held, {owned.Count} owned");
        ulong frames = 0;
        ulong freeFrames = 0;
        foreach (FrameRun run in arena.Metadata.Runs())
        {
            Require(run.Start == arena.Start + frames * Paging.PageSize, "runs follow one another");
            Require(run.Info.Kind is not (FrameKind.InTransit or FrameKind.Allocated or FrameKind.Released), $"{run.Start.Value:x} is {run.Info.Kind}");
            frames += run.FrameCount;
            freeFrames += run.Info.Kind == FrameKind.Free ? run.FrameCount : 0;
        }

        Require(frames == arena.Metadata.FrameCount, "runs cover the arena");
        if (freeFrames != arena.Allocator.FreeFrames)
        {
            // A finalizer may just be emptying the magazine of a thread that has ended: counts are read one after another. What is lost stays so.
            GC.WaitForPendingFinalizers();
        }

        ulong counted = arena.Allocator.FreeFrames;
        Require(freeFrames == counted, $"{freeFrames} frames are free, {counted} counted");
        Require(freeFrames + (ulong)held.Sum(b => 1L << b.Order) == free, "no frame is lost");
    }

    private static string FreeLists(PhysicalArena arena) =>
        string.Join(' ', Enumerable.Range(0, Paging.OrderCount).Select(order => arena.Allocator.FreeBlocks(order)));

    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"Not so at a barrier: {what}.");
        }
    }
}
