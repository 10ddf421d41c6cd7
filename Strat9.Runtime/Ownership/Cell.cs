using System.Diagnostics.CodeAnalysis;

namespace Strat9;

/// <summary>
/// One place of a container's storage: the only code of the containers that the analysis does not follow.
/// </summary>
/// <remarks>
/// <para>Invariant: the container knows which of its cells are full (by a count, a flag or a state word). It puts only into an empty cell,
/// and takes from and lends only a full one. A cell says nothing of this itself, so an array of cells is as dense as an array of
/// values, and copying cells, as growth and removal do, moves what they hold as long as the source is not used again.</para>
/// <para>Not thread-safe.</para>
/// </remarks>
[Trusted("Whether a cell is full is known to its container alone: an empty one holds default, a full one owns its value.")]
internal struct Cell<[AllowsMoveOnly] T>
{
    private T _value;

    /// <summary>Makes a full cell.</summary>
    public Cell(T value) => _value = value;

    /// <summary>The value of a full cell, lent.</summary>
    [UnscopedRef]
    public ref T Value => ref _value;

    /// <summary>Fills an empty cell.</summary>
    public void Put(T value) => _value = value;

    /// <summary>Empties a full cell. Nothing of the value stays behind.</summary>
    public T Take()
    {
        T value = _value;
        _value = default!;
        return value;
    }

    /// <summary>Exchanges the value of a full cell with the caller's.</summary>
    public void Swap(ref T value) => (_value, value) = (value, _value);
}
