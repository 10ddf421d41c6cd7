using System.Buffers;
using System.Runtime.InteropServices;
using Strat9.Hosting;

namespace Strat9.Memory.Benchmarks;

/// <summary>Buffers rented and given back, one after the other or in batches: what a server does with its pool. One thread.</summary>
internal static unsafe class PoolWorkload
{
    /// <summary>The least ns for one buffer rented and given back.</summary>
    public static double Run<TSource>(int size, int batch, int rounds, Func<TSource> create)
        where TSource : IBuffers
    {
        double best = double.PositiveInfinity;
        int steps = Math.Max(1, 200_000 / batch);
        using TSource source = create();
        for (int round = -1; round < rounds; round++)
        {
            double[] times = Crew.Run(1, 1, (_, _, times) =>
            {
                source.Exchange(size, batch);
                double start = Crew.Now;
                for (int step = 0; step < steps; step++)
                {
                    source.Exchange(size, batch);
                }

                times[0] = (Crew.Now - start) / ((double)steps * batch);
            });
            best = Math.Min(best, times[0]);
        }

        return best;
    }

    /// <summary>Where buffers come from.</summary>
    public interface IBuffers : IDisposable
    {
        /// <summary>Rents so many buffers and gives them back.</summary>
        void Exchange(int size, int count);
    }

    public sealed class Arena : IBuffers
    {
        private readonly PhysicalArena _arena = new(1ul << 30, new(4ul << 30));
        private readonly BuddyMemoryPool _pool;
        private readonly IMemoryOwner<byte>[] _owners = new IMemoryOwner<byte>[256];

        public Arena() => _pool = new(_arena, detectLeaks: false);

        public void Exchange(int size, int count)
        {
            Span<IMemoryOwner<byte>> owners = _owners; // stores without the check an array of references makes
            for (int i = 0; i < count; i++)
            {
                owners[i] = _pool.Rent(size);
            }

            for (int i = 0; i < count; i++)
            {
                owners[i].Dispose();
            }
        }

        public void Dispose() => _arena.Dispose();
    }

    public sealed class Arrays : IBuffers
    {
        private readonly byte[][] _arrays = new byte[256][];

        public void Exchange(int size, int count)
        {
            Span<byte[]> arrays = _arrays;
            for (int i = 0; i < count; i++)
            {
                arrays[i] = ArrayPool<byte>.Shared.Rent(size);
            }

            for (int i = 0; i < count; i++)
            {
                ArrayPool<byte>.Shared.Return(arrays[i]);
            }
        }

        public void Dispose()
        {
        }
    }

    public sealed class Memories : IBuffers
    {
        private readonly IMemoryOwner<byte>[] _owners = new IMemoryOwner<byte>[256];

        public void Exchange(int size, int count)
        {
            Span<IMemoryOwner<byte>> owners = _owners; // stores without the check an array of references makes
            for (int i = 0; i < count; i++)
            {
                owners[i] = MemoryPool<byte>.Shared.Rent(size);
            }

            for (int i = 0; i < count; i++)
            {
                owners[i].Dispose();
            }
        }

        public void Dispose()
        {
        }
    }

    public sealed class Natives : IBuffers
    {
        private readonly void*[] _blocks = new void*[256];

        public void Exchange(int size, int count)
        {
            for (int i = 0; i < count; i++)
            {
                _blocks[i] = NativeMemory.AlignedAlloc((nuint)size, 4096);
            }

            for (int i = 0; i < count; i++)
            {
                NativeMemory.AlignedFree(_blocks[i]);
            }
        }

        public void Dispose()
        {
        }
    }
}
