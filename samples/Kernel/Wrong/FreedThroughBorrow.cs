namespace Strat9.Samples.Kernel.Wrong;

/// <summary>Who was only lent a page frees it; its owner will free it again.</summary>
internal static class FreedThroughBorrow
{
    public static void Run(Frames frames, in PhysBlock<Exclusive> page, CapId cap)
    {
        page.Span.Clear();
        frames.Give(page, cap); // error STRAT1005
    }
}
