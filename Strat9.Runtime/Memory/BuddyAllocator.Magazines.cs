using System.Runtime.CompilerServices;

namespace Strat9.Memory;

/// <content>The way through the caller's magazine.</content>
public sealed unsafe partial class BuddyAllocator
{
    /// <summary>Takes a block out of the caller's magazine, which is refilled if empty. Checks no argument but takes any.</summary>
    /// <returns>False when this is no request for magazines, or the shards are out of such blocks too.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryPop(int order, MemoryZones zones, out ulong index)
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
        if (bin->Count == 0 && !TryRefill(magazine, bin, order))
        {
            magazine->Exit();
            return false;
        }

        uint at = bin->Count - 1;
        index = Magazine.ItemsOf(magazine, bin)[at];
        FrameWord word = _words.Read(index);
        if (!word.Is(FrameWord.Quiet(FrameState.Cached, order, 0), FrameWord.AllButGeneration))
        {
            FailInMagazine(magazine, index, order);
        }

        bin->Count = at;
        _words.Write(index, word.ToAllocated);
        magazine->Exit();
        return true;
    }

    /// <summary>
    /// Puts a block into the caller's magazine, which is flushed if full, provided its word is the one expected under the mask.
    /// </summary>
    /// <remarks>
    /// The word is changed by an ordinary store. Of a released word nobody else may do that. An allocated one can be adopted by a
    /// stray handle at the same moment: <see cref="Adoption"/> locks the word and waits for the owners of magazines, so either the lock
    /// is seen here, or the store is seen there.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryPush(ulong index, int order, FrameWord expected, ulong mask)
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

        if (bin->Count == bin->Capacity)
        {
            Flush(magazine, bin, order, (bin->Count + 1) / 2);
        }

        _words.Write(index, word.To(FrameState.Cached, order));
        Magazine.ItemsOf(magazine, bin)[bin->Count++] = (uint)index;
        magazine->Exit();
        return true;
    }

    /// <summary>Fetches a quarter of what fits from the shards.</summary>
    private bool TryRefill(Magazine* magazine, Magazine.Bin* bin, int order)
    {
        if (bin->Capacity == 0)
        {
            return false;
        }

        int owner = (int)(magazine - _magazines[0]) + 1;
        int wanted = (bin->Capacity + 3) / 4;
        int got = 0;
        uint* items = Magazine.ItemsOf(magazine, bin);
        for (int shard; got < wanted && (shard = _shards.Find(order, _cachedZones, magazine->Home, owner)) >= 0;)
        {
            _shards[shard]->Enter(_metadata.Pause);
            got += _shards[shard]->TakeMany(_metadata, order, wanted - got, items + got, out bool fault);
            _shards[shard]->Exit();
            if (fault)
            {
                bin->Count = (uint)got;
                magazine->Exit();
                throw new MemoryCorruptionException(BadList, default);
            }

            if (magazine->Home != shard && (magazine->Home < 0 || _shards[magazine->Home]->Orders >> order == 0))
            {
                _shards.Move(owner, magazine->Home, shard);
                magazine->Home = shard;
            }
        }

        Reverse(items, got); // the first taken goes out first: neighbours stay together
        bin->Count = (uint)got;
        return got != 0;
    }

    private static void Reverse(uint* items, int count)
    {
        for (int low = 0, high = count - 1; low < high; low++, high--)
        {
            (items[low], items[high]) = (items[high], items[low]);
        }
    }

    /// <summary>Gives the oldest blocks back to their shards, shard by shard.</summary>
    private void Flush(Magazine* magazine, Magazine.Bin* bin, int order, uint count)
    {
        uint* items = Magazine.ItemsOf(magazine, bin);
        uint* sorted = stackalloc uint[Magazine.MaxFlush];
        uint* ends = stackalloc uint[BuddyShards.MaxCount];

        // What giving back will look at, one independent load after the other, so that the misses overlap: first the buddies' words, then
        // the neighbours in the lists the free ones are on. Nobody is kept from changing them; nothing is done with what is read.
        ulong touched = 0;
        for (uint i = 0; i < count; i++)
        {
            ulong buddy = BuddyOf(items[i], order);
            touched |= buddy < _words.Count ? _words.Read(buddy).Bits : 0;
            ends[_shards.IndexOf(items[i])]++;
        }

        for (uint i = 0; i < count; i++)
        {
            ulong buddy = BuddyOf(items[i], order);
            if (buddy < _words.Count && _words.Read(buddy).State == FrameState.Free)
            {
                ulong* slot = _words.Slot(buddy);
                touched |= Touch(Volatile.Read(ref slot[1])) | Touch(Volatile.Read(ref slot[2]));
            }
        }

        uint sum = (uint)(touched & 0); // keeps the loads
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

        bin->Count = left;
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

    private ulong BuddyOf(ulong index, int order) => ((_words.FirstFrame + index) ^ (1UL << order)) - _words.FirstFrame;

    private ulong Touch(ulong link) => link - 1 < _words.Count ? _words.Read(link - 1).Bits : 0;

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
