namespace Strat9.Samples.Kernel.Wrong;

/// <summary>A page that has left the table, and may be anybody's in a moment, is mapped.</summary>
internal static class MapsReleasedFrame
{
    public static void Run(Frames frames, Mapper mapper, PhysBlock<Exclusive> page, in AddressSpace space)
    {
        ReleaseResult result = frames.Table.Release(page, space.Cap);
        if (result.IsFreed(out PhysBlock<Released> freed))
        {
            mapper.Map(freed, space, 0x1000, Access.Read); // error CS1503, STRAT2001
        }
        else if (result.IsRefused(out _, out PhysBlock<Exclusive> held))
        {
            frames.Give(held, space.Cap);
        }
    }
}
