namespace Strat9.Runtime.Tests.Ownership;

/// <summary>Containers that have grown to their size allocate nothing.</summary>
public sealed class AllocationTests
{
    private readonly Slot<Wide> _slot = new();
    private readonly OwnedList<Wide> _list = new();
    private readonly OwnedStack<Wide> _stack = new();
    private readonly OwnedQueue<Wide> _queue = new();
    private readonly OwnedArray<Wide> _array = new(8);
    private readonly OwnedDictionary<int, Wide> _dictionary = new();

    [Fact]
    public void NoOperationAllocates()
    {
        Exercise(); // compiles and grows everything
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Exercise();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Exercise()
    {
        int sum = 0;
        for (int i = 0; i < 8; i++)
        {
            _slot.Put(new Wide(i));
            sum += _slot.Value.Id + _slot.Replace(new Wide(-i)).End() + _slot.Take().End();
            _list.Add(new Wide(i));
            _stack.Push(new Wide(i));
            _queue.Enqueue(new Wide(i));
            _array.Put(i, new Wide(i));
            _dictionary.Add(i, new Wide(i));
        }

        foreach (ref Wide value in _list)
        {
            sum += value.Id;
        }

        foreach (OwnedDictionary<int, Wide>.Loan loan in _dictionary)
        {
            sum += loan.Value.Id;
        }

        sum += _list.TakeAt(3).End();
        _list.DrainTo(static value => value.End());
        _stack.DrainTo(static value => value.End());
        _queue.DrainTo(static value => value.End());
        _array.DrainTo(static value => value.End());
        _dictionary.DrainTo(static (_, value) => value.End());
        if (sum != (3 * 28) + 3)
        {
            throw new InvalidOperationException($"{sum}");
        }
    }
}
