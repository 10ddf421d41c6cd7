namespace Strat9.Samples.Kernel.Wrong;

/// <summary>A page is to be replaced by a larger one in its owner's hands; where there is none the owner is left with nothing.</summary>
internal static class MovedOutOfRef
{
    public static bool Run(Frames frames, CapId cap, ref PhysBlock<Exclusive> page) // error STRAT1006
    {
        int order = page.Handle.Order;
        frames.Give(page, cap);
        if (!frames.TryTake(order + 1, cap, out PhysBlock<Exclusive> larger))
        {
            return false;
        }

        page = larger;
        return true;
    }
}
