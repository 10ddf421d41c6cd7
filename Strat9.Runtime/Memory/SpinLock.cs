namespace Strat9.Memory;

/// <summary>A lock of one word that spins. Not fair, not recursive; for a few instructions at a time.</summary>
internal static class SpinLock
{
    private const int Free = 0;
    private const int Held = 1;

    public static void Enter(ref int word, SpinPause pause)
    {
        uint waits = 0;
        while (Volatile.Read(ref word) != Free || !Atomic.TryChange(ref word, Free, Held))
        {
            pause.Wait(ref waits);
        }
    }

    public static void Exit(ref int word) => Volatile.Write(ref word, Free);
}
