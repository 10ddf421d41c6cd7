namespace Strat9.Samples.Kernel.Wrong;

/// <summary>After a fork the parent goes on with its old mapping, and writes what the child sees.</summary>
internal static class WrittenAfterSplit
{
    public static void Run(Frames frames, Mapper mapper, Mapping mapping, in AddressSpace child, CapId cap)
    {
        CopyOnWriteResult result = mapper.ShareCopyOnWrite(mapping, child, 0x1000);
        frames.Give(mapper.Unmap(mapping), cap); // error STRAT1001
        if (result.IsSplit(out LazyMapping mine, out LazyMapping theirs))
        {
            mapper.Unmap(mine);
            mapper.Unmap(theirs);
        }
        else if (result.IsRefused(out _, out Mapping whole))
        {
            frames.Give(mapper.Unmap(whole), cap);
        }
    }
}
