using System.Runtime.InteropServices;

namespace Strat9.Samples.Kernel;

/// <summary>The tables by which the processor finds a handler and the stack to run it on.</summary>
internal static unsafe class Traps
{
    public const ulong KernelCode = 0x08;
    public const ulong UserData = 0x18 | 3;
    public const ulong UserCode = 0x20 | 3;
    public const int DoubleFault = 8;
    public const int PageFault = 14;
    public const int Timer = 32;
    public const int SystemCall = 0x80;

    private const int Exceptions = 32;
    private const int StubSize = 16;
    private const ulong InterruptGate = 0x8E00UL << 32;
    private const ulong FromUser = 3UL << 45;

    private static Tables s_tables;

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct TaskState
    {
        public uint Reserved;
        public ulong Rsp0; // the stack for traps from ring 3
        public fixed ulong Unused[3];
        public ulong FaultStack;
        public ulong DoubleFaultStack;
        public fixed ulong Rest[6];
        public ushort AlsoReserved;
        public ushort PortMap;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Tables
    {
        public fixed ulong Gates[512];
        public TaskState Task;
        public fixed byte Pointer[16];
    }

    /// <summary>
    /// Makes and loads them. Exceptions get a stack of their own, so that one for lack of stack can be told of; a fault while that stack is
    /// in use, or that it is too short for, another.
    /// </summary>
    public static void Load()
    {
        fixed (Tables* tables = &s_tables)
        {
            for (int vector = 0; vector < 256; vector++)
            {
                ulong stub = Image.TrapStubs + (ulong)(vector * StubSize);
                ulong stack = vector == DoubleFault ? 2u : vector < Exceptions ? 1u : 0u;
                ulong gate = (stub & 0xFFFF) | (KernelCode << 16) | (stack << 32) | InterruptGate | ((stub >> 16 & 0xFFFF) << 48);
                tables->Gates[2 * vector] = gate | (vector == SystemCall ? FromUser : 0);
                tables->Gates[2 * vector + 1] = stub >> 32;
            }

            tables->Task.Rsp0 = Image.TrapStackTop;
            tables->Task.FaultStack = Image.FaultStackTop;
            tables->Task.DoubleFaultStack = Image.DoubleFaultStackTop;
            tables->Task.PortMap = (ushort)sizeof(TaskState);

            ulong at = (ulong)&tables->Task;
            ulong limit = (ulong)sizeof(TaskState) - 1;
            ulong* gdt = Processor.Gdt();
            gdt[5] = limit | ((at & 0xFFFFFF) << 16) | (0x89UL << 40) | ((at >> 24 & 0xFF) << 56);
            gdt[6] = at >> 32;

            *(ushort*)tables->Pointer = 512 * sizeof(ulong) - 1;
            *(ulong*)(tables->Pointer + 2) = (ulong)tables->Gates;
            Processor.LoadTraps(tables->Pointer);
        }
    }
}
