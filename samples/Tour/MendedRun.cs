using Spectre.Console;
using Strat9.Hosting;
using Strat9.Memory;
using Strat9.Samples.Driver;

namespace Strat9.Samples.Tour;

/// <summary>The second half: runs the mended driver and draws memory and ownership table after each step.</summary>
internal static class MendedRun
{
    private static readonly Style Heading = new(Color.Yellow, decoration: Decoration.Bold);

    /// <summary>Runs it all.</summary>
    /// <returns>How many steps there were, and how many frames are free before and after.</returns>
    /// <exception cref="TourException">Not every frame came back.</exception>
    public static (int Steps, ulong Frames) Show(Screen screen)
    {
        using PhysicalArena machine = Machine.Boot();
        ulong frames = machine.Allocator.FreeFrames;
        int steps = 0;
        ShowBoot(screen, machine);
        FrameBuffer.Show(machine, Machine.Driver, Machine.Compositor, After);
        Workload.Run(new DmaMemory(machine.Allocator, machine.Table, Machine.Driver), Machine.Card, After);
        return machine.Allocator.FreeFrames == frames && !machine.Table.Entries().MoveNext()
            ? (steps, frames)
            : throw new TourException($"The driver lost memory: {frames} frames were free, now there are {machine.Allocator.FreeFrames}.");

        void After(DriverStep step)
        {
            steps++;
            screen.Line(new Ink($"{steps}. {step.Name}", Heading), new Ink($"   {step.Code}"));
            screen.Line($"  holds    {step.Token}");
            MemoryPicture.Draw(screen, machine, step.Block);
            OwnershipPicture.Draw(screen, machine.Table);
            screen.Line();
        }
    }

    private static void ShowBoot(Screen screen, PhysicalArena machine)
    {
        screen.Line("The memory map at boot", Heading);
        foreach (var (region, what) in Machine.Map)
        {
            ulong last = region.Start.Value + region.Length - 1;
            string kind = region.Kind == MemoryRegionKind.Usable ? "usable" : "reserved";
            screen.Line($"  0x{region.Start.Value:x8} - 0x{last:x8}  {kind,-8}  {Machine.Size(region.Length),-10}  {what}");
        }

        screen.Line();
        MemoryPicture.Draw(screen, machine, new BlockHandle(new PhysAddr(0), 0));
        MemoryPicture.Legend(screen);
        screen.Line();
    }
}
