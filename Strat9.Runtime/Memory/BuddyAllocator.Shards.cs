namespace Strat9.Memory;

/// <content>The way past the magazines: to the shards, and to the bottom of everything when they seem empty.</content>
public sealed unsafe partial class BuddyAllocator
{
    /// <summary>Takes a block from the shards, and when there seems to be none, from everything there is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The order is out of range, or there is no such zone.</exception>
    /// <exception cref="MemoryCorruptionException">The free maps have been overwritten.</exception>
    internal bool TryTake(int order, MemoryZones zones, out ulong index)
    {
        ThrowIfNoOrder(order);
        ThrowIfNoZone(zones);
        for (int shard; (shard = _shards.Find(order, zones, home: -1, owner: 0)) >= 0;)
        {
            _shards[shard]->Enter(_metadata.Pause);
            bool taken = _shards[shard]->TryTake(_metadata, order, out index, out bool fault);
            _shards[shard]->Exit();
            if (taken)
            {
                return true;
            }

            ThrowIfFault(fault, index, order);
        }

        EnterDrain(0, _magazines.Count);
        bool sound = TryEmpty(0, _magazines.Count, out ulong at);
        bool found = sound & TryTakeOfAll(order, zones, out index, out bool bad);
        ExitDrain(0, _magazines.Count);
        ThrowIfFault(!sound, at, order);
        ThrowIfFault(bad, index, order);
        return found;
    }

    /// <summary>Gives a block to its shard; the caller owns its word.</summary>
    private void Give(ulong index, BlockHandle handle)
    {
        ThrowIfFault(!TryGive(index, handle.Order), index, handle.Order);
    }

    private bool TryGive(ulong index, int order)
    {
        BuddyShard* shard = _shards[_shards.IndexOf(index)];
        shard->Enter(_metadata.Pause);
        bool sound = shard->TryGive(_words, &index, 1, order);
        shard->Exit();
        return sound;
    }

    private bool TryTakeAt(ulong index, int order)
    {
        BuddyShard* shard = _shards[_shards.IndexOf(index)];
        shard->Enter(_metadata.Pause);
        bool taken = shard->TryTakeAt(_metadata, index, order, out bool fault);
        shard->Exit();
        ThrowIfFault(fault, index, order);
        if (taken || _magazines.Count == 0)
        {
            return taken;
        }

        EnterDrain(0, _magazines.Count);
        bool sound = TryEmpty(0, _magazines.Count, out ulong at);
        shard->Enter(_metadata.Pause);
        taken = sound && shard->TryTakeAt(_metadata, index, order, out fault);
        shard->Exit();
        ExitDrain(0, _magazines.Count);
        ThrowIfFault(!sound, at, order);
        ThrowIfFault(fault, index, order);
        return taken;
    }

    private void Drain(int from, int count)
    {
        EnterDrain(from, count);
        bool sound = TryEmpty(from, count, out ulong at);
        ExitDrain(from, count);
        ThrowIfFault(!sound, at, 0);
    }

    private void EnterDrain(int from, int count)
    {
        _metadata.EnterDrain();
        _magazines.Stop(from, count);
    }

    private void ExitDrain(int from, int count)
    {
        _magazines.Resume(from, count);
        _metadata.ExitDrain();
    }

    /// <summary>Empties magazines that have been stopped; false when words or lists contradict them.</summary>
    private bool TryEmpty(int from, int count, out ulong index)
    {
        index = 0;
        for (int i = from; i < from + count; i++)
        {
            Magazine* magazine = _magazines[i];
            for (int order = 0; order < Magazine.Orders; order++)
            {
                Magazine.Bin* bin = Magazine.BinOf(magazine, order);
                while (bin->Top != bin->First)
                {
                    index = IndexOf(Magazine.ItemsOf(magazine)[--bin->Top]);
                    if (!IsCached(index, order) || !TryGive(index, order))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    /// <summary>
    /// Takes a block with all shards of the zones held and all magazines empty, so that there being none is true of one instant: a block
    /// that went from one shard while another was given back to one already tried is no reason to be out of memory.
    /// </summary>
    private bool TryTakeOfAll(int order, MemoryZones zones, out ulong index, out bool fault)
    {
        index = 0;
        fault = false;
        bool taken = false;
        for (int shard = 0; shard < _shards.Count; shard++)
        {
            _shards[shard]->Enter(_metadata.Pause);
        }

        for (int zone = BuddyShards.ZoneCount - 1; zone >= 0; zone--)
        {
            int end = ((int)zones >> zone & 1) == 0 ? 0 : _shards.First(zone + 1);
            for (int shard = _shards.First(zone); shard < end && !taken && !fault; shard++)
            {
                taken = _shards[shard]->TryTake(_metadata, order, out index, out fault);
            }
        }

        for (int shard = 0; shard < _shards.Count; shard++)
        {
            _shards[shard]->Exit();
        }

        return taken;
    }

    private bool IsCached(ulong index, int order) => index < _words.Count &&
        _words.Read(index).Is(FrameWord.Quiet(FrameState.Cached, order, 0), FrameWord.AllButGeneration);

    private void ThrowIfFault(bool fault, ulong index, int order)
    {
        if (fault)
        {
            throw new MemoryCorruptionException(BadList, new(_metadata.Address(index), order));
        }
    }
}
