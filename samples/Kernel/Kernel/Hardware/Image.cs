using System;

namespace Strat9.Samples.Kernel;

/// <summary>Where the linker put things; virtual addresses. The numbers are the order of the table in boot.S.</summary>
internal static class Image
{
    /// <summary>The image is linked this far above where it is loaded.</summary>
    public const ulong Base = 0xFFFF_FFFF_8000_0000;

    public static ulong Start => Processor.ImageBound(0);

    public static ulong TextStart => Processor.ImageBound(1);

    public static ulong TextEnd => Processor.ImageBound(2);

    /// <summary>Read-only data is from <see cref="TextEnd"/> to here, writable data from here to <see cref="End"/>.</summary>
    public static ulong ReadOnlyEnd => Processor.ImageBound(3);

    public static ulong End => Processor.ImageBound(4);

    /// <summary>The page under the stack the kernel runs on, which is left unmapped.</summary>
    public static ulong StackGuard => Processor.ImageBound(5);

    public static ulong TrapStackGuard => Processor.ImageBound(6);

    public static ulong FaultStackGuard => Processor.ImageBound(7);

    public static ulong DoubleFaultStackGuard => Processor.ImageBound(8);

    public static ulong StackTop => Processor.ImageBound(9);

    public static ulong TrapStackTop => Processor.ImageBound(10);

    public static ulong FaultStackTop => Processor.ImageBound(11);

    public static ulong DoubleFaultStackTop => Processor.ImageBound(12);

    public static ulong ProbeReadAt => Processor.ImageBound(13);

    public static ulong ProbeWriteAt => Processor.ImageBound(14);

    public static ulong ProbeCallReturn => Processor.ImageBound(15);

    public static ulong ProbeFailed => Processor.ImageBound(16);

    public static ulong TrapStubs => Processor.ImageBound(17);

    public static ulong UserCode => Processor.ImageBound(18);

    /// <summary>The programs for ring 3: less than a page, and independent of where they are.</summary>
    public static unsafe ReadOnlySpan<byte> UserPrograms => new((void*)UserCode, (int)(Processor.ImageBound(19) - UserCode));

    public static ulong UserFirst => Processor.ImageBound(20);

    public static ulong UserSecond => Processor.ImageBound(21);

    /// <summary>Whether the page is one of those under the stacks.</summary>
    public static bool IsStackGuard(ulong page) =>
        page == StackGuard || page == TrapStackGuard || page == FaultStackGuard || page == DoubleFaultStackGuard;

    /// <summary>The physical address of something in the image.</summary>
    public static PhysAddr Physical(ulong address) => new(address - Base);
}
