using System.Runtime.CompilerServices;

namespace Strat9.Memory;

/// <content>The way through the caller's magazine.</content>
public sealed unsafe partial class BuddyAllocator
{
    /// <summary>
    /// Takes a block out of the caller's magazine the long way: it is refilled if empty. Checks no argument but takes any.
    /// </summary>
    /// <returns>False when this is no request for magazines, or the shards are out of such blocks too.</returns>
    private bool TryPop(int order, MemoryZones zones, out ulong index)
    {
        index = 0;
        if ((uint)order >= Magazine.Orders || (zones & _cachedZones) != _cachedZones || (zones & ~MemoryZones.All) != 0)
        {
            return false;
        }

        Magazine* magazine = _magazines.Enter();
        if (magazine == null)
        {
            return false;
        }

        Magazine.Bin* bin = Magazine.BinOf(magazine, order);
        if (bin->Top == bin->First && !TryRefill(magazine, bin, order))
        {
            magazine->Exit();
            return false;
        }

        uint top = bin->Top - 1;
        index = IndexOf(Magazine.ItemsOf(magazine)[top]);
        if (!IsCached(index, order))
        {
            FailInMagazine(magazine, index, order);
        }

        bin->Top = top;
        _words.Write(index, _words.Read(index).To(FrameState.Allocated, order));
        magazine->Exit();
        return true;
    }

    /// <summary>
    /// Puts a block into the caller's magazine the long way: it is flushed if full. Provided the block's word is the one expected under the
    /// mask; see <see cref="Magazine.TryPush"/>.
    /// </summary>
    private bool TryPush(ulong index, int order, FrameWord expected, ulong mask)
    {
        if (order >= Magazine.Orders || index < _firstCached)
        {
            return false;
        }

        Magazine* magazine = _magazines.Enter();
        if (magazine == null)
        {
            return false;
        }

        Magazine.Bin* bin = Magazine.BinOf(magazine, order);
        FrameWord word = _words.Read(index);
        if (!word.Is(expected, mask) || bin->Capacity == 0)
        {
            magazine->Exit();
            return false;
        }

        if (_freed != BlockFill.None)
        {
            Fill(new(_words.Address(index), order), _freed);
        }

        if (bin->Top == bin->End)
        {
            Flush(magazine, bin, order, (bin->Count + 1) / 2);
        }

        _words.Write(index, word.To(FrameState.Cached, order));
        Magazine.ItemsOf(magazine)[bin->Top++] = _words.Address(index).Value;
        magazine->Exit();
        return true;
    }

    /// <summary>Fetches a quarter of what fits from the shards.</summary>
    private bool TryRefill(Magazine* magazine, Magazine.Bin* bin, int order)
    {
        int owner = (int)(magazine - _magazines[0]) + 1;
        int left = ((int)bin->Capacity + 3) / 4;
        ulong* places = Magazine.ItemsOf(magazine) + bin->First;
        bool fault = false;
        int wanted = left;
        for (int shard; left > 0 && !fault && (shard = _shards.Find(order, _cachedZones, magazine->Home, owner)) >= 0;)
        {
            _shards[shard]->Enter(_metadata.Pause);
            left -= _shards[shard]->TakeMany(_metadata, order, left, places + left, out fault);
            _shards[shard]->Exit();
            if (magazine->Home != shard && (magazine->Home < 0 || _shards[magazine->Home]->Orders >> order == 0))
            {
                _shards.Move(owner, magazine->Home, shard);
                magazine->Home = shard;
            }
        }

        int got = wanted - left;
        for (int i = 0; left > 0 && i < got; i++)
        {
            places[i] = places[i + left];
        }

        bin->Top = bin->First + (uint)got;
        if (fault)
        {
            magazine->Exit();
            throw new MemoryCorruptionException(BadList, default);
        }

        return got != 0;
    }

    /// <summary>Gives the oldest blocks back to their shards, shard by shard.</summary>
    private void Flush(Magazine* magazine, Magazine.Bin* bin, int order, uint count)
    {
        ulong* items = Magazine.ItemsOf(magazine) + bin->First;
        ulong* sorted = stackalloc ulong[Magazine.MaxFlush];
        byte* shards = stackalloc byte[Magazine.MaxFlush];
        uint* ends = stackalloc uint[BuddyShards.MaxCount];

        for (uint i = 0; i < count; i++)
        {
            if (!_words.TryIndex(new(items[i]), out ulong index))
            {
                FailInMagazine(magazine, index, order);
            }

            int shard = _shards.IndexOf(index);
            shards[i] = (byte)shard;
            ends[shard]++;
        }

        uint sum = 0;
        for (int shard = 0; shard < _shards.Count; shard++)
        {
            (ends[shard], sum) = (sum, sum + ends[shard]);
        }

        for (uint i = 0; i < count; i++)
        {
            sorted[ends[shards[i]]++] = IndexOf(items[i]);
        }

        uint left = bin->Count - count;
        for (uint i = 0; i < left; i++)
        {
            items[i] = items[i + count];
        }

        bin->Top = bin->First + left;
        uint begin = 0;
        for (int shard = 0; begin < count; shard++)
        {
            if (ends[shard] != begin)
            {
                GiveAll(magazine, shard, sorted + begin, ends[shard] - begin, order);
                begin = ends[shard];
            }
        }
    }

    private void GiveAll(Magazine* magazine, int shard, ulong* blocks, uint count, int order)
    {
        FrameWords words = _words;
        for (uint i = 0; i < count; i++)
        {
            if (!words.Read(blocks[i]).Is(FrameWord.Quiet(FrameState.Cached, order, 0), FrameWord.AllButGeneration))
            {
                FailInMagazine(magazine, blocks[i], order);
            }
        }

        _shards[shard]->Enter(_metadata.Pause);
        bool sound = _shards[shard]->TryGive(words, blocks, count, order);
        _shards[shard]->Exit();
        if (!sound)
        {
            FailInMagazine(magazine, blocks[0], order);
        }
    }

    /// <summary>The index of a frame that lay in a magazine; what lies outside is found out by its word.</summary>
    private ulong IndexOf(ulong address)
    {
        _ = _words.TryIndex(new(address), out ulong index);
        return index;
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private void FailInMagazine(Magazine* magazine, ulong index, int order)
    {
        magazine->Exit();
        throw new MemoryCorruptionException(BadMagazine, new(_metadata.Address(index), order));
    }
}
