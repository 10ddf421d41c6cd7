using System.Numerics;

namespace Strat9.Memory;

/// <summary>
/// Where the shards are: stretches of at least 64 MiB, none of which lies in two zones. Which shard a frame is of is arithmetic.
/// </summary>
internal readonly unsafe struct BuddyShards
{
    public const int MaxCount = 32;
    public const int Size = MaxCount * BuddyShard.Size + FrameStorage.Alignment;
    public const int ZoneCount = 3;

    private const int OthersRank = 64;
    private const int MinShift = 14;
    private const ulong LargestBlock = 1UL << Paging.MaxOrder;
    private const ulong NormalFrame = (16UL << 20) >> Paging.PageSizeBits;
    private const ulong HighFrame = (4UL << 30) >> Paging.PageSizeBits;

    private readonly BuddyShard* _shards;
    private readonly int* _owners; // shard -> who refills from it, its index + 1: read often, written rarely, hints only
    private readonly ulong _firstFrame;
    private readonly ulong _firstChunk;
    private readonly int _shift;
    private readonly int _firstZone;
    private readonly int _normal; // the first shard of a zone: dma begins with 0
    private readonly int _high;

    public BuddyShards(FrameMetadata metadata)
    {
        _shards = (BuddyShard*)metadata.Header;
        _owners = (int*)(_shards + MaxCount);
        _firstFrame = metadata.FirstFrame;
        ulong last = _firstFrame + metadata.FrameCount - 1;
        _shift = MinShift;
        while ((last >> _shift) - (_firstFrame >> _shift) + ZoneCount > MaxCount)
        {
            _shift++;
        }

        _firstChunk = _firstFrame >> _shift;
        _firstZone = ZoneOf(_firstFrame);
        Count = IndexOf(metadata.FrameCount - 1) + 1;
        _normal = FirstOf(NormalFrame, last);
        _high = FirstOf(HighFrame, last);
        Lay(metadata, last);
    }

    /// <summary>Bytes that hold the maps of all shards over so many frames, wherever they begin.</summary>
    /// <remarks>
    /// All maps together have less than two bits a frame in their lowest levels, a 63rd of that above them, and of each map as many words that
    /// are not full as it has levels. Only the first and the last shard are rounded to the largest block.
    /// </remarks>
    public static ulong MapBytesFor(ulong frames)
    {
        ulong rounded = frames + 2 * LargestBlock;
        ulong shards = (frames >> MinShift) + 1 + ZoneCount;
        shards = shards < MaxCount ? shards : MaxCount;
        ulong partial = shards * Paging.OrderCount * (FreeMap.LevelsFor(rounded) + 1);
        return (2 * rounded / 63 + 1 + partial) * sizeof(ulong);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    public BuddyShard* this[int index] => _shards + index;

    /// <summary>The shard a frame, by index, is of.</summary>
    public int IndexOf(ulong index)
    {
        ulong frame = _firstFrame + index;
        return (int)((frame >> _shift) - _firstChunk) + ZoneOf(frame) - _firstZone;
    }

    /// <summary>The first shard of a zone; of the number behind the last, where the last ends.</summary>
    public int First(int zone) => zone switch
    {
        0 => 0,
        1 => _normal,
        2 => _high,
        _ => Count,
    };

    /// <summary>
    /// The shard in which a request seems to fit best: of the highest zone that has a block at all, the one where the smallest block
    /// that is large enough is smallest; rather the home than another, and one another magazine is refilled from only if there is no
    /// other.
    /// </summary>
    /// <param name="order">The least order.</param>
    /// <param name="zones">The zones asked for.</param>
    /// <param name="home">The shard the caller took from last, or -1.</param>
    /// <param name="owner">The caller's magazine, its index + 1; 0: it has none.</param>
    /// <returns>-1: all are empty.</returns>
    public int Find(int order, MemoryZones zones, int home, int owner)
    {
        for (int zone = ZoneCount - 1; zone >= 0; zone--)
        {
            int best = -1;
            int bestRank = int.MaxValue;
            int end = ((int)zones >> zone & 1) == 0 ? 0 : First(zone + 1);
            for (int shard = First(zone); shard < end; shard++)
            {
                uint enough = _shards[shard].Orders >> order;
                if (enough != 0)
                {
                    int rank = 2 * BitOperations.TrailingZeroCount(enough) + (shard == home ? 0 : IsOthers(shard, owner) ? OthersRank : 1);
                    if (rank < bestRank)
                    {
                        best = shard;
                        bestRank = rank;
                    }
                }
            }

            if (best >= 0)
            {
                return best;
            }
        }

        return -1;
    }

    /// <summary>A magazine moves from one shard to another.</summary>
    public void Move(int owner, int from, int to)
    {
        if (from >= 0 && Volatile.Read(ref _owners[from]) == owner)
        {
            Volatile.Write(ref _owners[from], 0);
        }

        Volatile.Write(ref _owners[to], owner);
    }

    /// <summary>Gives each shard its frames and its part of the storage for maps.</summary>
    private void Lay(FrameMetadata metadata, ulong last)
    {
        ulong* maps = (ulong*)metadata.Maps;
        ulong words = MapBytesFor(metadata.FrameCount) / sizeof(ulong);
        for (ulong i = 0; i < words; i++)
        {
            maps[i] = 0;
        }

        ulong left = words;
        ulong frame = _firstFrame;
        while (true)
        {
            int shard = IndexOf(frame - _firstFrame);
            ulong end = ((frame >> _shift) + 1) << _shift;
            ulong zone = frame < NormalFrame ? NormalFrame : frame < HighFrame ? HighFrame : end;
            end = zone < end ? zone : end;
            end = last < end ? last + 1 : end;
            ulong origin = frame & ~(LargestBlock - 1);
            ulong frames = (end - origin + LargestBlock - 1) & ~(LargestBlock - 1);
            ulong taken = BuddyShard.MapWordsFor(frames);
            if (taken > left)
            {
                throw new InvalidOperationException("The storage for maps has been reckoned too small.");
            }

            _shards[shard].Initialize(origin - _firstFrame, frames, maps);
            maps += taken;
            left -= taken;
            if (end > last)
            {
                return;
            }

            frame = end;
        }
    }

    /// <summary>The zone of a frame, by number.</summary>
    public static int ZoneOf(ulong frame) => frame < NormalFrame ? 0 : frame < HighFrame ? 1 : 2;

    /// <summary>Whether a magazine other than this is refilled from the shard.</summary>
    private bool IsOthers(int shard, int owner) => Volatile.Read(ref _owners[shard]) is int other && other != 0 && other != owner;

    private int FirstOf(ulong frame, ulong last) => frame <= _firstFrame ? 0 : frame > last ? Count : IndexOf(frame - _firstFrame);
}
