using System.Runtime.CompilerServices;

namespace Strat9.Memory;

/// <summary>The magazines of all threads or processors, and the way to stop them.</summary>
/// <remarks>
/// <para>The owner says that it is busy, looks whether it has been stopped, and then works without atomic instructions. Who wants it out
/// says so first, and looks whether it is busy then. One of the two must see the other (Dekker); the barrier that takes is made on every
/// processor by the one that stops, because stopping is rare: out of memory, a drain, an adoption.</para>
/// <para>Two things rely on it. A stopped magazine is the stopper's. And a busy owner may change a word it has read
/// by an ordinary store, if everybody else who may change such a word sets its lock bit first and then waits until no owner is busy
/// any more (<see cref="WaitForOwners()"/>).</para>
/// </remarks>
internal readonly unsafe struct Magazines
{
    private readonly Magazine* _first;
    private readonly int _count;
    private readonly MagazineIndex _index;
    private readonly SpinPause _pause;

    public Magazines(FrameMetadata metadata, byte* storage, ulong bytes, MagazineIndex index, ulong firstCached, bool hasFills)
    {
        ulong count = index.IsGiven ? bytes / Magazine.Size : 0;
        _first = (Magazine*)storage;
        _count = count > ushort.MaxValue ? ushort.MaxValue : (int)count;
        _index = index;
        _pause = metadata.Pause;
        for (int i = 0; i < _count; i++)
        {
            _first[i].Initialize(metadata, firstCached, hasFills || !index.HasFence);
        }
    }

    public int Count => _count;

    public Magazine* this[int index] => _first + index;

    /// <summary>The caller's magazine; <see langword="null"/> when it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Magazine* Current() => _count == 0 ? null : Of(_index.Current());

    /// <summary>The magazine of an index; <see langword="null"/> when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Magazine* Of(int index) => (uint)index < (uint)_count ? _first + index : null;

    /// <summary>The caller's magazine, entered; <see langword="null"/> when it has none, or it has been stopped.</summary>
    public Magazine* Enter()
    {
        Magazine* magazine = Current();
        return magazine != null && (_index.HasFence ? magazine->TryEnter() : magazine->TryEnterFenced()) ? magazine : null;
    }

    /// <summary>Stops some magazines; one stopper at a time, and none that is in a magazine.</summary>
    public void Stop(int from, int count)
    {
        for (int i = from; i < from + count; i++)
        {
            _first[i].Stop();
        }

        WaitForOwners(from, count);
    }

    public void Resume(int from, int count)
    {
        for (int i = from; i < from + count; i++)
        {
            _first[i].Resume();
        }
    }

    /// <summary>Returns when every owner that was in its magazine at the call has left it since.</summary>
    public void WaitForOwners() => WaitForOwners(0, _count);

    private void WaitForOwners(int from, int count)
    {
        if (count == 0)
        {
            return;
        }

        _index.Fence();
        for (int i = from; i < from + count; i++)
        {
            uint waits = 0;
            while (_first[i].IsBusy)
            {
                _pause.Wait(ref waits);
            }
        }
    }
}
