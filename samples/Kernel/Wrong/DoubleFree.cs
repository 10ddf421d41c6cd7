namespace Strat9.Samples.Kernel.Wrong;

/// <summary>Freed once on the way, and once more at the end.</summary>
internal static class DoubleFree
{
    public static void Run(Frames frames, PhysBlock<Exclusive> page, CapId cap, bool early)
    {
        if (early)
        {
            frames.Give(page, cap);
        }

        frames.Give(page, cap); // error STRAT1001
    }
}
