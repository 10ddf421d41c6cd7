namespace Strat9.Memory;

/// <summary>
/// The compare-and-exchange everything here is made of. In debug builds a test can make any of them fail, or wait before it is made.
/// </summary>
internal static unsafe class Atomic
{
#if DEBUG
    /// <summary>Asked before each exchange; true: this one fails, as it would if another thread had been faster.</summary>
    public static delegate*<bool> Fault;
#endif

    public static bool TryChange(ref ulong word, ulong from, ulong to)
    {
#if DEBUG
        if (Fault != null && Fault())
        {
            return false;
        }
#endif
        return Interlocked.CompareExchange(ref word, to, from) == from;
    }

    public static bool TryChange(ref int word, int from, int to)
    {
#if DEBUG
        if (Fault != null && Fault())
        {
            return false;
        }
#endif
        return Interlocked.CompareExchange(ref word, to, from) == from;
    }
}
