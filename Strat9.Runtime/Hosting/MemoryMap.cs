using System.Globalization;
using System.Text;
using Strat9.Memory;

namespace Strat9.Hosting;

/// <summary>
/// Draws an arena: what every block is, who owns it, how often it is pinned. As text, as an SVG picture, and as a page that needs nothing
/// else; in the latter two the block under the mouse is told of.
/// </summary>
/// <remarks>
/// Reads only; while other threads work, each block is drawn as it was at some moment, all of them at no single one. Free blocks in magazines
/// are drawn free. An arena too large for a picture of every block is drawn in cells of a power of two of frames, each in the colour of the
/// most of it.
/// </remarks>
public static class MemoryMap
{
    private const ulong MaxRows = 64;
    private const ulong MaxCells = 256; // a row
    private const int Left = 150;
    private const int CellWidth = 4;
    private const int RowHeight = 16;

    private static readonly (FrameKind Kind, char Letter, string Color)[] Kinds =
    [
        (FrameKind.Free, '.', "#e8eaed"), (FrameKind.Allocated, 'a', "#f9ab00"), (FrameKind.Owned, 'O', "#34a853"),
        (FrameKind.Released, 'r', "#a142f4"), (FrameKind.InTransit, '?', "#ff63b8"), (FrameKind.Reserved, '#', "#d93025"),
        (FrameKind.Hole, '_', "#202124"),
    ];

    /// <summary>The arena as lines of letters: <c>.</c> free, <c>a</c> allocated, <c>O</c> owned, <c>r</c> released, <c>#</c> reserved,
    /// <c>_</c> hole, <c>?</c> changing hands; before each line its first address and its zone.</summary>
    /// <param name="arena">The arena.</param>
    /// <param name="columns">Letters a line, 8 to 1024.</param>
    /// <returns>At most 64 lines and a legend.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is out of range.</exception>
    public static string ToText(PhysicalArena arena, int columns = 64)
    {
        ArgumentNullException.ThrowIfNull(arena);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, 1024);
        MemoryCells cells = new(arena, (ulong)columns * MaxRows);
        StringBuilder text = new();
        for (ulong cell = 0; cell < cells.Count; cell++)
        {
            if (cell % (ulong)columns == 0)
            {
                PhysAddr at = cells.Address(cell);
                text.Append(CultureInfo.InvariantCulture, $"{(cell == 0 ? "" : "\n")}0x{at.Value:x10} {Zone(at),-6} ");
            }

            text.Append(Of(cells[cell].Kind).Letter);
        }

        return text.Append(CultureInfo.InvariantCulture, $"\n{cells.Frames} frame(s) a letter; {Summary(arena)}\n").ToString();
    }

    /// <summary>Writes the arena as an SVG picture of its own.</summary>
    /// <param name="arena">The arena.</param>
    /// <param name="output">Takes the picture; is not closed.</param>
    public static void WriteSvg(PhysicalArena arena, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(arena);
        ArgumentNullException.ThrowIfNull(output);
        MemoryCells cells = new(arena, MaxRows * MaxCells);
        ulong rows = (cells.Count + MaxCells - 1) / MaxCells;
        int height = (int)(rows + 3) * RowHeight;
        int width = Left + (int)MaxCells * CellWidth + 10;
        Line(output, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"monospace\" font-size=\"11\">");
        Line(output, $"<rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>");
        Line(output, $"<text x=\"4\" y=\"12\">{cells.Frames} frame(s) a cell; {Summary(arena)}</text>");
        for (ulong row = 0; row < rows; row++)
        {
            PhysAddr at = cells.Address(row * MaxCells);
            Line(output, $"<text x=\"4\" y=\"{Top(row) + 12}\">0x{at.Value:x10} {Zone(at)}</text>");
        }

        for (ulong cell = 0; cell < cells.Count;)
        {
            // One rectangle a block, as far as it goes in this row.
            ulong length = Math.Min(cells.Length(cell), MaxCells - cell % MaxCells);
            Draw(output, arena, cells, cell, length);
            cell += length;
        }

        int x = Left;
        foreach ((FrameKind kind, _, string color) in Kinds)
        {
            Line(output, $"<rect x=\"{x}\" y=\"{Top(rows) + 4}\" width=\"10\" height=\"10\" fill=\"{color}\"/><text x=\"{x + 14}\" y=\"{Top(rows) + 13}\">{kind}</text>");
            x += 100;
        }

        Line(output, "</svg>");
    }

    /// <summary>Writes the arena as a page that needs nothing else.</summary>
    /// <param name="arena">The arena.</param>
    /// <param name="output">Takes the page; is not closed.</param>
    public static void WriteHtml(PhysicalArena arena, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(arena);
        ArgumentNullException.ThrowIfNull(output);
        Line(output, $"<!DOCTYPE html>");
        Line(output, $"<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{arena.Name}</title></head><body>");
        WriteSvg(arena, output);
        Line(output, $"<table border=\"1\" cellpadding=\"4\"><tr><th>order</th><th>free blocks</th><th>in magazines</th></tr>");
        for (int order = 0; order < Paging.OrderCount; order++)
        {
            Line(output, $"<tr><td>{order}</td><td>{arena.Allocator.FreeBlocks(order)}</td><td>{arena.Allocator.CachedBlocks(order)}</td></tr>");
        }

        Line(output, $"</table></body></html>");
    }

    private static void Draw(TextWriter output, PhysicalArena arena, MemoryCells cells, ulong cell, ulong length)
    {
        FrameInfo info = cells[cell];
        int x = Left + (int)(cell % MaxCells) * CellWidth;
        int y = Top(cell / MaxCells);
        int wide = (int)length * CellWidth;
        Line(
            output,
            $"<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{RowHeight - 2}\" fill=\"{Of(info.Kind).Color}\" stroke=\"#80868b\" stroke-width=\"0.5\">" +
            $"<title>{Describe(arena, info, cells.Frames)}</title></rect>");
        if (info.Kind == FrameKind.Owned && arena.Table.TryGet(info.Block, default, out OwnerEntry entry) && entry.PinCount != 0)
        {
            Line(output, $"<circle cx=\"{x + wide / 2}\" cy=\"{y + 7}\" r=\"2\"><title>{entry.PinCount} pin(s)</title></circle>");
        }
    }

    private static string Describe(PhysicalArena arena, FrameInfo info, ulong frames)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"0x{info.Block.Base.Value:x} {info.Kind}");
        if (info.Kind is FrameKind.Free or FrameKind.Allocated or FrameKind.Owned or FrameKind.Released)
        {
            text += string.Create(CultureInfo.InvariantCulture, $", order {info.Order} ({info.Block.Size >> 10} KiB)");
        }

        Span<CapId> caps = stackalloc CapId[4];
        if (info.Kind == FrameKind.Owned && arena.Table.TryGet(info.Block, caps, out OwnerEntry entry))
        {
            text += string.Create(CultureInfo.InvariantCulture, $", generation {info.Block.Generation}, {entry.State}, {entry.PinCount} pin(s), capabilities");
            for (int i = 0; i < caps.Length && i < (int)entry.CapabilityCount; i++)
            {
                text += string.Create(CultureInfo.InvariantCulture, $" {caps[i].Value}");
            }

            text += entry.CapabilityCount > caps.Length ? " …" : "";
        }

        return frames > 1 ? text + " and others" : text;
    }

    private static string Summary(PhysicalArena arena) => string.Create(
        CultureInfo.InvariantCulture,
        $"{arena.LiveBytes >> 10} KiB of {arena.UsableBytes >> 10} in use, largest free order {arena.Allocator.LargestFreeOrder()}, " +
        $"fragmentation at 2 MiB {arena.Allocator.Fragmentation(9):0.00}");

    private static (FrameKind Kind, char Letter, string Color) Of(FrameKind kind) => Array.Find(Kinds, k => k.Kind == kind);

    private static string Zone(PhysAddr address) => ((MemoryZones)(1 << BuddyShards.ZoneOf(address.Frame))).ToString();

    private static int Top(ulong row) => (int)(row + 1) * RowHeight + 4;

    private static void Line(TextWriter output, FormattableString text)
    {
        output.Write(FormattableString.Invariant(text));
        output.Write('\n');
    }

    private static void Line(TextWriter output, string text)
    {
        output.Write(text);
        output.Write('\n');
    }
}
