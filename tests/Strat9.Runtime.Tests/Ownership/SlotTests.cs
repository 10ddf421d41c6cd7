using CsCheck;

namespace Strat9.Runtime.Tests.Ownership;

public sealed class SlotTests
{
    private readonly Slot<Wide> _wide = new();
    private readonly Slot<Token> _token = new();

    [Fact]
    public void WhatIsPutIsTakenOnce()
    {
        Assert.True(_token.IsEmpty);
        _token.Put(new Token(1));
        Assert.False(_token.IsEmpty);
        Assert.Equal(1, _token.Value.Id);
        Assert.Equal(1, _token.Take().End());
        Assert.True(_token.IsEmpty);
        if (_token.TryTake(out Token again))
        {
            Assert.Fail($"{again.End()} was taken twice");
        }
    }

    [Fact]
    public void AnEmptySlotHasNothingToTakeOrLend()
    {
        Assert.Throws<InvalidOperationException>(() => _token.Take().End());
        Assert.Throws<InvalidOperationException>(() => _token.Value.Id);
    }

    [Fact]
    public void PutOnAFullSlotHandsTheValueBack()
    {
        _wide.Put(new Wide(1));
        NotStoredException<Wide> e = Assert.Throws<NotStoredException<Wide>>(() => _wide.Put(new Wide(2)));
        Assert.Equal(2, Back(e));
        Assert.Equal(1, _wide.Take().End());
    }

    [Fact]
    public void TryPutOnAFullSlotLeavesTheValueWithTheCaller()
    {
        _wide.Put(new Wide(1));
        Wide second = new(2);
        if (_wide.TryPut(second))
        {
            Assert.Fail("it was full");
        }
        else
        {
            Assert.Equal(2, second.End());
        }

        Assert.Equal(1, _wide.Take().End());
    }

    [Fact]
    public void ReplaceExchanges()
    {
        _wide.Put(new Wide(1));
        Assert.Equal(1, _wide.Replace(new Wide(2)).End());
        Assert.Equal(2, _wide.Take().End());
        NotStoredException<Wide> e = Assert.Throws<NotStoredException<Wide>>(() => _wide.Replace(new Wide(3)).End());
        Assert.Equal(3, Back(e));
        Assert.True(_wide.IsEmpty);
    }

    [Fact]
    public void ReplaceOfWhateverIsThereAlwaysStores()
    {
        if (_wide.Replace(new Wide(1), out Wide none))
        {
            Assert.Fail($"{none.End()} was there before");
        }

        if (_wide.Replace(new Wide(2), out Wide first))
        {
            Assert.Equal(1, first.End());
        }
        else
        {
            Assert.Fail("1 was lost");
        }

        Assert.Equal(2, _wide.Take().End());
    }

    [Fact]
    public void AgreesWithAnOptionalValue() =>
        Gen.Int[0, 4].Array[0, 50].Sample(verbs =>
        {
            using SlotMachine machine = new();
            foreach (int verb in verbs)
            {
                machine.Step(verb);
            }
        });

    [Fact]
    public void OfManyThatTakeOneGetsIt()
    {
        const int Rounds = 4_000;
        int threads = Math.Max(3, Environment.ProcessorCount);
        int[] taken = new int[Rounds];
        using Barrier start = new(threads);
        Threads.Run(threads, thread =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                if (thread == 0)
                {
                    _wide.Put(new Wide(round));
                }

                start.SignalAndWait();
                if (_wide.TryTake(out Wide value))
                {
                    Interlocked.Increment(ref taken[value.End()]);
                }

                start.SignalAndWait();
            }
        });
        Assert.All(taken, times => Assert.Equal(1, times));
    }

    [Fact]
    public void NothingIsLostOrDoubledBetweenThreads()
    {
        const int Each = 60_000;
        const int Senders = 4;
        int[] seen = new int[Each * Senders];
        Threads.Run(Senders, thread =>
        {
            for (int i = 0; i < Each; i++)
            {
                Wide value = new((thread * Each) + i);
                if (i % 3 == 0)
                {
                    if (_wide.Replace(value, out Wide previous))
                    {
                        Interlocked.Increment(ref seen[previous.End()]);
                    }
                }
                else if (i % 3 == 1 || !_wide.TryPut(value))
                {
                    Interlocked.Increment(ref seen[value.End()]);
                    if (_wide.TryTake(out Wide taken))
                    {
                        Interlocked.Increment(ref seen[taken.End()]);
                    }
                }
            }
        });
        if (_wide.TryTake(out Wide last))
        {
            seen[last.End()]++;
        }

        Assert.All(seen, times => Assert.Equal(1, times));
    }

    private static int Back(NotStoredException<Wide> e)
    {
        int id = e.TryTake(out Wide value) ? value.End() : -1;
        if (e.TryTake(out Wide again))
        {
            Assert.Fail($"{again.End()} was handed back twice");
        }

        return id;
    }

    private sealed class SlotMachine : IDisposable
    {
        private readonly Slot<Wide> _slot = new();
        private int? _model;
        private int _next;

        public void Step(int verb)
        {
            Wide fresh = new(++_next);
            switch (verb)
            {
                case 0:
                    if (_slot.TryPut(fresh))
                    {
                        Assert.Null(_model);
                        _model = _next;
                    }
                    else
                    {
                        Assert.Equal(_next, fresh.End());
                        Assert.NotNull(_model);
                    }

                    break;
                case 1:
                    int? replaced = _slot.Replace(fresh, out Wide previous) ? previous.End() : null;
                    Assert.Equal(_model, replaced);
                    _model = _next;
                    break;
                case 2 when _model is { } old:
                    Assert.Equal(old, _slot.Replace(fresh).End());
                    _model = _next;
                    break;
                case 3 when _model is { } lent:
                    fresh.End();
                    Assert.Equal(lent, _slot.Value.Id);
                    break;
                default:
                    fresh.End();
                    int? taken = _slot.TryTake(out Wide value) ? value.End() : null;
                    Assert.Equal(_model, taken);
                    _model = null;
                    break;
            }

            Assert.Equal(_model is null, _slot.IsEmpty);
        }

        public void Dispose()
        {
            if (_slot.TryTake(out Wide value))
            {
                Assert.Equal(_model, value.End());
            }

            _slot.Dispose();
        }
    }
}
