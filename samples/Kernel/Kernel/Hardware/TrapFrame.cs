using System.Runtime.InteropServices;

namespace Strat9.Samples.Kernel;

/// <summary>What boot.S puts on the stack at a trap: everything there is to know of the interrupted program, and to resume it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TrapFrame
{
    private fixed byte _vectorRegisters[512];

    public ulong R15;
    public ulong R14;
    public ulong R13;
    public ulong R12;
    public ulong R11;
    public ulong R10;
    public ulong R9;
    public ulong R8;
    public ulong Rdi;
    public ulong Rsi;
    public ulong Rbp;
    public ulong Rbx;
    public ulong Rdx;
    public ulong Rcx;
    public ulong Rax;
    public ulong Vector;
    public ulong Error;
    public ulong Rip;
    public ulong Cs;
    public ulong Flags;
    public ulong Rsp;
    public ulong Ss;

    /// <summary>Whether the program was in ring 3.</summary>
    public readonly bool FromUser => (Cs & 3) == 3;

    /// <summary>The state of vector registers at reset (Intel SDM 1, 10.5): no exception unmasked.</summary>
    public void ResetVectorRegisters()
    {
        for (int i = 0; i < 512; i++)
        {
            _vectorRegisters[i] = 0;
        }

        _vectorRegisters[0] = 0x7F; // FCW 0x037F
        _vectorRegisters[1] = 0x03;
        _vectorRegisters[24] = 0x80; // MXCSR 0x1F80
        _vectorRegisters[25] = 0x1F;
    }
}
