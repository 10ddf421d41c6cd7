namespace Strat9.Samples.Protocols;

public static class WrongTransmissions
{
    public static void PostUnfilled(DescriptorRing ring, Descriptor<Idle> idle) => ring.Post(idle); // error CS1503, STRAT2001

    public static void ForgetToPost(DescriptorRing ring)
    {
        if (ring.TryTake(out var idle))
        {
            var filled = idle.Fill(); // error STRAT1002
        }
    }

    public static void PostTwice(DescriptorRing ring, Descriptor<Filled> filled)
    {
        ring.Post(filled);
        ring.Post(filled); // error STRAT1001
    }
}
