using System.Runtime;
using System.Runtime.CompilerServices;

namespace Internal.Runtime;

/// <summary>
/// Where objects come from: a stretch of the image, handed out from the front and never taken back. The kernel makes its few objects once;
/// afterwards the mark does not move, which it asserts.
/// </summary>
internal static unsafe class Heap
{
    private const ulong Alignment = 8;

    private static ulong s_used;

    /// <summary>Bytes handed out so far.</summary>
    [RuntimeExport("heap_used")]
    private static ulong Used() => s_used;

    internal static byte* Take(ulong bytes)
    {
        bytes = (bytes + Alignment - 1) & ~(Alignment - 1);
        ulong limit = Native.heap_size();
        if (bytes > limit - s_used)
        {
            Native.Panic("The heap for objects is used up.");
        }

        byte* at = Native.heap_start() + s_used; // in .bss: zero
        s_used += bytes;
        return at;
    }
}

/// <summary>What the boot stub offers.</summary>
internal static unsafe class Native
{
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "heap_start")]
    public static extern byte* heap_start();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "heap_size")]
    public static extern ulong heap_size();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "modules_start")]
    public static extern byte* modules_start();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "kpanic")]
    private static extern void kpanic(char* message, int length);

    public static void Panic(string message)
    {
        fixed (char* text = message)
        {
            kpanic(text, message.Length);
        }

        while (true)
        {
        }
    }
}
