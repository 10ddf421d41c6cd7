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
        index = Magazine.ItemsOf(magazine)[top];
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
        Magazine.ItemsOf(magazine)[bin->Top++] = (uint)index;
        magazine->Exit();
        return true;
    }

    /// <summary>Fetches a quarter of what fits from the shards.</summary>
    private bool TryRefill(Magazine* magazine, Magazine.Bin* bin, int order)
    {
        int owner = (int)(magazine - _magazines[0]) + 1;
        int left = ((int)bin->Capacity + 3) / 4;
        uint* places = Magazine.ItemsOf(magazine) + bin->First;
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
        uint* items = Magazine.ItemsOf(magazine) + bin->First;
        uint* sorted = stackalloc uint[Magazine.MaxFlush];
        uint* ends = stackalloc uint[BuddyShards.MaxCount];

        for (uint i = 0; i < count; i++)
        {
            ends[_shards.IndexOf(items[i])]++;
        }

        uint sum = 0;
        for (int shard = 0; shard < _shards.Count; shard++)
        {
            (ends[shard], sum) = (sum, sum + ends[shard]);
        }

        for (uint i = 0; i < count; i++)
        {
            sorted[ends[_shards.IndexOf(items[i])]++] = items[i];
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

    private void GiveAll(Magazine* magazine, int shard, uint* items, uint count, int order)
    {
        _shards[shard]->Enter(_metadata.Pause);
        for (uint i = 0; i < count; i++)
        {
            ulong index = items[i];
            if (!IsCached(index, order) || !_shards[shard]->TryGive(_metadata, index, order))
            {
                _shards[shard]->Exit();
                FailInMagazine(magazine, index, order);
            }
        }

        _shards[shard]->Exit();
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private void FailInMagazine(Magazine* magazine, ulong index, int order)
    {
        magazine->Exit();
        throw new MemoryCorruptionException(BadMagazine, new(_metadata.Address(index), order));
    }
}
