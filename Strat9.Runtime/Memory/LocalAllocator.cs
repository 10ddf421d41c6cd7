using System.Runtime.CompilerServices;

namespace Strat9.Memory;

/// <summary>
/// A <see cref="BuddyAllocator"/> as one thread of a process, or one processor of a kernel, sees it: the caller's magazine has been looked
/// up once, so that in a loop taking and giving back a block is some twenty instructions, compiled into the caller.
/// </summary>
/// <remarks>
/// <para>What it does is what the allocator does, and the same is checked; blocks may come from one and go back to the other. It holds
/// nothing: there is nothing to give back at the end.</para>
/// <para>It is on the stack of its thread and cannot leave it: not into a field, a lambda or an object, nor across an <c>await</c>. A kernel
/// whose magazines are its processors' gets one anew whenever the processor may have changed, or keeps preemption off as long as it uses
/// one.</para>
/// </remarks>
public readonly unsafe ref struct LocalAllocator
{
    private readonly BuddyAllocator _allocator;
    private readonly Magazine* _magazine; // the caller's; null: it has none

    internal LocalAllocator(BuddyAllocator allocator, Magazine* magazine)
    {
        _allocator = allocator;
        _magazine = magazine;
    }

    /// <summary>As <see cref="BuddyAllocator.TryAllocate"/>.</summary>
    /// <param name="order">As there.</param>
    /// <param name="zones">As there.</param>
    /// <param name="fill">As there.</param>
    /// <returns>As there.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The order is out of range, or there is no such zone.</exception>
    /// <exception cref="MemoryCorruptionException">The free maps have been overwritten.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AllocateResult TryAllocate(int order, MemoryZones zones = MemoryZones.All, BlockFill fill = BlockFill.None)
    {
        DirectMap direct;
        if (_magazine != null && BuddyAllocator.IsPlain(order, zones, fill) && Magazine.TryPop(_magazine, order, out ulong address))
        {
            direct = _magazine->Direct;
        }
        else
        {
            address = _allocator.AllocateTheLongWay(order, zones, fill);
            if (address == BuddyAllocator.Nothing)
            {
                return AllocateResult.OutOfMemory();
            }

            direct = _allocator.Metadata.Direct;
        }

        return AllocateResult.Allocated(PhysBlock.FromBuddy(new(address, (ulong)order), direct));
    }

    /// <summary>As <see cref="BuddyAllocator.Free"/>.</summary>
    /// <param name="block">The block.</param>
    /// <exception cref="MemoryCorruptionException">It has been given back before, or is of another arena.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Free(PhysBlock<Released> block)
    {
        DirectMap direct = block.Direct;
        BlockHandle handle = block.IntoHandle();
        if (_magazine == null || direct != _magazine->Direct || !BuddyAllocator.TryPushReleased(_magazine, handle.Base.Value, handle.Tag))
        {
            _allocator.FreeTheLongWay(handle.Base.Value, handle.Tag, direct == _allocator.Metadata.Direct);
        }
    }

    /// <summary>As <see cref="BuddyAllocator.Return"/>.</summary>
    /// <param name="block">The block.</param>
    /// <exception cref="MemoryCorruptionException">
    /// It, or a part of it, has been adopted and not been given back; or it has been returned before, or is of another arena.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Return(PhysBlock<BuddyReserved> block)
    {
        DirectMap direct = block.Direct;
        BlockHandle handle = block.IntoHandle();
        if (_magazine == null || direct != _magazine->Direct || !BuddyAllocator.TryPushUnclaimed(_magazine, handle.Base.Value, handle.Tag))
        {
            _allocator.ReturnTheLongWay(handle.Base.Value, handle.Tag, direct == _allocator.Metadata.Direct);
        }
    }
}
