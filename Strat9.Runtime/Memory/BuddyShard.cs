using System.Numerics;
using System.Runtime.InteropServices;

namespace Strat9.Memory;

/// <summary>
/// The free blocks of one shard, a stretch of one zone: for each order a map of the places where blocks of it are free, under one lock.
/// Lives in the header of the metadata's storage, on lines of its own.
/// </summary>
/// <remarks>
/// A block is in the map of its order exactly when its head's word says <see cref="FrameState.Free"/> with that order. A map has a bit a
/// place, so that all maps of a gigabyte are 64 KiB: whether the buddy is free is usually known without leaving the cache, and of the frames
/// only the words are touched whose blocks change. Shards begin and end at multiples of the largest block, so that buddies are always of
/// one shard. Members that take no pause want the lock held.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal unsafe struct BuddyShard
{
    public const int Size = 256;

    private int _lock;
    private uint _orders; // bit n: the map of order n is not empty
    private uint _published; // the same as of the last time the lock was let go, to be read without it
    private ulong _freeFrames;
    private ulong _origin; // the index of the frame bit 0 stands for, a multiple of the largest block; wraps below the first frame
    private ulong _frames; // how many from there, such a multiple too
    private fixed ulong _counts[Paging.OrderCount];
    private fixed ulong _maps[Paging.OrderCount]; // where they are

    /// <summary>Frames in free blocks; a glance without the lock.</summary>
    public readonly ulong FreeFrames => Volatile.Read(in _freeFrames);

    /// <summary>Words the maps take of so many frames, a multiple of the largest block.</summary>
    public static ulong MapWordsFor(ulong frames)
    {
        ulong sum = 0;
        for (int order = 0; order <= Paging.MaxOrder; order++)
        {
            sum += FreeMap.WordsFor(frames >> order);
        }

        return sum;
    }

    /// <summary>Free blocks of one order; a glance without the lock.</summary>
    public ulong FreeBlocks(int order) => Volatile.Read(ref _counts[order]);

    public void Enter(SpinPause pause) => SpinLock.Enter(ref _lock, pause);

    public void Exit()
    {
        if (_published != _orders)
        {
            Volatile.Write(ref _published, _orders);
        }

        SpinLock.Exit(ref _lock);
    }

    /// <summary>Bit n: there are blocks of order n; as of a moment when no thread was halfway through changing that.</summary>
    public readonly uint Orders => Volatile.Read(in _published);

    /// <summary>Says which frames the shard is of; for the time before there are threads.</summary>
    /// <param name="origin">The first, by index, rounded down to a multiple of the largest block; may wrap below 0.</param>
    /// <param name="frames">How many, rounded up to such a multiple.</param>
    /// <param name="maps">Zeroed storage for <see cref="MapWordsFor"/> words.</param>
    public void Initialize(ulong origin, ulong frames, ulong* maps)
    {
        _origin = origin;
        _frames = frames;
        for (int order = 0; order <= Paging.MaxOrder; order++)
        {
            _maps[order] = (ulong)maps;
            maps += FreeMap.WordsFor(frames >> order);
        }
    }

    /// <summary>Notes a block the metadata already calls free; for the time before there are threads.</summary>
    public void Adopt(FrameMetadata metadata, ulong index)
    {
        Put(metadata, index, metadata.Read(index).Order);
        _published = _orders;
    }

    /// <summary>Takes a block, splitting a larger one where need be; its word becomes allocated.</summary>
    /// <returns>False when there is none, or <paramref name="fault"/> is set.</returns>
    public bool TryTake(FrameMetadata metadata, int order, out ulong index, out bool fault)
    {
        if (!TryTakePiece(metadata, order, 0, out index, out _, out fault))
        {
            return false;
        }

        metadata.Write(index, metadata.Read(index).To(FrameState.Allocated, order));
        return true;
    }

    /// <summary>
    /// Takes up to so many blocks for a magazine, from free blocks of the smallest size that is large enough; their words become cached. A
    /// larger block is cut up at once. When there are no more of that size, another shard may have a better fit than what is left here.
    /// </summary>
    /// <returns>How many; they are just below <paramref name="end"/>, the first taken highest, so that it goes out first.</returns>
    public int TakeMany(FrameMetadata metadata, int order, int wanted, ulong* end, out bool fault)
    {
        int got = 0;
        fault = false;
        FrameWords words = metadata.FrameWords;
        FrameWord cached = FrameWord.Quiet(FrameState.Cached, order, 0);
        uint fit = _orders >> order;
        fit &= ~fit + 1;
        while (got < wanted && (_orders >> order & (2 * fit - 1)) != 0 &&
            TryTakePiece(metadata, order, BitOperations.Log2((uint)(wanted - got)), out ulong piece, out int size, out fault))
        {
            for (ulong index = piece; index < piece + (1UL << size); index += 1UL << order)
            {
                words.Renew(index, cached);
                got++;
                *--end = words.Address(index).Value;
            }
        }

        return got;
    }

    /// <summary>
    /// Takes a block at a fixed place out of the free block around it; its word becomes allocated.
    /// </summary>
    /// <returns>False when not all its frames are free, or <paramref name="fault"/> is set.</returns>
    public bool TryTakeAt(FrameMetadata metadata, ulong index, int order, out bool fault)
    {
        fault = false;
        if (!metadata.TryFindHead(index, liveOnly: false, out ulong current, out FrameWord word) || word.State != FrameState.Free ||
            word.Order < order)
        {
            return false;
        }

        if (!TryRemove(metadata, current, word.Order))
        {
            fault = true;
            return false;
        }

        for (int size = word.Order - 1; size >= order; size--)
        {
            ulong upper = current + (1UL << size);
            Put(metadata, index >= upper ? current : upper, size);
            current = index >= upper ? upper : current;
        }

        metadata.Write(index, metadata.Read(index).To(FrameState.Allocated, order));
        return true;
    }

    /// <summary>
    /// Gives blocks of one size back, merging each with its buddy as long as that is free. The caller owns their words.
    /// </summary>
    /// <param name="words">The frames' words.</param>
    /// <param name="blocks">The blocks' first frames, by index; written over.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="order">Their order.</param>
    /// <returns>False when maps and words contradict each other; then some are not merged.</returns>
    /// <remarks>
    /// Size by size: what has met its buddy is in the list of the next size. Whether a block meets its buddy is a coin toss when memory comes
    /// back in no order, so it is arithmetic here and not a branch, which would be mispredicted every other time.
    /// </remarks>
    public bool TryGive(FrameWords words, ulong* blocks, uint count, int order)
    {
        _freeFrames += (ulong)count << order;
        for (uint i = 0; i < count; i++)
        {
            blocks[i] = (blocks[i] - _origin) >> order;
        }

        bool sound = true;
        ulong* first = words.First + _origin;
        while (count != 0)
        {
            uint pairs = Merge(first, blocks, count, order, ref sound);
            _counts[order] += (ulong)count - (2 * pairs);
            _orders = _counts[order] == 0 ? _orders & ~(1u << order) : _orders | 1u << order;
            count = pairs;
            order++;
        }

        return sound;
    }

    /// <summary>Puts blocks of one size into their map, or takes out their buddies.</summary>
    /// <param name="words">The word of the frame bit 0 of the maps stands for.</param>
    /// <param name="numbers">Numbers of the blocks; in place of them come those of the pairs.</param>
    /// <param name="count">How many.</param>
    /// <param name="order">Their order.</param>
    /// <param name="sound">Becomes false when a buddy's word is not that of a free block; the two are then not merged.</param>
    /// <returns>How many pairs.</returns>
    private uint Merge(ulong* words, ulong* numbers, uint count, int order, ref bool sound)
    {
        ulong* map = (ulong*)_maps[order];
        ulong free = FrameWord.Quiet(FrameState.Free, order, 0).Bits;
        ulong canMeet = order < Paging.MaxOrder ? 1u : 0;
        uint pairs = 0;
        for (uint i = 0; i < count; i++)
        {
            ulong number = numbers[i];
            ulong* leaf = map + (number >> FreeMap.Bits);
            ulong before = *leaf;
            ulong meets = before >> (int)(number ^ 1) & canMeet;
            ulong* other = words + ((number ^ meets) << order); // the block itself where there is no buddy
            if (!new FrameWord(Volatile.Read(ref *other)).Is(new(free), FrameWord.AllButGeneration * meets))
            {
                sound = false;
                meets = 0;
                other = words + (number << order);
            }

            ulong after = before ^ 1UL << (int)(number ^ meets); // out with the buddy, or in with the block
            *leaf = after;
            if (before == 0 || after == 0)
            {
                Map(order).Mend(number, isIn: before == 0);
            }

            Renew(other, (ulong)FrameState.Body);
            Renew(words + (number << order), free - meets * (free - (ulong)FrameState.Body));
            numbers[pairs] = number >> 1;
            pairs += (uint)meets;
        }

        return pairs;
    }

    private static void Renew(ulong* word, ulong quiet) =>
        Volatile.Write(ref *word, new FrameWord(Volatile.Read(ref *word)).Become(new(quiet)).Bits);

    /// <summary>
    /// Takes the lowest of the smallest free blocks that are large enough out of its map and splits it until it is at most 2^(order + extra)
    /// frames. Its head's word still says free, or body.
    /// </summary>
    private bool TryTakePiece(FrameMetadata metadata, int order, int extra, out ulong index, out int size, out bool fault)
    {
        fault = false;
        index = 0;
        size = 0;
        uint enough = _orders >> order;
        if (enough == 0)
        {
            return false;
        }

        size = order + BitOperations.TrailingZeroCount(enough);
        ulong lowest = Map(size).Lowest();
        index = _origin + (lowest << size);
        if (lowest == FreeMap.None || !TryRemove(metadata, index, size))
        {
            fault = true;
            return false;
        }

        while (size > order + extra)
        {
            size--;
            Put(metadata, index + (1UL << size), size);
        }

        return true;
    }

    private static bool IsFree(FrameWords words, ulong index, int order) =>
        words.Read(index).Is(FrameWord.Quiet(FrameState.Free, order, 0), FrameWord.AllButGeneration);

    private FreeMap Map(int order) => new((ulong*)_maps[order], FreeMap.LeavesFor(_frames >> order));

    private void Put(FrameMetadata metadata, ulong index, int order)
    {
        Map(order).Add((index - _origin) >> order);
        _counts[order]++;
        _freeFrames += 1UL << order;
        _orders |= 1u << order;
        metadata.Write(index, metadata.Read(index).To(FrameState.Free, order));
    }

    /// <summary>Takes a block out of its map; false, and nothing done, when its word is not that of a free block, or the map has none.</summary>
    private bool TryRemove(FrameMetadata metadata, ulong index, int order)
    {
        ulong place = index - _origin;
        if (index >= metadata.FrameCount || place >= _frames ||
            !IsFree(metadata.FrameWords, index, order) ||
            !Map(order).Contains(place >> order))
        {
            return false;
        }

        Map(order).Remove(place >> order);
        _freeFrames -= 1UL << order;
        if (--_counts[order] == 0)
        {
            _orders &= ~(1u << order);
        }

        return true;
    }
}
