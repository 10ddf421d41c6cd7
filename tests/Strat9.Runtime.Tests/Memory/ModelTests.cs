using CsCheck;
using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>Table and allocator together do what the plain model does, call by call, for any calls.</summary>
public sealed class ModelTests
{
    [Fact]
    public void EveryCallAnswersAsTheModelAndARefusedOneChangesNothing()
    {
        Machines.Steps.Array[1, 120].Sample(steps => Run(new Machines(), steps), iter: 1000);
    }

    [Fact]
    public void SoItDoesWithMagazines()
    {
        Machines.Steps.Array[1, 120].Sample(steps => Run(new Machines(magazines: true), steps), iter: 1000, threads: 1);
    }

    [Fact]
    public void SoItDoesWithANarrowReferenceCount()
    {
        Machines.Steps.Array[1, 120].Sample(steps => Run(new Machines(maxRefcount: 3), steps), iter: 500);
    }

    /// <summary>Few blocks and many references: capabilities and pins move into overflow nodes and out again.</summary>
    [Fact]
    public void SoItDoesWithManyReferencesToFewBlocks()
    {
        Verb[] verbs = [Verb.AddRef, Verb.AddRef, Verb.AddRef, Verb.RemoveRef, Verb.RemoveRef, Verb.Pin, Verb.Pin, Verb.Unpin, Verb.TryGet];
        Gen<Machines.Step> references = Gen.Select(
            Gen.Int[0, verbs.Length - 1], Gen.Int[0, 1 << 20], Gen.Int[0, 40], (verb, pick, cap) => new Machines.Step(verbs[verb], pick, 0, 0, cap));
        references.Array[1, 300].Sample(
            steps =>
            {
                Machines machines = new(nodes: 64);
                BlockHandle allocated = machines.Make(new(Verb.Allocate, new(default, 1))).Block;
                machines.Make(new(Verb.Claim, allocated, 1UL << 41));
                machines.Make(new(Verb.EnsureRef, new(PhysAddr.OfFrame(Machines.FirstFrame + 16), 3), 1UL << 41));
                BlockHandle halved = machines.Make(new(Verb.Allocate, new(default, 1))).Block;
                machines.Make(new(Verb.EnsureRef, new(halved.Base, 0), 1UL << 41)); // a part: two inline capabilities only
                Run(machines, steps);
            },
            iter: 400);
    }

    private static void Run(Machines machines, Machines.Step[] steps)
    {
        using (machines)
        {
            foreach (Machines.Step step in steps)
            {
                machines.Make(machines.Aim(step));
            }

            machines.Compare();
            machines.Drain();
            machines.Real.Allocator.Drain();
            using Machines untouched = new();
            Assert.Equal(untouched.Real.Runs(), machines.Real.Runs());
            Assert.Equal(untouched.Real.Allocator.FreeFrames, machines.Real.Allocator.FreeFrames);
        }
    }
}
