namespace Strat9.Samples.Kernel.Wrong;

/// <summary>A frame is made up out of nothing: page 0, nobody's.</summary>
internal static class ForgedFrame
{
    public static void Run(Frames frames, CapId cap) =>
        frames.Give(default, cap); // error STRAT3005
}
