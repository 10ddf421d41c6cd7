using Strat9.Memory;

namespace Strat9.Samples.Driver;

/// <summary>
/// The memory of one driver: blocks come claimed with the driver's capability, go to the device and come back to the allocator.
/// </summary>
public sealed class DmaMemory(BuddyAllocator allocator, OwnershipTable table, CapId driver)
{
    /// <summary>Takes a block of 2^order pages for the driver alone.</summary>
    public bool TryTake(int order, [Gives(When = true)] out PhysBlock<Exclusive> block)
    {
        AllocateResult allocation = allocator.TryAllocate(order, MemoryZones.Normal);
        if (!allocation.IsAllocated(out PhysBlock<BuddyReserved> reserved))
        {
            block = default;
            return false;
        }

        ClaimResult claim = table.Claim(reserved, driver);
        if (claim.IsClaimed(out block))
        {
            return true;
        }

        if (claim.IsRefused(out _, out PhysBlock<BuddyReserved> unclaimed))
        {
            allocator.Return(unclaimed);
        }

        return false;
    }

    /// <summary>Gives a block back. Where others still refer to it, it is freed with the last of them.</summary>
    public void Give(PhysBlock<Exclusive> block)
    {
        ReleaseResult result = table.Release(block, driver);
        if (result.IsFreed(out PhysBlock<Released> freed))
        {
            allocator.Free(freed);
        }
        else if (result.IsRefused(out _, out PhysBlock<Exclusive> held))
        {
            Drop(table.Detach(held), driver);
        }
    }

    /// <summary>Hands a block to a device: from now on the device's capability alone keeps it.</summary>
    public BlockHandle Lend(PhysBlock<Exclusive> block, CapId device)
    {
        if (table.AddRef(block.Handle, device).IsRefused(out OwnerError error))
        {
            Give(block);
            throw new InvalidOperationException($"The device cannot have the block: {error}.");
        }

        BlockHandle handle = table.Detach(block);
        Drop(handle, driver);
        return handle;
    }

    /// <summary>Removes a capability from a block, which frees it if that was the last.</summary>
    public void Drop(BlockHandle handle, CapId cap)
    {
        RemoveRefResult result = table.RemoveRef(handle, cap);
        if (result.IsFreed(out PhysBlock<Released> freed))
        {
            allocator.Free(freed);
        }
    }

    /// <summary>Copies a block's first bytes while a pin keeps it from being freed.</summary>
    public bool TryPeek(BlockHandle handle, in PhysBlock<Exclusive> block, Span<byte> into)
    {
        if (into.Length > block.Span.Length)
        {
            throw new ArgumentException("Longer than the block.", nameof(into));
        }

        if (!table.Pin(handle).IsPinned(out BlockPin pin))
        {
            return false;
        }

        block.Span[..into.Length].CopyTo(into);
        Unpin(pin);
        return true;
    }

    private void Unpin(BlockPin pin)
    {
        UnpinResult result = table.Unpin(pin);
        if (result.IsFreed(out PhysBlock<Released> freed))
        {
            allocator.Free(freed);
        }
        else if (result.IsRefused(out OwnerError error, out BlockPin held))
        {
            Ownership.Forget(held, "The table keeps the block: its token is out, and whoever gives that back frees the block.");
            throw new InvalidOperationException($"The block is still held: {error}.");
        }
    }
}
