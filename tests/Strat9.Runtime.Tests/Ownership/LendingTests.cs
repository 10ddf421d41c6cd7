namespace Strat9.Runtime.Tests.Ownership;

/// <summary>What is lent is the value itself, and a container does not change under a loan unnoticed.</summary>
public sealed class LendingTests
{
    private readonly OwnedList<Wide> _list = new();
    private readonly OwnedStack<Wide> _stack = new();
    private readonly OwnedQueue<Wide> _queue = new();
    private readonly OwnedArray<Wide> _array = new(4);
    private readonly OwnedDictionary<int, Wide> _dictionary = new();

    [Fact]
    public void AListLends()
    {
        _list.Add(new Wide(1));
        foreach (ref Wide value in _list)
        {
            value.Renumber(11);
        }

        Assert.Equal(11, _list[0].Id);
        Assert.Equal(11, _list.TakeAt(0).End());
    }

    [Fact]
    public void AStackLends()
    {
        _stack.Push(new Wide(1));
        foreach (ref Wide value in _stack)
        {
            value.Renumber(11);
        }

        Assert.Equal(11, _stack.Peek().Id);
        Assert.Equal(11, _stack.Pop().End());
    }

    [Fact]
    public void AQueueLends()
    {
        _queue.Enqueue(new Wide(1));
        foreach (ref Wide value in _queue)
        {
            value.Renumber(11);
        }

        Assert.Equal(11, _queue.Peek().Id);
        Assert.Equal(11, _queue.Dequeue().End());
    }

    [Fact]
    public void AnArrayLends()
    {
        _array.Put(2, new Wide(1));
        foreach (ref Wide value in _array)
        {
            value.Renumber(11);
        }

        Assert.Equal(11, _array[2].Id);
        Assert.Equal(11, _array.Take(2).End());
    }

    [Fact]
    public void ADictionaryLends()
    {
        _dictionary.Add(5, new Wide(1));
        foreach (OwnedDictionary<int, Wide>.Loan loan in _dictionary)
        {
            Assert.Equal(5, loan.Key);
            loan.Value.Renumber(11);
        }

        Assert.Equal(11, _dictionary[5].Id);
        Assert.Equal(11, _dictionary.TryRemove(5, out Wide value) ? value.End() : -1);
    }

    [Fact]
    public void ChangingWhatIsEnumeratedThrows()
    {
        _list.Add(new Wide(1));
        _stack.Push(new Wide(1));
        _queue.Enqueue(new Wide(1));
        _dictionary.Add(1, new Wide(1));
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (ref Wide value in _list)
            {
                AddToList();
            }
        });
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (ref Wide value in _stack)
            {
                AddToStack();
            }
        });
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (ref Wide value in _queue)
            {
                AddToQueue();
            }
        });
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (OwnedDictionary<int, Wide>.Loan loan in _dictionary)
            {
                AddToDictionary();
            }
        });
        int ended = 0;
        _list.DrainTo(v => ended += v.End());
        _stack.DrainTo(v => ended += v.End());
        _queue.DrainTo(v => ended += v.End());
        _dictionary.DrainTo((_, v) => ended += v.End());
        Assert.Equal(12, ended);
    }

    private void AddToList() => _list.Add(new Wide(2));

    private void AddToStack() => _stack.Push(new Wide(2));

    private void AddToQueue() => _queue.Enqueue(new Wide(2));

    private void AddToDictionary() => _dictionary.Add(2, new Wide(2));
}
