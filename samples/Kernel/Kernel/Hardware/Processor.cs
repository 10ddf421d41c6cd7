using System.Runtime.InteropServices;

namespace Strat9.Samples.Kernel;

/// <summary>What boot.S offers: the instructions that C# has no words for.</summary>
internal static unsafe class Processor
{
    [DllImport("*", EntryPoint = "out_byte"), SuppressGCTransition]
    public static extern void OutByte(int port, int value);

    [DllImport("*", EntryPoint = "in_byte"), SuppressGCTransition]
    public static extern int InByte(int port);

    /// <summary>The address of the last page fault.</summary>
    [DllImport("*", EntryPoint = "read_cr2"), SuppressGCTransition]
    public static extern ulong ReadCr2();

    /// <summary>The physical address of the page tables in use.</summary>
    [DllImport("*", EntryPoint = "read_cr3"), SuppressGCTransition]
    public static extern ulong ReadCr3();

    [DllImport("*", EntryPoint = "write_cr3"), SuppressGCTransition]
    public static extern void WriteCr3(ulong root);

    [DllImport("*", EntryPoint = "read_cr0"), SuppressGCTransition]
    public static extern ulong ReadCr0();

    [DllImport("*", EntryPoint = "read_cr4"), SuppressGCTransition]
    public static extern ulong ReadCr4();

    [DllImport("*", EntryPoint = "write_cr4"), SuppressGCTransition]
    public static extern void WriteCr4(ulong value);

    /// <summary>Not 0 where the processor can keep ring 0 from executing ring 3's pages.</summary>
    [DllImport("*", EntryPoint = "has_smep"), SuppressGCTransition]
    public static extern int HasSmep();

    [DllImport("*", EntryPoint = "invalidate_page"), SuppressGCTransition]
    public static extern void InvalidatePage(ulong address);

    [DllImport("*", EntryPoint = "load_traps"), SuppressGCTransition]
    public static extern void LoadTraps(void* pointer);

    [DllImport("*", EntryPoint = "gdt_address"), SuppressGCTransition]
    public static extern ulong* Gdt();

    [DllImport("*", EntryPoint = "image_bound"), SuppressGCTransition]
    public static extern ulong ImageBound(ulong which);

    [DllImport("*", EntryPoint = "read_frame_pointer"), SuppressGCTransition]
    public static extern ulong ReadFramePointer();

    /// <summary>The byte there; -1 where that faults.</summary>
    [DllImport("*", EntryPoint = "probe_read"), SuppressGCTransition]
    public static extern int ProbeRead(ulong address);

    /// <summary>0; -1 where that faults.</summary>
    [DllImport("*", EntryPoint = "probe_write"), SuppressGCTransition]
    public static extern int ProbeWrite(ulong address, int value);

    /// <summary>Calls what is there; -1 where that may not be executed.</summary>
    [DllImport("*", EntryPoint = "probe_call"), SuppressGCTransition]
    public static extern int ProbeCall(ulong address);

    /// <summary>Runs a task from its frame until it is left.</summary>
    /// <returns>What <see cref="LeaveUser"/> was given.</returns>
    [DllImport("*", EntryPoint = "enter_user"), SuppressGCTransition]
    public static extern int EnterUser(TrapFrame* frame);

    [DllImport("*", EntryPoint = "leave_user"), SuppressGCTransition]
    public static extern void LeaveUser(int value);

    /// <summary>Ends the emulator with the exit code 2·value + 1.</summary>
    [DllImport("*", EntryPoint = "leave_machine"), SuppressGCTransition]
    public static extern void LeaveMachine(int value);

    [DllImport("*", EntryPoint = "pause_processor"), SuppressGCTransition]
    public static extern void Pause();
}
