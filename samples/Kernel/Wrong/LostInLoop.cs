namespace Strat9.Samples.Kernel.Wrong;

/// <summary>Looking for a low page: each one that is too high is overwritten by the next.</summary>
internal static class LostInLoop
{
    public static bool Run(Frames frames, CapId cap, ulong below, [Gives(When = true)] out PhysBlock<Exclusive> page)
    {
        while (frames.TryTake(0, cap, out page)) // error STRAT1003
        {
            if (page.Handle.Base.Value < below)
            {
                return true;
            }
        }

        return false;
    }
}
