namespace Strat9.Samples.Kernel;

internal static class Stress
{
    public static void Run(Frames frames, Mapper mapper)
    {
    }
}
