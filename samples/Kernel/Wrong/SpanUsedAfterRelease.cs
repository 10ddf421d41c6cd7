namespace Strat9.Samples.Kernel.Wrong;

/// <summary>The bytes of a page are written after the page has been given back: into the next owner's memory.</summary>
internal static class SpanUsedAfterRelease
{
    public static void Run(Frames frames, PhysBlock<Exclusive> page, CapId cap)
    {
        System.Span<byte> bytes = page.Span;
        frames.Give(page, cap); // error STRAT4001
        bytes[0] = 1;
    }
}
