namespace System.Runtime.CompilerServices;

/// <summary>The bodies are the compiler's.</summary>
public static unsafe class Unsafe
{
    [Intrinsic]
    public static extern ref TTo As<TFrom, TTo>(ref TFrom source);

    [Intrinsic]
    public static extern ref T AsRef<T>(ref readonly T source);

    [Intrinsic]
    public static extern ref T AsRef<T>(void* source);

    [Intrinsic]
    public static extern ref T Add<T>(ref T source, int elementOffset);

    [Intrinsic]
    public static extern ref T Add<T>(ref T source, nint elementOffset);

    [Intrinsic]
    public static extern bool IsAddressLessThan<T>(ref readonly T left, ref readonly T right);

    [Intrinsic]
    public static extern int SizeOf<T>();

    [Intrinsic]
    public static extern void* AsPointer<T>(ref readonly T value);
}
