using System.Diagnostics;

namespace Strat9.Hosting;

/// <summary>A buffer that is rented once, and tells when it has been forgotten.</summary>
internal sealed class TrackedMemoryOwner(BuddyMemoryPool pool, ulong index) : BuddyMemoryOwner(pool, index)
{
    private readonly Watch _watch = new();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        GC.SuppressFinalize(_watch);
        base.Dispose(disposing);
    }

    /// <summary>Becomes unreachable with the owner.</summary>
    private sealed class Watch
    {
        private readonly StackTrace _rented = new(skipFrames: 3, fNeedFileInfo: true);

        ~Watch()
        {
            MemoryEventSource.Log.BufferLost(_rented.ToString());
            OwnershipDiagnostics.Tell(new(typeof(BuddyMemoryPool), typeof(Memory<byte>), 1, _rented.ToString()));
        }
    }
}
