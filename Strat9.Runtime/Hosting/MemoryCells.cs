using Strat9.Memory;

namespace Strat9.Hosting;

/// <summary>An arena in cells of a power of two of frames, as few a cell as so many cells allow; each is what the most of it is.</summary>
internal sealed class MemoryCells
{
    private readonly FrameInfo[] _cells;
    private readonly PhysAddr _start;

    public MemoryCells(PhysicalArena arena, ulong maxCells)
    {
        ulong frames = arena.Metadata.FrameCount;
        Frames = 1;
        while ((frames + Frames - 1) / Frames > maxCells)
        {
            Frames *= 2;
        }

        _start = arena.Start;
        _cells = new FrameInfo[(frames + Frames - 1) / Frames];
        ulong[] most = new ulong[_cells.Length];
        foreach (FrameRun run in arena.Metadata.Runs())
        {
            ulong first = (run.Start - _start) / Paging.PageSize;
            for (ulong cell = first / Frames; cell * Frames < first + run.FrameCount && cell < Count; cell++)
            {
                ulong share = Math.Min(first + run.FrameCount, (cell + 1) * Frames) - Math.Max(first, cell * Frames);
                if (share > most[cell])
                {
                    most[cell] = share;
                    _cells[cell] = run.Info;
                }
            }
        }
    }

    /// <summary>Frames a cell.</summary>
    public ulong Frames { get; }

    public ulong Count => (ulong)_cells.Length;

    public FrameInfo this[ulong cell] => _cells[cell];

    public PhysAddr Address(ulong cell) => _start + cell * Frames * Paging.PageSize;

    /// <summary>How many cells from there on are the same block.</summary>
    public ulong Length(ulong cell)
    {
        ulong end = cell + 1;
        while (end < Count && _cells[end].Kind == _cells[cell].Kind && _cells[end].Block == _cells[cell].Block)
        {
            end++;
        }

        return end - cell;
    }
}
