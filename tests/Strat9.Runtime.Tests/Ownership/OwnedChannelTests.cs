namespace Strat9.Runtime.Tests.Ownership;

public sealed class OwnedChannelTests
{
    private readonly OwnedChannel<Wide> _unbounded = new();
    private readonly OwnedChannel<Wide> _one = new(1);
    private readonly OwnedChannel<Wide> _few = new(3);

    private static CancellationToken Canceled => new(canceled: true);

    [Fact]
    public async Task ValuesComeInOrderAndThenTheEnd()
    {
        await Send(_unbounded, 1);
        await Send(_unbounded, 2);
        Assert.Equal(2, _unbounded.Count);
        Assert.True(_unbounded.Complete());
        Assert.False(_unbounded.Complete());
        Assert.False(_unbounded.Completion.IsCompleted);
        Assert.Equal(1, await Receive(_unbounded));
        Assert.Equal(2, await Receive(_unbounded));
        Assert.Null(await Receive(_unbounded));
        Assert.True(_unbounded.IsEmpty);
        await _unbounded.Completion;
    }

    [Fact]
    public void AFullChannelLeavesTheValueWithTheSender()
    {
        Assert.True(TrySend(_one, 1));
        Assert.False(TrySend(_one, 2));
        Assert.Equal(1, _one.TryReceive(out Wide value) ? value.End() : -1);
    }

    [Fact]
    public async Task ACompleteChannelHandsBack()
    {
        _one.Complete();
        Assert.False(TrySend(_one, 1));
        Assert.Equal(("closed", 1), await TrySendAsync(_one, 1));
    }

    [Fact]
    public async Task ASenderThatWaitsGetsItsValueBackAtCompletion()
    {
        await Send(_one, 1);
        Task<(string, int)> waiting = TrySendAsync(_one, 2);
        Assert.False(waiting.IsCompleted);
        _one.Complete();
        Assert.Equal(("closed", 2), await waiting);
        Assert.Equal(1, await Receive(_one));
        Assert.Null(await Receive(_one));
    }

    [Fact]
    public async Task ASenderThatWaitsGetsItsValueBackWhenCanceled()
    {
        await Send(_one, 1);
        using CancellationTokenSource source = new();
        Task<(string, int)> waiting = TrySendAsync(_one, 2, source.Token);
        source.Cancel();
        Assert.Equal(("canceled", 2), await waiting);
        Assert.Equal(("canceled", 3), await TrySendAsync(_one, 3, Canceled));
        Assert.Equal(1, await Receive(_one));
    }

    [Fact]
    public async Task ASenderThatWaitsSendsWhenThereIsRoom()
    {
        await Send(_one, 1);
        Task<(string, int)> waiting = TrySendAsync(_one, 2);
        Assert.Equal(1, await Receive(_one));
        Assert.Equal(("sent", 0), await waiting);
        Assert.Equal(2, await Receive(_one));
    }

    [Fact]
    public async Task ACanceledReceiverReceivesNothing()
    {
        using CancellationTokenSource source = new();
        Task<int?> waiting = Receive(_one, source.Token);
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Send(_one, 1);
        Assert.Equal(1, await Receive(_one));
    }

    [Fact]
    public async Task WhoLeavesTheEnumerationEarlyLeavesTheRest()
    {
        await Send(_unbounded, 1);
        await Send(_unbounded, 2);
        await foreach (Wide value in _unbounded.ReceiveAllAsync())
        {
            Assert.Equal(1, value.End());
            break;
        }

        Assert.Equal(2, await Receive(_unbounded));
    }

    [Fact]
    public void ACapacityIsAtLeastOne() => Assert.Throws<ArgumentOutOfRangeException>(() => new OwnedChannel<Wide>(0).Complete());

    [Fact]
    public Task EveryValueIsReceivedOnceUnbounded() => Stress(new Link(null));

    [Fact]
    public Task EveryValueIsReceivedOnceBounded() => Stress(new Link(2));

    [Fact]
    public async Task NothingIsLostWhenSendersAndReceiversAreCanceledAndTheChannelIsClosed()
    {
        const int Senders = 4;
        const int Each = 3_000;
        int[] seen = new int[Senders * Each];
        Task[] receivers =
        [
            .. Enumerable.Range(0, 3).Select(r => Task.Run(async () =>
            {
                for (bool ended = false; !ended;)
                {
                    using CancellationTokenSource soon = new();
                    Task<int?> receiving = Receive(_few, soon.Token);
                    if (r > 0)
                    {
                        soon.Cancel();
                    }

                    try
                    {
                        if (await receiving is { } id)
                        {
                            Interlocked.Increment(ref seen[id]);
                        }
                        else
                        {
                            ended = true;
                        }
                    }
                    catch (OperationCanceledException)
                    {
                        await Task.Yield();
                    }
                }
            })),
        ];
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(s => Task.Run(async () =>
        {
            for (int i = 0; i < Each; i++)
            {
                using CancellationTokenSource soon = new();
                Task<(string How, int Back)> sending = TrySendAsync(_few, (s * Each) + i, soon.Token);
                if (i % 2 == 0)
                {
                    soon.Cancel();
                }

                (string how, int back) = await sending;
                if (how != "sent")
                {
                    Interlocked.Increment(ref seen[back]);
                }

                if (s == 0 && i == Each - 10)
                {
                    _few.Complete(); // the others are still sending
                }
            }
        })));
        await Task.WhenAll(receivers);
        Assert.All(seen, times => Assert.Equal(1, times));
        Assert.True(_few.IsEmpty);
    }

    private static async Task Stress(Link link)
    {
        const int Senders = 3;
        const int Each = 20_000;
        int[] seen = new int[Senders * Each];
        Task[] receivers = [.. Enumerable.Range(0, 3).Select(r => Task.Run(() => link.ReceiveAll(seen, byHand: r == 0)))];
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(s => Task.Run(() => link.SendAll(s * Each, Each))));
        link.Complete();
        await Task.WhenAll(receivers);
        Assert.All(seen, times => Assert.Equal(1, times));
    }

    private static async Task Send([Borrows] OwnedChannel<Wide> channel, int id) =>
        Assert.Equal(("sent", 0), await TrySendAsync(channel, id));

    private static bool TrySend([Borrows] OwnedChannel<Wide> channel, int id)
    {
        Wide value = new(id);
        if (channel.TrySend(value))
        {
            return true;
        }

        Assert.Equal(id, value.End());
        return false;
    }

    private static async Task<(string How, int Back)> TrySendAsync(
        [Borrows] OwnedChannel<Wide> channel, int id, CancellationToken cancel = default)
    {
        SendResult<Wide> result = await channel.SendAsync(new Wide(id), cancel);
        return result.Match(sent: () => ("sent", 0), closed: v => ("closed", v.End()), canceled: v => ("canceled", v.End()));
    }

    private static async Task<int?> Receive([Borrows] OwnedChannel<Wide> channel, CancellationToken cancel = default)
    {
        ReceiveResult<Wide> result = await channel.ReceiveAsync(cancel);
        return result.Match(received: v => (int?)v.End(), ended: () => null);
    }

    private sealed class Link(int? capacity)
    {
        private readonly OwnedChannel<Wide> _channel = capacity is { } bound ? new OwnedChannel<Wide>(bound) : new OwnedChannel<Wide>();

        public async Task SendAll(int first, int count)
        {
            for (int id = first; id < first + count; id++)
            {
                await Send(_channel, id);
            }
        }

        public async Task ReceiveAll(int[] seen, bool byHand)
        {
            while (byHand)
            {
                if (await Receive(_channel) is not { } id)
                {
                    return;
                }

                Interlocked.Increment(ref seen[id]);
            }

            await foreach (Wide value in _channel.ReceiveAllAsync())
            {
                Interlocked.Increment(ref seen[value.End()]);
            }
        }

        public void Complete() => _channel.Complete();
    }
}
