namespace Strat9.Samples.Kernel.Wrong;

/// <summary>A token is copied bit by bit: two owners of one page.</summary>
internal static unsafe class CopiedByPointer
{
    public static void Run(Frames frames, PhysBlock<Exclusive> page, CapId cap)
    {
        PhysBlock<Exclusive>* copy = &page; // error STRAT3006
        frames.Give(*copy, cap); // error STRAT1005
        frames.Give(page, cap);
    }
}
