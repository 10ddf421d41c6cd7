namespace Strat9.Samples.Kernel.Wrong;

/// <summary>The page is looked up once more after it has been taken out of the tables.</summary>
internal static class UseAfterUnmap
{
    public static ulong Run(Frames frames, Mapper mapper, Mapping mapping, CapId cap)
    {
        frames.Give(mapper.Unmap(mapping), cap);
        return mapping.Place.Address; // error STRAT1001
    }
}
