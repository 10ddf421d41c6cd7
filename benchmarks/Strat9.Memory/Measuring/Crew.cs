using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Strat9.Memory.Benchmarks;

/// <summary>Threads that do the same thing at once, each on a processor of its own; the slower one counts.</summary>
internal static partial class Crew
{
    public delegate void Work(int thread, Meeting meeting, Span<double> times);

    /// <summary>Runs the work on so many threads; each place of the result is the slowest thread's.</summary>
    public static double[] Run(int threads, int places, Work work)
    {
        double[][] times = [.. Enumerable.Range(0, threads).Select(_ => new double[places])];
        Meeting meeting = new(threads);
        Exception? failure = null;
        Thread[] crew =
        [
            .. Enumerable.Range(0, threads).Select(thread => new Thread(() =>
            {
                try
                {
                    Pin(thread);
                    work(thread, meeting, times[thread]);
                }
                catch (Exception e)
                {
                    failure = e;
                    meeting.Abandon();
                }
            })),
        ];
        foreach (Thread thread in crew)
        {
            thread.Start();
        }

        foreach (Thread thread in crew)
        {
            thread.Join();
        }

        return failure is null
            ? [.. Enumerable.Range(0, places).Select(place => times.Max(t => t[place]))]
            : throw new InvalidOperationException("A workload failed.", failure);
    }

    /// <summary>
    /// Nanoseconds since some moment: on Linux those this thread had a processor, so that what others do on the machine is not in them.
    /// </summary>
    public static double Now
    {
        get
        {
            const int ThreadTime = 3; // CLOCK_THREAD_CPUTIME_ID
            return OperatingSystem.IsLinux() && GetTime(ThreadTime, out TimeSpec time) == 0
                ? time.Seconds * 1e9 + time.Nanoseconds
                : Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);
        }
    }

    private static void Pin(int thread)
    {
        if (OperatingSystem.IsLinux())
        {
            ulong mask = 1ul << (thread % Environment.ProcessorCount);
            _ = SetAffinity(0, sizeof(ulong), mask); // unpinned it measures as well, with more noise
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint size, in ulong mask);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>A barrier that spins: nobody leaves before all have come.</summary>
    public sealed class Meeting(int threads)
    {
        private int _arrived;
        private int _abandoned;

        public void Wait(int round)
        {
            Interlocked.Increment(ref _arrived);
            while (Volatile.Read(ref _arrived) < threads * round)
            {
                if (Volatile.Read(ref _abandoned) != 0)
                {
                    throw new InvalidOperationException("Another thread has failed.");
                }

                Thread.SpinWait(1);
            }
        }

        public void Abandon() => Volatile.Write(ref _abandoned, 1);
    }
}
