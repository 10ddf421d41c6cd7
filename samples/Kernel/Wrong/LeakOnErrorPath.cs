namespace Strat9.Samples.Kernel.Wrong;

/// <summary>Two pages are needed; where there is no second one the first is forgotten.</summary>
internal static class LeakOnErrorPath
{
    public static bool Run(Frames frames, CapId cap)
    {
        if (!frames.TryTake(0, cap, out PhysBlock<Exclusive> first)) // error STRAT1002
        {
            return false;
        }

        if (!frames.TryTake(0, cap, out PhysBlock<Exclusive> second))
        {
            return false;
        }

        second.Span.Clear();
        frames.Give(second, cap);
        frames.Give(first, cap);
        return true;
    }
}
