namespace Strat9.Samples.Kernel.Wrong;

/// <summary>A second space gets a page without a look at whether the table counted it.</summary>
internal static class CountNotLookedAt
{
    public static BlockHandle Run(Frames frames, PhysBlock<Exclusive> page, CapId second)
    {
        frames.Table.AddRef(page.Handle, second); // error STRAT1004
        return frames.Table.Detach(page);
    }
}
