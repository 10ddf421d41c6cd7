using CsCheck;
using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>The real thing and its model over one small memory map, and random calls of both.</summary>
public sealed class Machines : IDisposable
{
    public const ulong FrameCount = 64;

    /// <summary>32 frames on either side of the boundary between two zones, with reserved frames, a hole, and odd ends.</summary>
    public const ulong FirstFrame = 4096 - 32;

    private const int Wild = 24; // from here up a step's twist means: anywhere

    private static readonly Verb[] Verbs = Enum.GetValues<Verb>();

    public Machines(uint maxRefcount = uint.MaxValue, uint nodes = 16, bool magazines = false)
    {
        PhysAddr At(ulong frame) => PhysAddr.OfFrame(FirstFrame + frame);
        Real = new(magazines, FrameCount, FirstFrame, nodes,
        [
            new(At(0), FrameCount * Paging.PageSize, MemoryRegionKind.Usable),
            new(At(16), 8 * Paging.PageSize, MemoryRegionKind.Reserved),
            new(At(51), Paging.PageSize, MemoryRegionKind.Reserved),
        ]);
        Real.Metadata.MaxRefcount = maxRefcount;
        FrameKind[] ground = [.. Enumerable.Range(0, (int)FrameCount).Select(f => f is >= 16 and < 24 or 51 ? FrameKind.Reserved : FrameKind.Free)];
        Model = new(FirstFrame, ground, maxRefcount);
    }

    /// <summary>A call still to be aimed at whatever blocks there are.</summary>
    public static Gen<Step> Steps { get; } = Gen.Select(
        Gen.Int[0, Verbs.Length - 1], Gen.Int[0, 1 << 20], Gen.Int[0, 7], Gen.Int[0, Wild + 5], Gen.Int[0, 4],
        (verb, pick, order, twist, cap) => new Step(Verbs[verb], pick, order, twist, cap));

    public TestMemory Real { get; }

    public ReferenceMachine Model { get; }

    public Call Aim(Step step)
    {
        if (step.Verb == Verb.Allocate)
        {
            return new(Verb.Allocate, new(default, step.Order), Zones: (MemoryZones)(step.Pick % 7 + 1));
        }

        bool unclaimed = step.Verb is Verb.Return or Verb.Claim || (step.Verb == Verb.EnsureRef && step.Twist % 2 == 0);
        BlockHandle[] blocks = unclaimed
            ? [.. Model.Allocated]
            : [.. Model.Entries.Where(e => e.Live == (step.Verb != Verb.Free)).Select(e => e.Block)];
        ulong cap = 1UL << step.Cap;
        return step.Twist < Wild && blocks.Length != 0
            ? AimAt(step, blocks[step.Pick % blocks.Length], cap)
            : AimAnywhere(step, cap);
    }

    /// <summary>At a block there is, or just beside it.</summary>
    private Call AimAt(Step step, BlockHandle block, ulong cap)
    {
        ulong generation = step.Twist switch
        {
            4 => block.Generation + 1,
            5 when block.Generation != 0 => block.Generation - 1,
            _ => block.Generation,
        };
        PhysAddr @base = step.Verb is Verb.HandleContaining or Verb.Frame ? block.Base + (ulong)(step.Pick % (int)(2 * block.Size)) : block.Base;
        if (step.Twist == 6)
        {
            @base += (ulong)step.Pick % 3 * 2048;
        }

        bool knownCap = step.Verb is Verb.RemoveRef or Verb.Release && step.Twist % 4 != 0;
        if (knownCap && Model.Entries.FirstOrDefault(e => e.Block == block) is { Caps.Count: not 0 } entry)
        {
            cap = entry.Caps.ElementAt(step.Cap % entry.Caps.Count);
        }

        return new(step.Verb, new(@base, step.Twist is 7 or 8 ? step.Order : block.Order, generation), cap);
    }

    private Call AimAnywhere(Step step, ulong cap)
    {
        int order = step.Order > 6 ? step.Pick % 14 : step.Order % 4;
        ulong frame = FirstFrame + (ulong)step.Pick % (FrameCount + 2);
        PhysAddr @base = PhysAddr.OfFrame(step.Twist % 2 == 0 || order > 12 ? frame : frame >> order << order);
        return new(step.Verb, new(@base, order, step.Twist == Wild ? Model.Generation(@base) : 0), cap);
    }

    /// <summary>Makes the call of both, and demands the same answer, and that nothing has changed where it says so.</summary>
    public Answer Make(Call call)
    {
        if (call.Verb == Verb.Frame)
        {
            Real.Allocator.Drain(); // what is free is merged as the model says
        }

        byte[] before = Real.Snapshot();
        Answer actual = RealMachine.Make(Real, call);
        Answer expected = Model.Expect(call, actual);
        if (actual != expected)
        {
            throw new InvalidOperationException($"{call}: expected {expected}, got {actual}");
        }

        // Who is out of memory has emptied the magazines.
        bool same = actual.ChangesNothing && !(Real.HasMagazines && call.Verb == Verb.Allocate);
        if (same && !before.AsSpan().SequenceEqual(Real.Snapshot()))
        {
            throw new InvalidOperationException($"{call}: {actual}, and yet something changed");
        }

        return actual;
    }

    /// <summary>Whether the metadata tells of every frame, and the table of every entry, what the model does.</summary>
    public void Compare()
    {
        for (ulong frame = 0; frame < FrameCount; frame++)
        {
            Make(new(Verb.Frame, new(PhysAddr.OfFrame(FirstFrame + frame), 0)));
        }

        List<BlockHandle> entries = [];
        foreach (OwnerEntry entry in Real.Table.Entries())
        {
            Make(new(Verb.TryGet, entry.Handle));
            entries.Add(entry.Handle);
        }

        Assert.Equal(Model.Entries.Where(e => e.Live).Select(e => e.Block).OrderBy(b => b.Base), entries);
    }

    /// <summary>Gives everything back, by the book.</summary>
    public void Drain()
    {
        while (Model.Entries.Count != 0)
        {
            ReferenceMachine.Entry entry = Model.Entries[0];
            if (entry.TokenOutstanding && entry.Live)
            {
                Make(new(Verb.Detach, entry.Block));
            }

            foreach (ulong cap in entry.Caps.ToArray())
            {
                Make(new(Verb.RemoveRef, entry.Block, cap));
            }

            for (uint i = 0; i < entry.Pins; i++)
            {
                Make(new(Verb.Unpin, entry.Block));
            }

            Assert.Equal("given back", Make(new(Verb.Free, entry.Block)).What);
        }

        while (Model.Allocated.Count != 0)
        {
            Assert.Equal("returned", Make(new(Verb.Return, Model.Allocated[0])).What);
        }
    }

    public void Dispose() => Real.Dispose();

    public readonly record struct Step(Verb Verb, int Pick, int Order, int Twist, int Cap);
}
