namespace Strat9.Samples.Kernel;

/// <summary>
/// What only handles can get wrong. Types do not see these: a handle is a number that may be kept, copied and made up. The table answers,
/// and nothing has changed.
/// </summary>
internal static class Mistakes
{
    private static readonly CapId s_one = new(20);
    private static readonly CapId s_two = new(21);

    public static void Run(Frames frames)
    {
        Snapshot before = Snapshot.Of(frames);
        WithToken(frames);
        WithHandle(frames);
        Scenario.CheckBack(frames, before, "mistake");
    }

    private static void WithToken(Frames frames)
    {
        if (!Scenario.TryTake(frames, 1, s_one, out PhysBlock<Exclusive> block))
        {
            return;
        }

        OwnershipTable table = frames.Table;
        BlockHandle handle = block.Handle;
        Answered("the last reference dropped while its token is out", table.RemoveRef(handle, s_one), OwnerError.TokenOutstanding);
        Answered("a capability that is already there", table.AddRef(handle, s_one), OwnerError.CapAlreadyPresent);
        Answered("a part of a block in use, adopted", table.EnsureRef(new(handle.Base + Paging.PageSize, 0), s_two), OwnerError.Overlaps);
        Answered("a handle that lies across pages", table.AddRef(new(handle.Base + 8, 0, 1), s_two), OwnerError.InvalidHandle);
        Check.That(!table.AddRef(handle, s_two).IsRefused(out _), "a second space has the block");
        ReleaseResult released = table.Release(block, s_one);
        if (released.IsRefused(out OwnerError error, out PhysBlock<Exclusive> held))
        {
            Answered("freed while another space has it", error, OwnerError.StillReferenced);
            Check.That(frames.Drop(table.Detach(held), s_one) && frames.Drop(handle, s_two), "both let go");
        }
        else if (released.IsFreed(out PhysBlock<Released> freed))
        {
            Check.That(false, "freed while another space has it: not answered");
            frames.Allocator.Free(freed);
        }
    }

    private static void WithHandle(Frames frames)
    {
        if (!Scenario.TryTake(frames, 0, s_one, out PhysBlock<Exclusive> block))
        {
            return;
        }

        OwnershipTable table = frames.Table;
        BlockHandle old = table.Detach(block);
        Answered("a reference counted down twice", table.RemoveRef(old, s_two), OwnerError.CapNotFound);
        Check.That(frames.Drop(old, s_one), "the last reference frees");
        Answered("used after it was freed", table.AddRef(old, s_two), OwnerError.NotFound);
        Answered("a free frame, adopted", table.EnsureRef(new(old.Base, 0), s_two), OwnerError.NotFound);
        if (!Scenario.TryTake(frames, 0, s_two, out PhysBlock<Exclusive> again))
        {
            return;
        }

        if (again.Handle.Base == old.Base)
        {
            Answered("used after somebody else got it", table.RemoveRef(old, s_one), OwnerError.Stale);
        }

        frames.Give(again, s_two);
    }

    private static void Answered(string mistake, RefResult result, OwnerError expected)
    {
        result.IsRefused(out OwnerError error);
        Answered(mistake, error, expected);
    }

    private static void Answered(string mistake, RemoveRefResult result, OwnerError expected)
    {
        if (result.IsFreed(out PhysBlock<Released> freed))
        {
            Ownership.Forget(freed, "A mistake has freed it; the check tells, and the frame is not given to anybody.");
            Answered(mistake, default(OwnerError), expected);
            return;
        }

        result.IsRefused(out OwnerError error);
        Answered(mistake, error, expected);
    }

    private static void Answered(string mistake, OwnerError error, OwnerError expected)
    {
        Check.That(error == expected, mistake);
        Log.Line("mistake").Text(mistake).Text(": ").Text(OwnerNames.Of(error)).End();
    }
}
