using CsCheck;
using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

public sealed class FrameWordTests
{
    private static readonly FrameState[] Live =
        [FrameState.Held, FrameState.Detached, FrameState.AdoptedBlock, FrameState.AdoptedPart, FrameState.AdoptedReserved];

    [Fact]
    public void PartsDoNotTouchEachOther()
    {
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 11], Gen.UInt[0, 3], Gen.UInt[0, 63], Gen.ULong[0, FrameWord.MaxGeneration - 1]).Sample(
            (state, order, caps, pins, generation) =>
            {
                FrameWord claimed = Word(generation).ToClaimed(Live[state], order);
                FrameWord counted = claimed.WithCounts(caps, pins);
                Assert.Equal((Live[state], order, generation + 1), (counted.State, counted.Order, counted.Generation));
                Assert.Equal((caps, pins, claimed.Version + 1), (counted.Caps, counted.Pins, counted.Version));
                Assert.True(counted.IsLive && counted.IsHead && !counted.IsReleased && !counted.IsLocked && counted.Locked.IsLocked);
                Assert.True(counted.ToReleased().IsReleased);
                Assert.Equal((order, generation + 1, 0u), (counted.ToReleased().Order, counted.ToReleased().Generation, counted.ToReleased().Caps));
                Assert.True(counted.WithNode() is { InNode: true, Pins: 0 });
            });
    }

    [Fact]
    public void OnlyLiveStatesAreLive() =>
        Assert.Equal(Live, Enum.GetValues<FrameState>().Where(s => new FrameWord((uint)s).IsLive));

    [Fact]
    public void WhatIsReleasedRemembersWhereItCameFrom() => Assert.Equal(
        [FrameState.Released, FrameState.Released, FrameState.ReleasedBlock, FrameState.ReleasedPart, FrameState.ReleasedReserved],
        Live.Select(s => Word(0).ToClaimed(s, 0).ToReleased().State));

    [Fact]
    public void AGenerationThatWrapsSkipsZero()
    {
        FrameWord last = Word(FrameWord.MaxGeneration);
        Assert.Equal(FrameWord.MaxGeneration, last.Generation);
        Assert.Equal(1ul, last.ToClaimed(FrameState.Held, 0).Generation);
        Assert.Equal((1ul << 40) - 1, FrameWord.MaxGeneration);
    }

    [Fact]
    public void VersionsWrap()
    {
        FrameWord word = Word(0).ToClaimed(FrameState.Held, 3);
        FrameWord other = word;
        for (int i = 0; i < 64; i++)
        {
            other = other.WithCounts(1, 0);
            Assert.Equal(i == 63, other.Bits == word.Bits);
        }
    }

    private static FrameWord Word(ulong generation) => new((generation << 24) | (uint)FrameState.Allocated);
}
