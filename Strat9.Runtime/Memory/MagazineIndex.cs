namespace Strat9.Memory;

/// <summary>
/// How the host tells its processors or threads apart, so that each can have free blocks of its own. Nothing given: no magazines.
/// </summary>
/// <remarks>
/// While a call of the allocator runs, nobody else may be given the same index: a process numbers its threads, a kernel its processors
/// (and keeps interrupts and preemption off during calls). A call that finds no magazine works without.
/// </remarks>
public readonly unsafe struct MagazineIndex
{
    private readonly delegate*<int> _index;
    private readonly delegate*<void> _fence;

    /// <summary>Names the hooks.</summary>
    /// <param name="index">Gives the caller's index, from 0; any other number: none.</param>
    /// <param name="fence">
    /// A full memory barrier on every processor that runs threads of this host (<c>Interlocked.MemoryBarrierProcessWide</c>, or an
    /// interrupt sent round). With it, entering a magazine is an ordinary store; the rare call that has to stop others pays instead (Dice,
    /// Huang and Yang, "Asymmetric Dekker synchronization", 2001). Where there is one processor only, a hook that does nothing is enough;
    /// <see langword="null"/>: each entry is an exchange.
    /// </param>
    public MagazineIndex(delegate*<int> index, delegate*<void> fence)
    {
        _index = index;
        _fence = fence;
    }

    internal bool IsGiven => _index != null;

    internal bool HasFence => _fence != null;

    internal int Current() => _index();

    internal void Fence()
    {
        if (_fence != null)
        {
            _fence();
        }
        else
        {
            int line = 0;
            Interlocked.Exchange(ref line, 1); // orders everything before with everything behind
        }
    }
}
