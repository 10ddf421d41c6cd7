namespace Strat9.Samples.Kernel;

/// <summary>
/// The way into ring 3 and out of it. A trap there ends the call that entered it, so that what the kernel owns on a task's behalf is in
/// local variables of ordinary code, and never in the hands of an interrupt handler.
/// </summary>
internal static unsafe class UserFrames
{
    private static TrapFrame* s_current;

    /// <summary>Runs a task until a trap.</summary>
    /// <param name="frame">Its registers; as of the trap afterwards.</param>
    /// <returns>The trap's vector.</returns>
    public static int Enter(ref TrapFrame frame)
    {
        fixed (TrapFrame* at = &frame)
        {
            s_current = at;
            return Processor.EnterUser(at);
        }
    }

    /// <summary>For the trap handler: does not return.</summary>
    public static void Leave(TrapFrame* trap)
    {
        *s_current = *trap;
        Processor.LeaveUser((int)trap->Vector);
    }

    /// <summary>The registers a program starts with: all zero but these.</summary>
    public static TrapFrame New(ulong start, ulong stack)
    {
        TrapFrame frame = default;
        frame.ResetVectorRegisters();
        frame.Rip = start;
        frame.Rsp = stack;
        frame.Cs = Traps.UserCode;
        frame.Ss = Traps.UserData;
        frame.Flags = 0x202; // interrupts on
        return frame;
    }
}
