using Strat9.Memory;

namespace Strat9.Stress;

/// <summary>Places where threads leave blocks for each other, so that many are given back by another thread than took them.</summary>
internal sealed class Exchange
{
    private const int Places = 256;
    private readonly Held?[] _places = new Held?[Places];

    /// <summary>Leaves a block in a place and takes what was there.</summary>
    public Held? Swap(int place, Held? held) => Interlocked.Exchange(ref _places[place % Places], held);

    /// <summary>What is left there; nobody may be swapping.</summary>
    public IEnumerable<Held> Left => _places.OfType<Held>();

    public void Clear() => Array.Clear(_places);
}

/// <summary>A live block, its token handed to the table, and what its holder did to it.</summary>
internal sealed class Held(BlockHandle block, ulong owner)
{
    public BlockHandle Block { get; } = block;

    /// <summary>The first capability, also written into the block's bytes.</summary>
    public ulong Owner { get; } = owner;
}
