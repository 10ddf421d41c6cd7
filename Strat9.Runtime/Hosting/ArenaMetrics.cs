using System.Diagnostics.Metrics;

namespace Strat9.Hosting;

/// <summary>
/// The arenas of the process, and what they tell a <see cref="MeterListener"/> about themselves: the instruments are asked, not written
/// to, so that without a listener they cost nothing.
/// </summary>
internal static class ArenaMetrics
{
    public const string MeterName = "Strat9.Memory";

    private const int HugePageOrder = 9; // fragmentation is told as seen by a request for 2 MiB
    private static readonly object Gate = new();
    private static readonly List<PhysicalArena> Arenas = [];
    private static readonly Meter Meter = new(MeterName);

    static ArenaMetrics()
    {
        Meter.CreateObservableUpDownCounter("strat9.memory.live", () => Each(a => a.LiveBytes), "By", "Bytes allocated in an arena.");
        Meter.CreateObservableUpDownCounter("strat9.memory.size", () => Each(a => a.UsableBytes), "By", "Bytes an arena can allocate.");
        Meter.CreateObservableUpDownCounter("strat9.memory.cached", () => Each(a => a.CachedBytes), "By", "Free bytes in the magazines of threads.");
        Meter.CreateObservableGauge(
            "strat9.memory.fragmentation", () => Each(a => a.Allocator.Fragmentation(HugePageOrder)), "1", "Part of the free bytes in blocks below 2 MiB.");
        Meter.CreateObservableCounter("strat9.memory.failures", () => Each(a => (long)a.Allocator.FailedAllocations), "{request}", "Requests not served.");
    }

    public static void Register(PhysicalArena arena)
    {
        lock (Gate)
        {
            Arenas.Add(arena);
        }
    }

    /// <summary>The arena is not asked any more once this has returned.</summary>
    public static void Unregister(PhysicalArena arena)
    {
        lock (Gate)
        {
            Arenas.Remove(arena);
        }
    }

    public static double Sum(Func<PhysicalArena, long> value)
    {
        lock (Gate)
        {
            return Arenas.Sum(value);
        }
    }

    private static Measurement<T>[] Each<T>(Func<PhysicalArena, T> value)
        where T : struct
    {
        lock (Gate)
        {
            return [.. Arenas.Select(arena => new Measurement<T>(value(arena), new KeyValuePair<string, object?>("strat9.arena", arena.Name)))];
        }
    }
}
