using Spectre.Console;
using Strat9.Memory;

namespace Strat9.Samples.Tour;

/// <summary>Draws the ownership table.</summary>
internal static class OwnershipPicture
{
    public static void Draw(Screen screen, OwnershipTable table)
    {
        Table drawing = new() { Border = screen.IsPlain ? TableBorder.Ascii2 : TableBorder.Rounded };
        drawing.AddColumns("block", "size", "generation", "state", "references", "capabilities", "token");
        foreach (OwnerEntry entry in table.Entries())
        {
            CapId[] caps = new CapId[entry.CapabilityCount];
            table.TryGet(entry.Handle, caps, out _);
            drawing.AddRow(
                $"0x{entry.Handle.Base.Value:x8}",
                Machine.Size(entry.Handle.Size),
                entry.Handle.Generation.ToString(),
                entry.State.ToString(),
                entry.Refcount.ToString(),
                string.Join(", ", caps.Select(Machine.NameOf).Order(StringComparer.Ordinal)),
                entry.TokenOutstanding ? "held" : "with the table");
        }

        if (drawing.Rows.Count == 0)
        {
            screen.Line("  table    empty: nobody owns a block");
        }
        else
        {
            screen.Write(new Padder(drawing, new Padding(2, 0, 0, 0)));
        }
    }
}
