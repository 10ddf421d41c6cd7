namespace Strat9.Runtime.Tests.Ownership;

/// <summary>What cannot be stored comes back, and what a receiver has not been called with stays.</summary>
public sealed class RefusalTests
{
    private readonly OwnedList<Token> _list = new();
    private readonly OwnedStack<Token> _stack = new();
    private readonly OwnedQueue<Token> _queue = new();
    private readonly OwnedArray<Token> _array = new(2);

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void InsertingOutOfRangeHandsBack(int index) => Assert.Equal(7, Refused(() => _list.Insert(index, new Token(7))));

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void PuttingOutOfRangeHandsBack(int index) => Assert.Equal(7, Refused(() => _array.Put(index, new Token(7))));

    [Fact]
    public void PuttingIntoAFullPlaceHandsBack()
    {
        _array.Put(1, new Token(1));
        Assert.Equal(7, Refused(() => _array.Put(1, new Token(7))));
        Assert.Equal(1, _array.Take(1).End());
    }

    [Fact]
    public void SwappingWithNothingLeavesTheCallersValue()
    {
        Token mine = new(7);
        bool threw = false;
        try
        {
            _array.Swap(0, ref mine);
        }
        catch (InvalidOperationException)
        {
            threw = true;
        }

        Assert.Equal(7, mine.End());
        Assert.True(threw);
        Assert.True(_array.IsEmpty);
    }

    [Fact]
    public void EmptyContainersHaveNothingToTakeOrLend()
    {
        Assert.Throws<InvalidOperationException>(() => _stack.Pop().End());
        Assert.Throws<InvalidOperationException>(() => _stack.Peek().Id);
        Assert.Throws<InvalidOperationException>(() => _queue.Dequeue().End());
        Assert.Throws<InvalidOperationException>(() => _queue.Peek().Id);
        Assert.Throws<InvalidOperationException>(() => _array.Take(0).End());
        Assert.Throws<InvalidOperationException>(() => _array[0].Id);
        Assert.Throws<ArgumentOutOfRangeException>(() => _list.TakeAt(0).End());
        Assert.Throws<ArgumentOutOfRangeException>(() => _list[0].Id);
    }

    [Fact]
    public void AReceiverThatThrowsLosesNoOtherValue()
    {
        _queue.Enqueue(new Token(1));
        _queue.Enqueue(new Token(2));
        _queue.Enqueue(new Token(3));
        Assert.Throws<TimeoutException>(() => _queue.DrainTo(static value =>
        {
            if (value.End() == 2)
            {
                throw new TimeoutException();
            }
        }));
        Assert.Equal(3, _queue.Dequeue().End());
        Assert.True(_queue.IsEmpty);
    }

    private static int Refused(Action store)
    {
        NotStoredException<Token> e = Assert.Throws<NotStoredException<Token>>(store);
        return e.TryTake(out Token value) ? value.End() : -1;
    }
}
