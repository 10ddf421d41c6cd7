namespace Strat9.Samples.Kernel.Wrong;

/// <summary>The processor is sent into an address space whose tables are gone.</summary>
internal static class UsedAfterDestroy
{
    public static void Run(Mapper mapper, AddressSpace space)
    {
        if (mapper.TryDestroy(space))
        {
            CurrentSpace.Enter(space); // error STRAT1001
        }
        else
        {
            Scenario.Destroy(mapper, space);
        }
    }
}
