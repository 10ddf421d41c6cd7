using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Strat9.Samples.Kernel;

/// <summary>The end: what happened, the registers, who called whom. Exit code 255.</summary>
internal static unsafe class Panic
{
    private const int Failed = 0x7F;
    private const int MaxDepth = 12;

    private static bool s_already;

    /// <summary>Where the core library ends up with an exception: a throw is never caught here.</summary>
    [UnmanagedCallersOnly(EntryPoint = "kpanic_report")]
    private static void Report(char* message, int length, TrapFrame* frame)
    {
        Begin();
        Log line = Log.Line("panic");
        for (int i = 0; i < length; i++)
        {
            SerialPort.Send(message[i] < 0x80 ? message[i] : '?');
        }

        line.End();
        Finish(frame);
    }

    /// <summary>Ends with a message, and the registers of whoever was interrupted.</summary>
    [DoesNotReturn]
    public static void At(TrapFrame* frame, string message)
    {
        Begin();
        Log.Line("panic").Text(message).End();
        Finish(frame);
    }

    private static void Begin()
    {
        if (s_already)
        {
            Log.Line("panic").Text("again, while reporting one").End();
            Processor.LeaveMachine(Failed);
        }

        s_already = true;
        if (!SerialPort.AtLineStart)
        {
            default(Log).End(); // in the middle of somebody's line
        }
    }

    [DoesNotReturn]
    private static void Finish(TrapFrame* frame)
    {
        Log.Line("").Text("rip ").Hex(frame->Rip).Text(" rsp ").Hex(frame->Rsp).Text(" rbp ").Hex(frame->Rbp).End();
        Log.Line("").Text("rax ").Hex(frame->Rax).Text(" rbx ").Hex(frame->Rbx).Text(" rcx ").Hex(frame->Rcx).End();
        Log.Line("").Text("rdx ").Hex(frame->Rdx).Text(" rsi ").Hex(frame->Rsi).Text(" rdi ").Hex(frame->Rdi).End();
        Log.Line("").Text("r8  ").Hex(frame->R8).Text(" r9  ").Hex(frame->R9).Text(" r10 ").Hex(frame->R10).End();
        Log.Line("").Text("r11 ").Hex(frame->R11).Text(" r12 ").Hex(frame->R12).Text(" r13 ").Hex(frame->R13).End();
        Log.Line("").Text("r14 ").Hex(frame->R14).Text(" r15 ").Hex(frame->R15).Text(" cs  ").Hex(frame->Cs).End();
        Log.Line("").Text("cr2 ").Hex(Processor.ReadCr2()).Text(" cr3 ").Hex(Processor.ReadCr3()).Text(" flg ").Hex(frame->Flags).End();
        if (!frame->FromUser)
        {
            Trace(frame);
        }

        while (true)
        {
            Processor.LeaveMachine(Failed);
        }
    }

    /// <summary>Follows the chain of frame pointers, as long as it stays on the kernel's stacks.</summary>
    private static void Trace(TrapFrame* frame)
    {
        Log.Line("").Text("called by").End();
        ulong at = frame->Rbp;
        for (int depth = 0; depth < MaxDepth && at >= Image.ReadOnlyEnd && at <= Image.End - 16 && (at & 7) == 0; depth++)
        {
            if (Image.IsStackGuard(at & ~Paging.PageMask))
            {
                break;
            }

            ulong* pair = (ulong*)at;
            if (pair[1] < Image.TextStart || pair[1] >= Image.TextEnd)
            {
                break;
            }

            Log.Line("").Spaces(2).Hex(pair[1]).End();
            if (pair[0] <= at)
            {
                break; // a stack grows one way
            }

            at = pair[0];
        }
    }
}
