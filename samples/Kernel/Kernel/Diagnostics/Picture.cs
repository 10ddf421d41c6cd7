using System;

namespace Strat9.Samples.Kernel;

/// <summary>Draws memory: what the machine has, what the kernel set aside, who owns the rest.</summary>
internal static class Picture
{
    private const int Columns = 64;
    private const int Kinds = 4;
    private const int MaxCaps = 16;

    /// <summary>The map, a line a range.</summary>
    public static void DrawMap(MemoryMap map)
    {
        ReadOnlySpan<MemoryRegion> regions = map.Regions;
        for (int i = 0; i < regions.Length; i++)
        {
            MemoryRegion region = regions[i];
            Log.Line("map").Hex(region.Start).Text(" - ").Hex(region.Start + region.Length).Spaces(1).Size(region.Length, 6)
                .Text(region.Kind == MemoryRegionKind.Usable ? "  usable    " : "  reserved  ").Text(map.NameOf(i)).End();
        }
    }

    /// <summary>All frames in one line: a column says what most of its frames are.</summary>
    public static void DrawFrames(Frames frames)
    {
        Span<ulong> counts = stackalloc ulong[Columns * Kinds];
        counts.Clear();
        ulong perColumn = (frames.Metadata.FrameCount + Columns - 1) / Columns;
        foreach (FrameRun run in frames.Metadata.Runs())
        {
            int kind = KindOf(run.Info.Kind);
            ulong frame = run.Start.Frame;
            for (ulong left = run.FrameCount; left != 0;)
            {
                ulong column = frame / perColumn;
                ulong here = perColumn - frame % perColumn;
                here = here < left ? here : left;
                counts[(int)column * Kinds + kind] += here;
                frame += here;
                left -= here;
            }
        }

        Log line = Log.Line("frames").Text("[");
        for (int column = 0; column < Columns; column++)
        {
            line.Text(Letter(counts.Slice(column * Kinds, Kinds)));
        }

        line.Text("]").End();
        Log.Line("").Text(". free  # reserved  O owned  blank: no memory; ").Size(perColumn * Paging.PageSize).Text(" a column").End();
    }

    /// <summary>Who owns what: a line a block, with its capabilities and pins.</summary>
    public static void DrawOwners(Frames frames)
    {
        Span<CapId> caps = stackalloc CapId[MaxCaps];
        foreach (OwnerEntry entry in frames.Table.Entries())
        {
            Log line = Log.Line("owner").Hex(entry.Handle.Base).Spaces(1).Size(entry.Handle.Size, 4)
                .Text(entry.State == BlockState.Shared ? "  shared     cap" : "  exclusive  cap");
            if (frames.Table.TryGet(entry.Handle, caps, out OwnerEntry now))
            {
                for (int i = 0; i < (int)now.CapabilityCount && i < MaxCaps; i++)
                {
                    line.Text(" ").Number(caps[i].Value);
                }
            }

            line = entry.PinCount == 0 ? line : line.Text(", pins ").Number(entry.PinCount);
            line.Text(entry.TokenOutstanding ? ", held by its claimer" : ", held by the table").End();
        }
    }

    private static int KindOf(FrameKind kind) => kind switch
    {
        FrameKind.Hole => 0,
        FrameKind.Reserved => 1,
        FrameKind.Free => 2,
        _ => 3,
    };

    private static string Letter(ReadOnlySpan<ulong> counts)
    {
        int most = 0;
        for (int kind = 1; kind < Kinds; kind++)
        {
            most = counts[kind] >= counts[most] && counts[kind] != 0 ? kind : most;
        }

        return most switch { 0 => " ", 1 => "#", 2 => ".", _ => "O" };
    }
}
