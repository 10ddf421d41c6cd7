namespace Strat9.Memory.Benchmarks;

/// <content>The pool beside what .NET users would take instead.</content>
internal sealed partial class Suite
{
    public void Pool()
    {
        (int Size, string Name, int Batch)[] sizes = [(4096, "4 KiB", 256), (65536, "64 KiB", 256), (2 << 20, "2 MiB", 32)];
        report.Section("Pool: rented and given back, against ArrayPool.Shared", "Strat9", "ArrayPool");
        foreach ((int size, string name, int batch) in sizes)
        {
            double arrays = PoolWorkload.Run(size, 1, rounds, () => new PoolWorkload.Arrays());
            report.Row($"{name}, one", PoolWorkload.Run(size, 1, rounds, () => new PoolWorkload.Arena()), arrays, 1.0);
            arrays = PoolWorkload.Run(size, batch, rounds, () => new PoolWorkload.Arrays());
            report.Row($"{name}, {batch} at a time", PoolWorkload.Run(size, batch, rounds, () => new PoolWorkload.Arena()), arrays, 0.2);
        }

        report.Section("Pool, against MemoryPool.Shared", "Strat9", "MemoryPool");
        foreach ((int size, string name, _) in sizes)
        {
            double memories = PoolWorkload.Run(size, 1, rounds, () => new PoolWorkload.Memories());
            report.Row($"{name}, one", PoolWorkload.Run(size, 1, rounds, () => new PoolWorkload.Arena()), memories);
        }

        report.Section("Pool, against NativeMemory.AlignedAlloc", "Strat9", "malloc");
        foreach ((int size, string name, _) in sizes)
        {
            double natives = PoolWorkload.Run(size, 1, rounds, () => new PoolWorkload.Natives());
            report.Row($"{name}, one", PoolWorkload.Run(size, 1, rounds, () => new PoolWorkload.Arena()), natives);
        }
    }
}
