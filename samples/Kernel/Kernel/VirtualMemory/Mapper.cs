using System;

namespace Strat9.Samples.Kernel;

/// <summary>
/// Address spaces and what they see. Each step of a block's token is a change of page-table entries: <c>MappedExclusive</c> is in one
/// space's tables, <c>MappedShared</c> in two, <c>Exclusive</c> in none.
/// </summary>
internal sealed class Mapper(Frames frames)
{
    private readonly PageWalk _walk = new(frames);

    /// <summary>Makes an empty space.</summary>
    /// <returns>False where memory is used up.</returns>
    public bool TryCreateSpace(CapId cap, [Gives(When = true)] out AddressSpace space)
    {
        if (!frames.TryTake(0, cap, out PhysBlock<Exclusive> block))
        {
            space = default;
            return false;
        }

        block.Span.Clear();
        PageTable root = new(block.Handle.Base);
        PageTable kernel = new(KernelSpace.Root);
        for (int i = KernelSpace.FirstEntry; i < PageTable.Entries; i++)
        {
            root[i] = kernel[i];
        }

        space = new(block.IntoMapped(), cap);
        return true;
    }

    /// <summary>Destroys a space.</summary>
    /// <returns>False, and nothing done, while it still sees anything.</returns>
    public bool TryDestroy([Consumes(When = true)] AddressSpace space)
    {
        CapId cap = space.Cap;
        PhysAddr root = space.Root;
        if (PageWalk.HasPages(root))
        {
            return false;
        }

        if (CurrentSpace.Root == root)
        {
            CurrentSpace.Leave();
        }

        _walk.DropTables(root, cap);
        frames.Give(space.IntoRoot(), cap);
        return true;
    }

    /// <summary>Shows a block to a space.</summary>
    public MapResult Map(PhysBlock<Exclusive> block, in AddressSpace space, ulong address, Access access)
    {
        MappedAt place = new(space.Root, space.Cap, address, block.Handle.Order);
        MapError error = _walk.Prepare(place);
        if (error != default)
        {
            return MapResult.Refused(error, block);
        }

        PageWalk.Fill(place, block.Handle.Base, access);
        return MapResult.Mapped(new(block.IntoMapped(), place));
    }

    /// <summary>Takes it out of the space's sight.</summary>
    public PhysBlock<Exclusive> Unmap(Mapping mapping)
    {
        PageWalk.Clear(mapping.Place);
        return mapping.IntoBlock().IntoUnmapped();
    }

    /// <summary>Shows a mapped block to another space too, which gets a capability of its own for it.</summary>
    public ShareResult Share(Mapping mapping, in AddressSpace other, ulong address, Access access)
    {
        MappedAt first = mapping.Place;
        MappedAt second = new(other.Root, other.Cap, address, first.Order);
        MapError error = PrepareShare(mapping.Handle, second);
        if (error != default)
        {
            return ShareResult.Refused(error, mapping);
        }

        PageWalk.Fill(second, mapping.Handle.Base, access);
        return ShareResult.Shared(new(mapping.IntoBlock().IntoShared(), first, second));
    }

    /// <summary>Takes it out of the second space's sight.</summary>
    public Mapping Unshare(SharedMapping mapping)
    {
        MappedAt first = mapping.First;
        MappedAt second = mapping.Second;
        PageWalk.Clear(second);
        frames.Drop(mapping.Handle, second.Cap);
        return new(mapping.IntoBlock().IntoUnshared(), first);
    }

    /// <summary>Lets another space see the same bytes until either writes; the first to write gets a copy.</summary>
    public CopyOnWriteResult ShareCopyOnWrite(Mapping mapping, in AddressSpace other, ulong address)
    {
        MappedAt first = mapping.Place;
        MappedAt second = new(other.Root, other.Cap, address, first.Order);
        if (!PageWalk.TryFind(first.Root, first.Address, out _, out PageEntry entry) || !entry.IsWritable)
        {
            return CopyOnWriteResult.Refused(MapError.NotWritable, mapping);
        }

        MapError error = PrepareShare(mapping.Handle, second);
        if (error != default)
        {
            return CopyOnWriteResult.Refused(error, mapping);
        }

        // From here on the entries and the capabilities are all there is: the fault handler changes both.
        BlockHandle handle = frames.Table.Detach(mapping.IntoBlock().IntoUnmapped());
        for (ulong offset = 0; offset < handle.Size; offset += Paging.PageSize)
        {
            PageEntry lazy = PageEntry.Page(handle.Base + offset, Access.ReadWrite, user: true).ToCopyOnWrite();
            PageWalk.Write(first.Root, first.Address + offset, lazy);
            PageWalk.Write(second.Root, second.Address + offset, lazy);
        }

        return CopyOnWriteResult.Split(new(first), new(second));
    }

    /// <summary>Takes such a place out of its space's sight; its block goes with the last that sees it.</summary>
    public void Unmap(LazyMapping mapping)
    {
        MappedAt place = mapping.IntoPlace();
        bool found = PageWalk.TryFind(place.Root, place.Address, out _, out PageEntry entry);
        PageWalk.Clear(place);
        if (!found || !frames.Table.TryGetHandleContaining(entry.Address, out BlockHandle handle) || !frames.Drop(handle, place.Cap))
        {
            throw new InvalidOperationException("A place that is copied on a write has lost its block.");
        }
    }

    /// <summary>Answers a write to a page that is copied on a write.</summary>
    /// <param name="address">Where the current space wrote.</param>
    /// <returns>False where it is no such page, or memory is used up: the write must not be tried again then.</returns>
    public bool TryAnswerWrite(ulong address)
    {
        PhysAddr root = CurrentSpace.Root;
        if (address >= PageWalk.UserEnd || !PageWalk.TryFind(root, address, out _, out PageEntry entry) || !entry.IsPresent ||
            !entry.IsCopyOnWrite || !frames.Table.TryGetHandleContaining(entry.Address, out BlockHandle old))
        {
            return false;
        }

        ulong first = (address & ~Paging.PageMask) - (entry.Address - old.Base);
        if (frames.Table.Refcount(old) == 1)
        {
            MakePrivate(root, first, old); // everybody else has a copy by now, or is gone
            return true;
        }

        if (!frames.TryTake(old.Order, CurrentSpace.Cap, out PhysBlock<Exclusive> copy))
        {
            return false;
        }

        Bytes(old).CopyTo(copy.Span);
        MakePrivate(root, first, frames.Table.Detach(copy));
        frames.Drop(old, CurrentSpace.Cap);
        return true;
    }

    private static void MakePrivate(PhysAddr root, ulong first, BlockHandle block)
    {
        for (ulong offset = 0; offset < block.Size; offset += Paging.PageSize)
        {
            if (PageWalk.TryFind(root, first + offset, out _, out PageEntry entry))
            {
                PageWalk.Write(root, first + offset, entry.ToPrivate(block.Base + offset));
            }
        }
    }

    /// <summary>The bytes of a block that nobody may write: it is shared.</summary>
    private static unsafe ReadOnlySpan<byte> Bytes(BlockHandle block) => new(KernelSpace.Direct.Pointer(block.Base), (int)block.Size);

    private MapError PrepareShare(BlockHandle handle, MappedAt second)
    {
        MapError error = _walk.Prepare(second);
        return error != default ? error : frames.Table.AddRef(handle, second.Cap).IsRefused(out _) ? MapError.AlreadyShared : default;
    }
}
