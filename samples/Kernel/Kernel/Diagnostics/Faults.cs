using System.Runtime.InteropServices;

namespace Strat9.Samples.Kernel;

/// <summary>Where every trap arrives.</summary>
internal static unsafe class Faults
{
    private const ulong Present = 1;
    private const ulong Write = 2;
    private const ulong Fetch = 16;

    private static Mapper? s_mapper;

    /// <summary>Page faults since boot, and how many of them were answered by a page.</summary>
    public static ulong PageFaults { get; private set; }

    public static ulong Answered { get; private set; }

    /// <summary>From now on writes to pages that are copied on a write are answered.</summary>
    public static void AnswerWritesBy(Mapper mapper) => s_mapper = mapper;

    [UnmanagedCallersOnly(EntryPoint = "ktrap")]
    private static void Handle(TrapFrame* frame)
    {
        if (frame->FromUser)
        {
            UserFrames.Leave(frame);
        }

        if (frame->Vector == Traps.PageFault)
        {
            HandlePageFault(frame, Processor.ReadCr2());
            return;
        }

        Panic.At(frame, Name(frame->Vector));
    }

    private static void HandlePageFault(TrapFrame* frame, ulong address)
    {
        PageFaults++;
        if ((frame->Error & (Present | Write)) == (Present | Write) && s_mapper is not null && s_mapper.TryAnswerWrite(address))
        {
            Answered++;
            return;
        }

        if (TrySkip(frame, address))
        {
            Tell(frame, address).Text("; caught").End();
            return;
        }

        Tell(frame, address).End();
        Panic.At(frame, PlaceOf(address) ?? "page fault");
    }

    /// <summary>A probe that faults goes on with its answer.</summary>
    private static bool TrySkip(TrapFrame* frame, ulong address)
    {
        if (frame->Rip == Image.ProbeReadAt || frame->Rip == Image.ProbeWriteAt)
        {
            frame->Rip = Image.ProbeFailed;
            return true;
        }

        bool fetch = (frame->Error & Fetch) != 0 && frame->Rip == address;
        if (fetch && *(ulong*)frame->Rsp == Image.ProbeCallReturn)
        {
            frame->Rip = Image.ProbeCallReturn;
            frame->Rsp += sizeof(ulong);
            frame->Rax = ulong.MaxValue;
            return true;
        }

        return false;
    }

    private static Log Tell(TrapFrame* frame, ulong address)
    {
        string access = (frame->Error & Fetch) != 0 ? "execution of " : (frame->Error & Write) != 0 ? "write to " : "read of ";
        string why = (frame->Error & Present) != 0 ? ": not allowed there" : ": nothing is mapped there";
        Log line = Log.Line("fault").Text("#PF, ").Text(access).Hex(address).Text(why);
        string? place = PlaceOf(address);
        return place is null ? line : line.Text(" (").Text(place).Text(")");
    }

    private static string? PlaceOf(ulong address)
    {
        ulong page = address & ~Paging.PageMask;
        return page == 0 ? "null reference: page 0" :
            Image.IsStackGuard(page) ? "stack overflow: the page under a stack" :
            address >= Image.TextStart && address < Image.TextEnd ? "the kernel's text" : null;
    }

    private static string Name(ulong vector) => vector switch
    {
        0 => "division error",
        3 => "breakpoint",
        6 => "invalid instruction",
        8 => "double fault",
        13 => "general protection fault",
        _ => "unexpected trap",
    };
}
