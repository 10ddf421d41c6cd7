using Strat9.Memory;

namespace Strat9.Samples.Driver;

/// <summary>
/// The memory of one driver, with faults. Each is explained above the line that is reported, and the line ends with what is reported.
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

        // STRAT1002: a refused claim hands the block back inside 'claim'. Returning false here loses it.
        ClaimResult claim = table.Claim(reserved, driver); // error STRAT1002
        return claim.IsClaimed(out block);
    }

    /// <summary>Gives a block back.</summary>
    public void Give(PhysBlock<Exclusive> block)
    {
        // STRAT1004: 'Release' takes the block out of the table and hands it back for the allocator. Nobody takes it.
        table.Release(block, driver); // error STRAT1004
    }

    /// <summary>Hands a block to a device: from now on the device's capability alone keeps it.</summary>
    public BlockHandle Lend(PhysBlock<Exclusive> block, CapId device)
    {
        if (table.AddRef(block.Handle, device).IsRefused(out OwnerError error))
        {
            Give(block);
            throw new InvalidOperationException($"The device cannot have the block: {error}.");
        }

        table.Detach(block);

        // STRAT1001: 'Detach' took the block on the line above, and has already returned its handle.
        return block.Handle; // error STRAT1001
    }

    /// <summary>Copies a block's first bytes while a pin keeps it from being freed.</summary>
    public bool TryPeek(BlockHandle handle, in PhysBlock<Exclusive> block, Span<byte> into)
    {
        // STRAT1002: the exception below leaves with the pin held, and the block can never be freed again.
        if (!table.Pin(handle).IsPinned(out BlockPin pin)) // error STRAT1002
        {
            return false;
        }

        if (into.Length > block.Span.Length)
        {
            throw new ArgumentException("Longer than the block.", nameof(into));
        }

        block.Span[..into.Length].CopyTo(into);
        UnpinResult result = table.Unpin(pin);
        if (result.IsFreed(out PhysBlock<Released> freed))
        {
            allocator.Free(freed);
        }
        else if (result.IsRefused(out _, out BlockPin held))
        {
            Ownership.Forget(held, "The table keeps the block: its token is out, and whoever gives that back frees the block.");
        }

        return true;
    }
}
