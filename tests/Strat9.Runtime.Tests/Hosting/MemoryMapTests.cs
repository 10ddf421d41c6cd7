using System.Xml.Linq;
using Strat9.Hosting;
using Strat9.Memory;

namespace Strat9.Runtime.Tests.Hosting;

public sealed class MemoryMapTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    [Trusted("What is drawn has to stay as it is until it has been drawn.")]
    public void EveryKindIsDrawn()
    {
        const ulong Start = (16 << 20) - (64 << 10);
        using PhysicalArena arena = new(
        [
            new(new(Start), 128 << 10, MemoryRegionKind.Usable),
            new(new(Start + (8 << 10)), 4 << 10, MemoryRegionKind.Reserved),
            new(new(Start + (136 << 10)), 4 << 10, MemoryRegionKind.Usable),
        ]);
        Assert.True(arena.Allocator.TryAllocateAt(new(Start), 0).IsAllocated(out PhysBlock<BuddyReserved> block));
        Assert.True(arena.Allocator.TryAllocateAt(new(16 << 20), 1).IsAllocated(out PhysBlock<BuddyReserved> owned));
        Assert.True(arena.Table.Claim(owned, new(77)).IsClaimed(out PhysBlock<Exclusive> held));
        BlockHandle handle = arena.Table.Detach(held);
        Assert.True(arena.Table.Pin(handle).IsPinned(out BlockPin pin));
        Strat9.Ownership.Forget(block, "stays allocated for the picture");
        Strat9.Ownership.Forget(pin, "stays pinned for the picture");

        string text = MemoryMap.ToText(arena, columns: 16).ReplaceLineEndings("\n");
        Assert.StartsWith(
            "0x0000ff0000 Dma    a.#.............\n0x0001000000 Normal OO..............\n0x0001010000 Normal __.\n1 frame(s) a letter; 12 KiB of 128 in use", text,
            StringComparison.Ordinal);

        StringWriter picture = new();
        MemoryMap.WriteSvg(arena, picture);
        XElement svg = XElement.Parse(picture.ToString());
        Assert.Contains("0x1000000 Owned, order 1 (8 KiB), generation 1, Shared, 1 pin(s), capabilities 77", svg.Descendants(Svg + "title").Select(t => t.Value));
        Assert.Contains("0xff2000 Reserved", svg.Descendants(Svg + "title").Select(t => t.Value));
        Assert.Single(svg.Descendants(Svg + "circle"));

        StringWriter page = new();
        MemoryMap.WriteHtml(arena, page);
        Assert.StartsWith("<!DOCTYPE html>", page.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("href=", page.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ALargeArenaIsDrawnInCells()
    {
        using PhysicalArena arena = new(1ul << 30);
        StringWriter picture = new();
        MemoryMap.WriteSvg(arena, picture);
        Assert.InRange(picture.ToString().Length, 1000, 2_000_000);
        Assert.Contains("16 frame(s) a cell", picture.ToString(), StringComparison.Ordinal);
        Assert.InRange(MemoryMap.ToText(arena, 8).Split('\n').Length, 2, 67);
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        using PhysicalArena arena = new(1 << 20);
        Assert.Throws<ArgumentNullException>("arena", () => MemoryMap.ToText(null!));
        Assert.Throws<ArgumentNullException>("arena", () => MemoryMap.WriteHtml(null!, new StringWriter()));
        Assert.Throws<ArgumentNullException>("output", () => MemoryMap.WriteSvg(arena, null!));
        Assert.Throws<ArgumentOutOfRangeException>("columns", () => MemoryMap.ToText(arena, 7));
        Assert.Throws<ArgumentOutOfRangeException>("columns", () => MemoryMap.ToText(arena, 1025));
    }
}
