using Strat9.Memory;

namespace Strat9.Hosting;

/// <summary>What a thread of an ordinary process does while it waits for another: spins a little, then lets others run.</summary>
public static unsafe class ThreadPause
{
    private const uint SpinsBeforeYield = 8;
    private const uint YieldsBeforeSleep = 256;

    /// <summary>The hook for <see cref="FrameMetadata"/>.</summary>
    public static SpinPause Hook => new(&Wait);

    private static void Wait(uint waits)
    {
        if (waits < SpinsBeforeYield && Environment.ProcessorCount > 1)
        {
            Thread.SpinWait(1 << (int)waits);
        }
        else if (waits < YieldsBeforeSleep)
        {
            Thread.Yield();
        }
        else
        {
            Thread.Sleep(1);
        }
    }
}
