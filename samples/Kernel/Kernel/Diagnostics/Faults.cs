using System.Runtime.InteropServices;

namespace Strat9.Samples.Kernel;

/// <summary>Where every trap arrives.</summary>
internal static unsafe class Faults
{
    [UnmanagedCallersOnly(EntryPoint = "ktrap")]
    private static void Handle(TrapFrame* frame)
    {
        Panic.At(frame, Name(frame->Vector));
    }

    private static string Name(ulong vector) => vector switch
    {
        0 => "division error",
        3 => "breakpoint",
        6 => "invalid instruction",
        8 => "double fault",
        13 => "general protection fault",
        14 => "page fault",
        _ => "unexpected trap",
    };
}
