namespace Strat9.Memory;

/// <summary>Walks the frames of the metadata from the lowest address to the highest; for <c>foreach</c>.</summary>
/// <param name="metadata">The metadata.</param>
public struct FrameRuns(FrameMetadata metadata)
{
    private readonly FrameMetadata _metadata = metadata;
    private ulong _next;

    /// <summary>The run last come to.</summary>
    public FrameRun Current { get; private set; }

    /// <summary>This walk, at its beginning.</summary>
    public readonly FrameRuns GetEnumerator() => new(_metadata);

    /// <summary>Goes to the next run.</summary>
    /// <returns>False behind the last frame.</returns>
    public bool MoveNext()
    {
        if (_next >= _metadata.FrameCount)
        {
            return false;
        }

        ulong first = _next;
        FrameInfo info = _metadata.Describe(first);
        ulong count = 1;
        if (info.Kind is FrameKind.Hole or FrameKind.Reserved or FrameKind.InTransit)
        {
            while (first + count < _metadata.FrameCount && _metadata.Describe(first + count).Kind == info.Kind)
            {
                count++;
            }
        }
        else
        {
            // A block that came to be behind our back may begin before `first`.
            count = (1UL << info.Order) - (_metadata.Address(first) - info.Block.Base) / Paging.PageSize;
        }

        _next = first + count;
        Current = new(info, count);
        return true;
    }
}
