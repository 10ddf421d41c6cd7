using System.Runtime.InteropServices;

namespace Strat9.Samples.Kernel;

/// <summary>What the core library beside the kernel offers beyond .NET's types, by name: the C# compiler does not see it.</summary>
internal static class ManagedRuntime
{
    /// <summary>To be called before any static field of reference type is touched.</summary>
    [DllImport("*", EntryPoint = "start_modules"), SuppressGCTransition]
    public static extern void Start();

    /// <summary>Bytes taken by objects; none is ever given back.</summary>
    [DllImport("*", EntryPoint = "heap_used"), SuppressGCTransition]
    public static extern ulong HeapUsed();
}
