using System.Runtime.CompilerServices;

namespace System.Threading;

/// <summary>The bodies are the compiler's: a locked instruction each. What it does not know would call itself for ever.</summary>
public static class Interlocked
{
    [Intrinsic]
    public static int CompareExchange(ref int location, int value, int comparand) => CompareExchange(ref location, value, comparand);

    [Intrinsic]
    public static long CompareExchange(ref long location, long value, long comparand) => CompareExchange(ref location, value, comparand);

    public static uint CompareExchange(ref uint location, uint value, uint comparand) =>
        (uint)CompareExchange(ref Unsafe.As<uint, int>(ref location), (int)value, (int)comparand);

    public static ulong CompareExchange(ref ulong location, ulong value, ulong comparand) =>
        (ulong)CompareExchange(ref Unsafe.As<ulong, long>(ref location), (long)value, (long)comparand);

    [Intrinsic]
    public static int Exchange(ref int location, int value) => Exchange(ref location, value);

    [Intrinsic]
    public static long Exchange(ref long location, long value) => Exchange(ref location, value);

    public static uint Exchange(ref uint location, uint value) => (uint)Exchange(ref Unsafe.As<uint, int>(ref location), (int)value);

    public static ulong Exchange(ref ulong location, ulong value) => (ulong)Exchange(ref Unsafe.As<ulong, long>(ref location), (long)value);

    [Intrinsic]
    private static int ExchangeAdd(ref int location, int value) => ExchangeAdd(ref location, value);

    [Intrinsic]
    private static long ExchangeAdd(ref long location, long value) => ExchangeAdd(ref location, value);

    public static int Add(ref int location, int value) => ExchangeAdd(ref location, value) + value;

    public static long Add(ref long location, long value) => ExchangeAdd(ref location, value) + value;

    public static uint Add(ref uint location, uint value) => (uint)Add(ref Unsafe.As<uint, int>(ref location), (int)value);

    public static ulong Add(ref ulong location, ulong value) => (ulong)Add(ref Unsafe.As<ulong, long>(ref location), (long)value);

    [Intrinsic]
    public static void MemoryBarrier() => MemoryBarrier();

    public static int Increment(ref int location) => Add(ref location, 1);

    public static int Decrement(ref int location) => Add(ref location, -1);

    public static long Increment(ref long location) => Add(ref location, 1);

    public static long Decrement(ref long location) => Add(ref location, -1);

    public static uint Increment(ref uint location) => Add(ref location, 1);

    public static uint Decrement(ref uint location) => Add(ref location, uint.MaxValue);

    public static ulong Increment(ref ulong location) => Add(ref location, 1);

    public static ulong Decrement(ref ulong location) => Add(ref location, ulong.MaxValue);
}

/// <summary>On x86-64 a plain load acquires and a plain store releases; the modifier keeps the compiler from moving them.</summary>
public static class Volatile
{
    public static int Read(ref readonly int location) => Unsafe.As<int, Word32>(ref Unsafe.AsRef(in location)).Value;

    public static void Write(ref int location, int value) => Unsafe.As<int, Word32>(ref location).Value = value;

    public static uint Read(ref readonly uint location) => (uint)Unsafe.As<uint, Word32>(ref Unsafe.AsRef(in location)).Value;

    public static void Write(ref uint location, uint value) => Unsafe.As<uint, Word32>(ref location).Value = (int)value;

    public static long Read(ref readonly long location) => Unsafe.As<long, Word64>(ref Unsafe.AsRef(in location)).Value;

    public static void Write(ref long location, long value) => Unsafe.As<long, Word64>(ref location).Value = (nint)value;

    public static ulong Read(ref readonly ulong location) => (ulong)Unsafe.As<ulong, Word64>(ref Unsafe.AsRef(in location)).Value;

    public static void Write(ref ulong location, ulong value) => Unsafe.As<ulong, Word64>(ref location).Value = (nint)value;

    private struct Word32
    {
        public volatile int Value;
    }

    private struct Word64
    {
        public volatile nint Value;
    }
}
