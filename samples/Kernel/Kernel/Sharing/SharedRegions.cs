using System;

namespace Strat9.Samples.Kernel;

/// <summary>
/// Memory that address spaces share by name: exported by its owner, retained by who wants it, published in address spaces, released, and
/// revoked by the owner. The blocks belong to the ownership table; the registry keeps names and places, which are no rights.
/// </summary>
internal sealed class SharedRegions(Frames frames)
{
    private const int Capacity = 16;
    private const int Places = 32;
    private const int MaxHolders = 16;

    private readonly Region[] _regions = new Region[Capacity];
    private readonly Place[] _places = new Place[Places];
    private readonly PageWalk _walk = new(frames);

    private struct Region
    {
        public bool IsLive;
        public uint Serial;
        public BlockHandle Block;
        public CapId Owner;
    }

    private struct Place
    {
        public bool IsTaken; // by a publication that has not been withdrawn
        public bool IsMapped; // false once revoked
        public int Region;
        public MappedAt At;
    }

    /// <summary>Gives a block a name under which others may have it. The table has its token then.</summary>
    /// <param name="block">The block.</param>
    /// <param name="owner">Its capability.</param>
    /// <param name="id">The name.</param>
    /// <returns>False where the registry is full.</returns>
    public bool TryExport([Consumes(When = true)] PhysBlock<Exclusive> block, CapId owner, out RegionId id)
    {
        for (int i = 0; i < Capacity; i++)
        {
            if (!_regions[i].IsLive)
            {
                id = new(i, _regions[i].Serial + 1);
                _regions[i] = new() { IsLive = true, Serial = id.Serial, Block = frames.Table.Detach(block), Owner = owner };
                return true;
            }
        }

        id = default;
        return false;
    }

    /// <summary>Adds a holder.</summary>
    /// <returns>False where there is no such region, or the capability has it.</returns>
    public bool TryRetain(RegionId id, CapId cap) =>
        IsLive(id) && CountHolders(id) < MaxHolders && !frames.Table.AddRef(_regions[id.Index].Block, cap).IsRefused(out _);

    /// <summary>Takes a holder away; with the last the block is free.</summary>
    /// <returns>False where it does not hold the region, or one of its spaces sees it: withdraw first.</returns>
    public bool TryRelease(RegionId id, CapId cap)
    {
        if (!Holds(id, cap))
        {
            return false;
        }

        for (int i = 0; i < Places; i++)
        {
            if (_places[i].IsMapped && _places[i].Region == id.Index && _places[i].At.Cap == cap)
            {
                return false;
            }
        }

        _regions[id.Index].IsLive = CountHolders(id) > 1;
        return frames.Drop(_regions[id.Index].Block, cap);
    }

    /// <summary>Shows a region to an address space of one of its holders.</summary>
    /// <returns>False where it is none, the place does not do, or memory is used up.</returns>
    public bool TryPublish(
        RegionId id, in AddressSpace space, ulong address, Access access, [Gives(When = true)] out Publication publication)
    {
        publication = default;
        int slot = FreePlace();
        if (slot < 0 || !Holds(id, space.Cap))
        {
            return false;
        }

        BlockHandle block = _regions[id.Index].Block;
        MappedAt at = new(space.Root, space.Cap, address, block.Order);
        if (_walk.Prepare(at) != default || !frames.TryPin(block, out BlockPin pin))
        {
            return false;
        }

        PageWalk.Fill(at, block.Base, access);
        _places[slot] = new() { IsTaken = true, IsMapped = true, Region = id.Index, At = at };
        publication = new(pin, slot);
        return true;
    }

    /// <summary>Takes it out of the space's sight, if a revocation has not done so, and lets go of the frames.</summary>
    public void Withdraw(Publication publication)
    {
        ref Place place = ref _places[publication.Slot];
        if (place.IsMapped)
        {
            PageWalk.Clear(place.At); // after a revocation somebody else may be mapped there
        }

        place = default;
        frames.Unpin(publication.IntoPin());
    }

    /// <summary>Ends a region: nobody sees it from now on, and nobody holds it. Its frames go with the last publication.</summary>
    /// <param name="id">The region.</param>
    /// <param name="owner">Who exported it.</param>
    /// <param name="pins">How many publications still keep the frames.</param>
    /// <returns>False where it is not that owner's.</returns>
    public bool TryRevoke(RegionId id, CapId owner, out uint pins)
    {
        pins = 0;
        if (!IsLive(id) || _regions[id.Index].Owner != owner)
        {
            return false;
        }

        for (int i = 0; i < Places; i++)
        {
            if (_places[i].IsMapped && _places[i].Region == id.Index)
            {
                PageWalk.Clear(_places[i].At);
                _places[i].IsMapped = false;
            }
        }

        BlockHandle block = _regions[id.Index].Block;
        Span<CapId> caps = stackalloc CapId[MaxHolders];
        if (frames.Table.TryGet(block, caps, out OwnerEntry entry))
        {
            pins = entry.PinCount;
            for (int i = 0; i < (int)entry.CapabilityCount; i++)
            {
                frames.Drop(block, caps[i]);
            }
        }

        _regions[id.Index].IsLive = false;
        return true;
    }

    private bool IsLive(RegionId id) =>
        (uint)id.Index < Capacity && _regions[id.Index].IsLive && _regions[id.Index].Serial == id.Serial;

    private uint CountHolders(RegionId id) =>
        frames.Table.TryGet(_regions[id.Index].Block, default, out OwnerEntry entry) ? entry.CapabilityCount : 0;

    private bool Holds(RegionId id, CapId cap)
    {
        Span<CapId> caps = stackalloc CapId[MaxHolders];
        if (!IsLive(id) || !frames.Table.TryGet(_regions[id.Index].Block, caps, out OwnerEntry entry))
        {
            return false;
        }

        for (int i = 0; i < (int)entry.CapabilityCount; i++)
        {
            if (caps[i] == cap)
            {
                return true;
            }
        }

        return false;
    }

    private int FreePlace()
    {
        for (int i = 0; i < Places; i++)
        {
            if (!_places[i].IsTaken)
            {
                return i;
            }
        }

        return -1;
    }
}
