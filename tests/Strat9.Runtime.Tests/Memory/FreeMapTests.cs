using CsCheck;
using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>The map of bits against a plain sorted set.</summary>
public sealed unsafe class FreeMapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(300_000)]
    public void ItIsASet(int numbers) =>
        Gen.Select(Gen.Int[0, numbers - 1], Gen.Bool).Array[0, 300].Sample(
            steps =>
            {
                ulong size = FreeMap.WordsFor((ulong)numbers);
                ulong[] words = new ulong[size + 1];
                SortedSet<int> model = [];
                fixed (ulong* at = words)
                {
                    FreeMap map = new(at, FreeMap.LeavesFor((ulong)numbers));
                    foreach ((int number, bool add) in steps)
                    {
                        Assert.Equal(model.Contains(number), map.Contains((ulong)number));
                        if (add && model.Add(number))
                        {
                            map.Add((ulong)number);
                        }
                        else if (!add && model.Remove(number))
                        {
                            map.Remove((ulong)number);
                        }

                        Assert.Equal(model.Count == 0 ? FreeMap.None : (ulong)model.Min, map.Lowest());
                    }

                    foreach (int number in model)
                    {
                        map.Remove((ulong)number);
                    }
                }

                Assert.All(words, w => Assert.Equal(0ul, w)); // upper levels too, and nothing behind
            },
            iter: 100, threads: 1);

    [Fact]
    public void LevelsThatContradictEachOtherAreFound()
    {
        ulong[] words = new ulong[FreeMap.WordsFor(300_000)];
        fixed (ulong* at = words)
        {
            FreeMap map = new(at, FreeMap.LeavesFor(300_000));
            map.Add(299_999);
            words[^1] = ulong.MaxValue; // says that there is something where there is nothing
            Assert.Equal(FreeMap.None, map.Lowest());
            words[^1] = 1ul << 63; // beyond the last word of the level below
            Assert.Equal(FreeMap.None, map.Lowest());
        }
    }
}
