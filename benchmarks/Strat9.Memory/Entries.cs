#if BENCHMARKDOTNET
using System.Buffers;
using BenchmarkDotNet.Attributes;
using Strat9.Hosting;

namespace Strat9.Memory.Benchmarks;

/// <summary>The shortest paths for BenchmarkDotNet: its statistics, and that nothing is allocated.</summary>
[MemoryDiagnoser]
public class Entries : IDisposable
{
    private readonly PhysicalArena _arena = new(256 << 20, new(4ul << 30));
    private readonly BuddyMemoryPool _pool;
    private readonly BlockHandle _block;

    public Entries()
    {
        _pool = new(_arena, detectLeaks: false);
        _arena.Allocator.TryAllocate(0).IsAllocated(out PhysBlock<BuddyReserved> block);
        _arena.Table.Claim(block, new(1)).IsClaimed(out PhysBlock<Exclusive> held);
        _block = _arena.Table.Detach(held);
    }

    [Benchmark]
    public void AllocateAndReturn()
    {
        _arena.Allocator.TryAllocate(0).IsAllocated(out PhysBlock<BuddyReserved> block);
        _arena.Allocator.Return(block);
    }

    [Benchmark]
    public bool PinAndUnpin() => _arena.Table.Pin(_block).IsPinned(out BlockPin pin) && _arena.Table.Unpin(pin).IsNowExclusive(out _);

    [Benchmark]
    public bool AddAndRemove() =>
        _arena.Table.AddRef(_block, new(2)).IsRecorded(out _) && _arena.Table.RemoveRef(_block, new(2)).IsNowExclusive(out _);

    [Benchmark]
    public void RentAndGiveBack() => _pool.Rent(4096).Dispose();

    [Benchmark(Baseline = true)]
    public void ArrayPoolRentAndReturn() => ArrayPool<byte>.Shared.Return(ArrayPool<byte>.Shared.Rent(4096));

    public void Dispose() => _arena.Dispose();
}
#endif
