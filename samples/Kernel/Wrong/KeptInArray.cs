namespace Strat9.Samples.Kernel.Wrong;

/// <summary>Tokens in a plain array: nobody follows who takes them out, or whether twice.</summary>
internal sealed class KeptInArray
{
    private readonly PhysBlock<Exclusive>[] _pages = new PhysBlock<Exclusive>[64];

    public void Keep(int index, PhysBlock<Exclusive> page) => _pages[index] = page; // error STRAT3003
}
