using Strat9.Hosting;
using Strat9.Memory;

namespace Strat9.Samples.Driver;

/// <summary>What a viewer is told after each step of a block's life.</summary>
/// <param name="Name">The step.</param>
/// <param name="Code">The call that made it.</param>
/// <param name="Token">The type of the token that is held now.</param>
/// <param name="Block">The block, as its token names it.</param>
public readonly record struct DriverStep(string Name, string Code, string Token, BlockHandle Block);

/// <summary>One picture shown by a compositor: a block goes through every state it can be in, and back to the allocator.</summary>
public static class FrameBuffer
{
    /// <summary>256 KiB.</summary>
    private const int Order = 6;

    private const byte Grey = 0x80;

    /// <summary>Shows one picture and takes it down again.</summary>
    public static void Show(PhysicalArena machine, CapId driver, CapId compositor, Action<DriverStep> after)
    {
        OwnershipTable table = machine.Table;
        if (!machine.Allocator.TryAllocate(Order, MemoryZones.Normal).IsAllocated(out PhysBlock<BuddyReserved> reserved))
        {
            throw new InsufficientMemoryException("There is no block for the picture.");
        }

        after(Step("allocate", "allocator.TryAllocate(order: 6)", reserved));
        ClaimResult claim = table.Claim(reserved, driver);
        if (!claim.IsClaimed(out PhysBlock<Exclusive> block))
        {
            if (claim.IsRefused(out _, out PhysBlock<BuddyReserved> unclaimed))
            {
                machine.Allocator.Return(unclaimed);
            }

            throw new InvalidOperationException("The block cannot be claimed.");
        }

        after(Step("claim", "table.Claim(block, driver)", block));
        PhysBlock<MappedExclusive> mapped = block.IntoMapped();
        mapped.Span.Fill(Grey);
        after(Step("map", "block.IntoMapped()", mapped));
        PhysBlock<MappedExclusive> back = Share(table, new(machine.Allocator, table, driver), mapped, compositor, after);
        PhysBlock<Exclusive> unmapped = back.IntoUnmapped();
        after(Step("unmap", "block.IntoUnmapped()", unmapped));
        Release(machine, unmapped, driver, after);
    }

    private static PhysBlock<MappedExclusive> Share(
        OwnershipTable table, DmaMemory memory, PhysBlock<MappedExclusive> mapped, CapId compositor, Action<DriverStep> after)
    {
        BlockHandle handle = mapped.Handle;
        if (table.AddRef(handle, compositor).IsRefused(out _))
        {
            return mapped;
        }

        PhysBlock<MappedShared> shared = mapped.IntoShared();
        after(Step("share", "table.AddRef(handle, compositor); block.IntoShared()", shared));
        memory.Drop(handle, compositor);
        PhysBlock<MappedExclusive> alone = shared.IntoUnshared();
        after(Step("unshare", "table.RemoveRef(handle, compositor); block.IntoUnshared()", alone));
        return alone;
    }

    private static void Release(PhysicalArena machine, PhysBlock<Exclusive> block, CapId driver, Action<DriverStep> after)
    {
        ReleaseResult result = machine.Table.Release(block, driver);
        if (result.IsFreed(out PhysBlock<Released> freed))
        {
            BlockHandle handle = freed.Handle;
            machine.Allocator.Free(freed);
            after(new DriverStep("release", "table.Release(block, driver); allocator.Free(freed)", "none: the block is gone", handle));
        }
        else if (result.IsRefused(out OwnerError error, out PhysBlock<Exclusive> held))
        {
            machine.Table.Detach(held);
            throw new InvalidOperationException($"The picture is still in use: {error}.");
        }
    }

    private static DriverStep Step<TState>(string name, string code, in PhysBlock<TState> block)
        where TState : struct, IPhysBlockState =>
        new(name, code, $"PhysBlock<{typeof(TState).Name}>", block.Handle);
}
