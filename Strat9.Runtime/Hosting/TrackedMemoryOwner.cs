using System.Diagnostics;
using Strat9.Memory;

namespace Strat9.Hosting;

/// <summary>A buffer that is rented once, and tells when it has been forgotten.</summary>
internal sealed class TrackedMemoryOwner(BuddyMemoryPool pool, PhysAddr address) : BuddyMemoryOwner(pool, address), IDisposable
{
    private readonly Watch _watch = new();

    /// <summary>Not forgotten.</summary>
    void IDisposable.Dispose()
    {
        GC.SuppressFinalize(_watch);
        GiveBack();
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
