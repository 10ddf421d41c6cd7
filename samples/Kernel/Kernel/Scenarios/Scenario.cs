namespace Strat9.Samples.Kernel;

/// <summary>What the scenarios have in common: a step that cannot fail on a sound machine, told where it does.</summary>
internal static class Scenario
{
    /// <summary>Destroys a space that sees nothing any more.</summary>
    public static void Destroy(Mapper mapper, AddressSpace space)
    {
        if (!mapper.TryDestroy(space))
        {
            Check.That(false, "a space that sees nothing is destroyed");
            Ownership.Forget(space, "It still sees something, which the check has told; its memory is not to be reused.");
        }
    }

    /// <summary>Takes a block, or tells that there is none.</summary>
    public static bool TryTake(Frames frames, int order, CapId cap, [Gives(When = true)] out PhysBlock<Exclusive> block)
    {
        bool taken = frames.TryTake(order, cap, out block);
        Check.That(taken, "there is memory for a block");
        return taken;
    }

    /// <summary>Makes a space, or tells that there is no memory.</summary>
    public static bool TryCreateSpace(Mapper mapper, CapId cap, [Gives(When = true)] out AddressSpace space)
    {
        bool made = mapper.TryCreateSpace(cap, out space);
        Check.That(made, "there is memory for an address space");
        return made;
    }

    /// <summary>Whether everything is as it was.</summary>
    public static void CheckBack(Frames frames, Snapshot before, string who)
    {
        Snapshot after = Snapshot.Of(frames);
        Check.That(after.Is(before), "every block is back and merged");
        Log.Line(who).Text("free frames ").Number(before.FreeFrames).Text(" before, ").Number(after.FreeFrames)
            .Text(after.Is(before) ? " after; every block back and merged" : " after; MEMORY LOST").End();
    }
}
