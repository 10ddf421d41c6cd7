namespace Strat9.Samples.Kernel;

/// <summary>A region is exported by one address space, seen by two others, revoked under their eyes, and its frames come back.</summary>
internal static class SharedMemory
{
    private const ulong There = 0x0000_4000_0000_0000;

    private static readonly CapId s_owner = new(10);
    private static readonly CapId s_reader = new(11);
    private static readonly CapId s_other = new(12);

    public static void Run(Frames frames, Mapper mapper, SharedRegions regions)
    {
        Snapshot before = Snapshot.Of(frames);
        if (!Scenario.TryTake(frames, 0, s_owner, out PhysBlock<Exclusive> block))
        {
            return;
        }

        block.Span[0] = 77;
        if (!regions.TryExport(block, s_owner, out RegionId id))
        {
            Check.That(false, "the registry has room");
            frames.Give(block, s_owner);
            return;
        }

        if (Scenario.TryCreateSpace(mapper, s_reader, out AddressSpace reader))
        {
            if (Scenario.TryCreateSpace(mapper, s_other, out AddressSpace other))
            {
                Publish(frames, regions, id, reader, other);
                Scenario.Destroy(mapper, other);
            }

            Scenario.Destroy(mapper, reader);
        }

        Check.That(!regions.TryRetain(id, s_reader), "what was revoked cannot be retained");
        Scenario.CheckBack(frames, before, "region");
    }

    private static void Publish(Frames frames, SharedRegions regions, RegionId id, in AddressSpace reader, in AddressSpace other)
    {
        if (regions.TryPublish(id, reader, There, Access.Read, out Publication stolen))
        {
            Check.That(false, "only holders see a region");
            regions.Withdraw(stolen);
        }

        Check.That(regions.TryRetain(id, s_reader) && regions.TryRetain(id, s_other), "two more holders");
        Check.That(!regions.TryRetain(id, s_reader), "nobody holds it twice");
        Check.That(!regions.TryRevoke(id, s_reader, out _), "only its owner revokes it");
        if (!regions.TryPublish(id, reader, There, Access.Read, out Publication first))
        {
            Check.That(false, "a holder sees it");
            return;
        }

        if (!regions.TryPublish(id, other, There, Access.ReadWrite, out Publication second))
        {
            Check.That(false, "another holder sees it");
            regions.Withdraw(first);
            return;
        }

        Check.That(!regions.TryRelease(id, s_reader), "who sees it does not let go");
        CurrentSpace.Enter(other);
        Check.That(Processor.ProbeWrite(There, 78) == 0, "one writes");
        CurrentSpace.Enter(reader);
        Check.That(Processor.ProbeRead(There) == 78, "the other reads it");
        Picture.DrawOwners(frames);
        Check.That(regions.TryRevoke(id, s_owner, out uint pins) && pins == 2, "revoked while two publications keep the frames");
        Check.That(Processor.ProbeRead(There) == -1, "nobody sees it any more");
        Log.Line("region").Text("revoked; ").Number(pins).Text(" pins keep its frames until they are withdrawn").End();
        regions.Withdraw(first);
        regions.Withdraw(second);
    }
}
