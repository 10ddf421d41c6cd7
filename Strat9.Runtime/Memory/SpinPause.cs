namespace Strat9.Memory;

/// <summary>
/// What a thread does while another holds a lock for a few instructions: the host's hook (a kernel's <c>pause</c>, a process's yield), or
/// nothing. The hook is told how often it was called in this wait, from 0 up, so that it can spin first and yield later.
/// </summary>
/// <param name="hook">The hook; <see langword="null"/> to spin bare. It must not use the table or the allocator.</param>
public readonly unsafe struct SpinPause(delegate*<uint, void> hook)
{
    private readonly delegate*<uint, void> _hook = hook;

    internal void Wait(ref uint waits)
    {
        if (_hook != null)
        {
            _hook(waits);
        }

        if (waits != uint.MaxValue)
        {
            waits++;
        }
    }
}
