namespace Strat9.Memory;

/// <summary>Walks the live blocks from the lowest address to the highest; for <c>foreach</c>.</summary>
/// <param name="table">The table.</param>
public struct OwnerEntries(OwnershipTable table)
{
    private readonly OwnershipTable _table = table;
    private FrameRuns _runs = table.Metadata.Runs();

    /// <summary>The entry last come to.</summary>
    public OwnerEntry Current { get; private set; }

    /// <summary>This walk, at its beginning.</summary>
    public readonly OwnerEntries GetEnumerator() => new(_table);

    /// <summary>Goes to the next entry.</summary>
    /// <returns>False behind the last one.</returns>
    public bool MoveNext()
    {
        while (_runs.MoveNext())
        {
            FrameInfo info = _runs.Current.Info;
            if (info.Kind == FrameKind.Owned && _table.TryGet(info.Block, default, out OwnerEntry entry))
            {
                Current = entry;
                return true;
            }
        }

        return false;
    }
}
