using System.Runtime.InteropServices;

namespace Strat9.Samples.Kernel;

/// <summary>
/// What a PVH loader hands over (Xen's <c>hvm_start_info</c>, version 1): physical addresses, good until their memory is used.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct StartInfo
{
    public const uint Signature = 0x336EC578;

    public readonly uint Magic;
    public readonly uint Version;
    public readonly uint Flags;
    public readonly uint ModuleCount;
    public readonly ulong Modules;
    public readonly ulong CommandLine;
    public readonly ulong Rsdp;
    public readonly ulong MemoryMap;
    public readonly uint MemoryMapEntries;
    public readonly uint Reserved;
}

/// <summary>One entry of its memory map.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct StartInfoRange
{
    public const uint Ram = 1;

    public readonly ulong Start;
    public readonly ulong Length;
    public readonly uint Type;
    public readonly uint Reserved;
}
