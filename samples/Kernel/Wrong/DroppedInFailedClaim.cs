namespace Strat9.Samples.Kernel.Wrong;

/// <summary>A claim that is refused gives the block back in its result; nobody takes it out of there.</summary>
internal static class DroppedInFailedClaim
{
    public static bool Run(Frames frames, CapId cap, [Gives(When = true)] out PhysBlock<Exclusive> block)
    {
        block = default;
        return frames.Allocator.TryAllocate(0).IsAllocated(out PhysBlock<BuddyReserved> reserved) &&
            frames.Table.Claim(reserved, cap).IsClaimed(out block); // error STRAT1004
    }
}
