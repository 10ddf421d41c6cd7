using System.Runtime.CompilerServices;
using Strat9.Memory;

namespace Strat9.Hosting;

/// <summary>
/// Numbers the threads of a process, so that each can have a magazine in every arena. A thread gets its number with its first call and
/// keeps it until it has ended and been collected; then its magazines are emptied and the number is given out again. Threads beyond
/// <see cref="Count"/> do without.
/// </summary>
public static unsafe class ThreadMagazines
{
    /// <summary>How many threads at once can have magazines.</summary>
    public const int Count = 64;

    private const int TryAgainAfter = 4096;

    private static readonly object Gate = new();
    private static readonly List<BuddyAllocator> Allocators = [];
    private static ulong _free = ulong.MaxValue; // bit n: number n is not given out

    /// <summary>The hooks for <see cref="BuddyAllocator"/>.</summary>
    public static MagazineIndex Hook => new(&Current, &Interlocked.MemoryBarrierProcessWide);

    /// <summary>From now on the allocator's magazines are emptied when threads end.</summary>
    internal static void Register(BuddyAllocator allocator)
    {
        lock (Gate)
        {
            Allocators.Add(allocator);
        }
    }

    /// <summary>The allocator is not touched any more once this has returned.</summary>
    internal static void Unregister(BuddyAllocator allocator)
    {
        lock (Gate)
        {
            Allocators.Remove(allocator);
        }
    }

    /// <summary>The caller's number, from 0; -1: it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Current()
    {
        int number = OfThread.Number;
        return number > 0 ? number - 1 : Take();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Take()
    {
        if (OfThread.Number < 0)
        {
            OfThread.Number++;
            return -1;
        }

        lock (Gate)
        {
            int number = System.Numerics.BitOperations.TrailingZeroCount(_free);
            if (number >= Count)
            {
                OfThread.Number = -TryAgainAfter;
                return -1;
            }

            OfThread.End = new(number);
            _free &= ~(1ul << number);
            OfThread.Number = number + 1;
            return number;
        }
    }

    private static void Give(int number)
    {
        lock (Gate)
        {
            foreach (BuddyAllocator allocator in Allocators)
            {
                allocator.Drain(number);
            }

            _free |= 1ul << number;
        }
    }

    /// <summary>A class of its own, without initializers: nothing is to be checked before a field is read.</summary>
    private static class OfThread
    {
        /// <summary>This thread's number + 1; below 1: none, and so many calls until it asks again.</summary>
        [ThreadStatic]
        public static int Number;

        /// <summary>Collected with its thread.</summary>
        [ThreadStatic]
        public static ThreadEnd? End;
    }

    private sealed class ThreadEnd(int number)
    {
        ~ThreadEnd() => Give(number);
    }
}
