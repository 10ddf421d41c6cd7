using System.Diagnostics.Tracing;

namespace Strat9.Hosting;

/// <summary>
/// What happens in pools that should not, as events, and how full the arenas are, as polled counters. Listen with
/// <c>dotnet-trace</c> or <c>dotnet-counters</c> to <c>Strat9-Memory</c>. While nobody listens nothing is done.
/// </summary>
[EventSource(Name = EventSourceName)]
internal sealed class MemoryEventSource : EventSource
{
    public const string EventSourceName = "Strat9-Memory";

    public static readonly MemoryEventSource Log = new();

    private List<DiagnosticCounter>? _counters;

    /// <summary>An arena had no block for a buffer.</summary>
    [Event(1, Level = EventLevel.Warning, Message = "The arena has no free block of {0} bytes.")]
    public void RentFailed(long bytes)
    {
        if (IsEnabled())
        {
            WriteEvent(1, bytes);
        }
    }

    /// <summary>A buffer became unreachable without having been given back.</summary>
    [Event(2, Level = EventLevel.Error, Message = "A buffer was forgotten that had been rented {0}")]
    public void BufferLost(string rented)
    {
        if (IsEnabled())
        {
            WriteEvent(2, rented);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventCommand(EventCommandEventArgs command)
    {
        if (command.Command == EventCommand.Enable)
        {
            _counters ??=
            [
                new PollingCounter("live-bytes", this, () => ArenaMetrics.Sum(a => a.LiveBytes)) { DisplayName = "Bytes in use", DisplayUnits = "B" },
                new PollingCounter("cached-bytes", this, () => ArenaMetrics.Sum(a => a.CachedBytes)) { DisplayName = "Bytes free in magazines", DisplayUnits = "B" },
                new PollingCounter("failures", this, () => ArenaMetrics.Sum(a => (long)a.Allocator.FailedAllocations)) { DisplayName = "Requests not served" },
            ];
        }
    }
}
