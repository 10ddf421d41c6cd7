using Spectre.Console;
using Strat9.Hosting;
using Strat9.Memory;

namespace Strat9.Samples.Tour;

/// <summary>Draws the memory map: the whole of it, and the neighbourhood of one block.</summary>
internal static class MemoryPicture
{
    private const int Cells = 64;
    private const ulong NearCell = 4 * Paging.PageSize;

    // In a cell of several kinds the first of these shows.
    private static readonly (FrameKind Kind, char Letter, Color Color, string Name)[] Kinds =
    [
        (FrameKind.Owned, 'O', Color.Green, "owned"),
        (FrameKind.Released, 'r', Color.Yellow, "released"),
        (FrameKind.Allocated, 'a', Color.Orange1, "allocated"),
        (FrameKind.InTransit, '?', Color.Fuchsia, "in transit"),
        (FrameKind.Reserved, '#', Color.Red, "reserved"),
        (FrameKind.Hole, '_', Color.Black, "hole"),
        (FrameKind.Free, '.', Color.Grey, "free"),
    ];

    public static void Legend(Screen screen) =>
        screen.Line(
        [
            new Ink("           "),
            .. Kinds.Where(k => k.Kind != FrameKind.InTransit)
                .SelectMany(k => new[] { Cell(screen, k.Kind), new Ink($" {k.Name}  ") }),
        ]);

    public static void Draw(Screen screen, PhysicalArena machine, BlockHandle near)
    {
        ulong cell = machine.Size / Cells;
        Row(screen, machine, "memory", machine.Start, cell);
        ulong window = Cells * NearCell;
        PhysAddr start = new(near.Base.Value / window * window);
        Row(screen, machine, "near it", start, NearCell);
        screen.Line($"  free     {machine.Allocator.FreeFrames} frames; blocks by order  {FreeLists(machine.Allocator)}");
    }

    private static void Row(Screen screen, PhysicalArena machine, string name, PhysAddr start, ulong cell) =>
        screen.Line(
        [
            new Ink($"  {name,-8} 0x{start.Value:x8} ["),
            .. Enumerable.Range(0, Cells).Select(i => Cell(screen, KindOf(machine.Metadata, start + (ulong)i * cell, cell))),
            new Ink($"] {Machine.Size(cell)} each"),
        ]);

    private static Ink Cell(Screen screen, FrameKind kind)
    {
        var (_, letter, color, _) = Kinds.First(k => k.Kind == kind);
        return screen.IsPlain ? new Ink(letter.ToString()) : new Ink("█", new Style(color));
    }

    private static FrameKind KindOf(FrameMetadata metadata, PhysAddr start, ulong size)
    {
        int shown = Kinds.Length - 1;
        for (PhysAddr frame = start; frame < start + size; frame += Paging.PageSize)
        {
            FrameKind kind = metadata.TryGetFrame(frame, out FrameInfo info) ? info.Kind : FrameKind.Hole;
            shown = Math.Min(shown, Array.FindIndex(Kinds, k => k.Kind == kind));
        }

        return Kinds[shown].Kind;
    }

    private static string FreeLists(BuddyAllocator allocator) =>
        string.Join(' ', Enumerable.Range(0, Paging.MaxOrder + 1).Select(order => $"{order}:{allocator.FreeBlocks(order)}"));
}
