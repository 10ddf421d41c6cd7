using System;
using System.Runtime.InteropServices;

namespace Strat9.Samples.Kernel;

/// <summary>Where boot.S hands over.</summary>
internal static unsafe class KernelMain
{
    private const int AllGood = 0x10; // exit code 33
    private const int ChecksFailed = 0x11; // exit code 35

    [UnmanagedCallersOnly(EntryPoint = "kmain")]
    private static int Main(uint startInfo)
    {
        SerialPort.Open();
        Log.Line("kernel").Text("Strat9 sample kernel").End();
        ManagedRuntime.Start();
        Traps.Load();
        StartInfo* info = (StartInfo*)KernelSpace.Direct.Pointer(new(startInfo));
        if (info->Magic != StartInfo.Signature || info->Version < 1)
        {
            throw new InvalidOperationException("The loader has handed over no memory map.");
        }

        CommandLine.Read(info->CommandLine == 0 ? null : KernelSpace.Direct.Pointer(new(info->CommandLine)));
        MemoryMap map = MemoryMap.Read(new(KernelSpace.Direct.Pointer(new(info->MemoryMap)), (int)info->MemoryMapEntries));
        BootAllocator boot = new(map);
        Frames? frames = KernelSpace.TryBuild(map, boot) ? Frames.TryCreate(map, boot) : null;
        if (frames is null)
        {
            throw new InvalidOperationException("There is no memory for page tables and frame metadata.");
        }

        Picture.DrawMap(map);
        Picture.DrawFrames(frames);
        Accidents.Run();
        Mapper mapper = new(frames);
        SharedRegions regions = new(frames);
        UserPrograms programs = new(frames, mapper, regions);
        Stress stress = new(frames, mapper);
        Faults.AnswerWritesBy(mapper);
        ulong heap = ManagedRuntime.HeapUsed();
        Protection.Run();
        VirtualMemory.Run(frames, mapper);
        SharedMemory.Run(frames, mapper, regions);
        programs.Run();
        Mistakes.Run(frames);
        Exhaustion.Run(frames, mapper);
        if (CommandLine.Has("stress"))
        {
            stress.Run();
        }

        Check.That(ManagedRuntime.HeapUsed() == heap, "no object was made since the boot");
        Log.Line("heap").Number(heap).Text(" bytes of objects, all made at boot").End();
        Log.Line("kernel").Number(Check.Passed).Text(" checks passed, ").Number(Check.Failed).Text(" failed").End();
        return Check.Failed == 0 ? AllGood : ChecksFailed;
    }
}
