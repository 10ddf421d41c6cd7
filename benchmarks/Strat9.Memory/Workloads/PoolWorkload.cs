namespace Strat9.Memory.Benchmarks;
internal sealed partial class Suite
{
    public void Pool() { }
}
