using System.Numerics;
using System.Runtime.CompilerServices;

namespace Strat9.Memory;

/// <summary>
/// A set of small numbers as bits, with a word of bits over each 64 words that says which of them are not zero, and so on up to a single
/// word: the lowest number is found in as many steps as there are levels. Not thread-safe.
/// </summary>
/// <param name="words">Storage for <see cref="WordsFor"/> words; zero at first.</param>
/// <param name="count">Words of the lowest level.</param>
internal readonly unsafe struct FreeMap(ulong* words, ulong count)
{
    public const ulong None = ulong.MaxValue;

    public const int Bits = 6; // of a number, within a word
    private const ulong PerWord = 1UL << Bits;

    /// <summary>Words of the lowest level for so many numbers.</summary>
    public static ulong LeavesFor(ulong numbers) => (numbers + PerWord - 1) >> Bits;

    /// <summary>Words of all levels for so many numbers, at least one.</summary>
    public static ulong WordsFor(ulong numbers)
    {
        ulong level = LeavesFor(numbers);
        ulong sum = level;
        while (level > 1)
        {
            level = LeavesFor(level);
            sum += level;
        }

        return sum;
    }

    /// <summary>How many levels that are.</summary>
    public static uint LevelsFor(ulong numbers)
    {
        uint levels = 1;
        for (ulong level = LeavesFor(numbers); level > 1; level = LeavesFor(level))
        {
            levels++;
        }

        return levels;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(ulong number) => (words[number >> Bits] >> (int)number & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong number)
    {
        ulong* leaf = words + (number >> Bits);
        ulong before = *leaf;
        *leaf = before | 1UL << (int)number;
        if (before == 0)
        {
            AddAbove(words, count, number);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remove(ulong number)
    {
        ulong* leaf = words + (number >> Bits);
        ulong after = *leaf & ~(1UL << (int)number);
        *leaf = after;
        if (after == 0)
        {
            RemoveAbove(words, count, number);
        }
    }

    /// <summary>A word of the lowest level has been changed from outside: from zero, or to it.</summary>
    public void Mend(ulong number, bool isIn)
    {
        if (isIn)
        {
            AddAbove(words, count, number);
        }
        else
        {
            RemoveAbove(words, count, number);
        }
    }

    /// <summary>A word of a level is not zero any more.</summary>
    private static void AddAbove(ulong* level, ulong size, ulong number)
    {
        ulong before = 0;
        while (before == 0 && size != 1)
        {
            level += size;
            size = LeavesFor(size);
            number >>= Bits;
            before = level[number >> Bits];
            level[number >> Bits] = before | 1UL << (int)number;
        }
    }

    /// <summary>A word of a level has become zero.</summary>
    private static void RemoveAbove(ulong* level, ulong size, ulong number)
    {
        ulong after = 0;
        while (after == 0 && size != 1)
        {
            level += size;
            size = LeavesFor(size);
            number >>= Bits;
            after = level[number >> Bits] & ~(1UL << (int)number);
            level[number >> Bits] = after;
        }
    }

    /// <summary>The lowest number; <see cref="None"/> when there is none, or the levels contradict each other.</summary>
    public ulong Lowest()
    {
        ulong* level = words;
        int shift = 0;
        ulong size = count;
        while (size > 1)
        {
            level += size;
            size = LeavesFor(size);
            shift += Bits;
        }

        ulong at = 0;
        while (at < size && level[at] != 0)
        {
            at = at << Bits | (uint)BitOperations.TrailingZeroCount(level[at]);
            if (shift == 0)
            {
                return at;
            }

            shift -= Bits;
            size = (count + (1UL << shift) - 1) >> shift; // rounding up once is rounding up at each level
            level -= size;
        }

        return None;
    }
}
