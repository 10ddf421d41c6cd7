using System.Diagnostics.CodeAnalysis;

namespace Strat9;

/// <summary>A queue that owns its values: the first one in is the first one out.</summary>
/// <typeparam name="T">Any type.</typeparam>
/// <remarks>
/// <para><c>foreach</c> lends the values, the oldest first: <c>foreach (ref var value in queue)</c>. As a local a queue is move-only, and
/// of a linear <typeparamref name="T"/> linear until it is proved empty.</para>
/// <para>Not thread-safe; <see cref="OwnedChannel{T}"/> is. Every operation is O(1) (enqueuing: amortized) and allocates only to
/// grow.</para>
/// </remarks>
[MoveOnly]
public sealed class OwnedQueue<[AllowsMoveOnly] T> : IDisposable, IHolder
{
    // A ring: the _count cells from _head on, past the end back to the start, are full.
    private Cell<T>[] _cells;
    private int _head;
    private int _count;
    private int _version;

    /// <summary>Makes an empty queue. The first value makes it allocate.</summary>
    public OwnedQueue()
        : this(0)
    {
    }

    /// <summary>Makes an empty queue with room for some values.</summary>
    /// <param name="capacity">The number of values, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public OwnedQueue(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _cells = capacity == 0 ? [] : new Cell<T>[capacity];
        if (OwnershipDiagnostics.IsEnabled)
        {
            HolderWatch.Start<T>(this);
        }
    }

    /// <summary>The number of values.</summary>
    public int Count => _count;

    /// <summary>Whether there is no value in the queue.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>The number of values there is room for without growing.</summary>
    public int Capacity => _cells.Length;

    int IHolder.Held => _count;

    /// <summary>
    /// Makes room for some values, so that enqueuing up to that many cannot fail for want of memory. O(<see cref="Count"/>).
    /// </summary>
    /// <param name="capacity">The number of values, at least 0. A queue that has this room already stays as it is.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public void EnsureCapacity(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        if (capacity <= _cells.Length)
        {
            return;
        }

        Cell<T>[] cells = new Cell<T>[Growth.For(_cells.Length, capacity)];
        int first = Math.Min(_count, _cells.Length - _head);
        Array.Copy(_cells, _head, cells, 0, first);
        Array.Copy(_cells, 0, cells, first, _count - first);
        _cells = cells;
        _head = 0;
        _version++;
    }

    /// <summary>Puts a value at the end.</summary>
    /// <param name="value">The value, which is taken.</param>
    public void Enqueue(T value)
    {
        if (_count == _cells.Length)
        {
            EnsureCapacity(_count + 1);
        }

        _cells[PlaceOf(_count++)].Put(value);
        _version++;
    }

    /// <summary>The oldest value, lent.</summary>
    /// <exception cref="InvalidOperationException">The queue is empty.</exception>
    public ref T Peek()
    {
        if (_count == 0)
        {
            ThrowEmpty();
        }

        return ref _cells[_head].Value;
    }

    /// <summary>Takes the oldest value.</summary>
    /// <exception cref="InvalidOperationException">The queue is empty.</exception>
    public T Dequeue()
    {
        if (!TryDequeue(out T value))
        {
            ThrowEmpty();
        }

        return value;
    }

    /// <summary>Takes the oldest value, if there is one.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether the queue held a value.</returns>
    public bool TryDequeue([Gives(When = true)] out T value)
    {
        if (_count == 0)
        {
            value = default!;
            return false;
        }

        value = _cells[_head].Take();
        _head = PlaceOf(1);
        _count--;
        _version++;
        return true;
    }

    /// <summary>Dequeues values until the queue is empty.</summary>
    /// <param name="receiver">Called with each value, which it owns. What it enqueues is dequeued again, too.</param>
    /// <remarks>When the receiver throws, the values it has not been called with are still in the queue.</remarks>
    public void DrainTo([Borrows] Action<T> receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        while (TryDequeue(out T value))
        {
            receiver(value);
        }
    }

    /// <summary>Lends the values, the oldest first.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Ends the queue, which must hold no linear values by now; values that may be dropped are dropped, not disposed.</summary>
    /// <exception cref="InvalidOperationException">
    /// There are linear values in it (only while <see cref="OwnershipDiagnostics.IsEnabled"/>). They stay there.
    /// </exception>
    public void Dispose()
    {
        if (OwnershipDiagnostics.IsEnabled)
        {
            HolderWatch.Check<T>(this);
        }

        _cells = [];
        _head = 0;
        _count = 0;
        _version++;
    }

    // Where in the ring the value is that has so many before it: at most the ring's length.
    private int PlaceOf(int position)
    {
        uint place = (uint)_head + (uint)position;
        uint length = (uint)_cells.Length;
        return (int)(place >= length ? place - length : place);
    }

    [DoesNotReturn]
    private static void ThrowEmpty() => throw new InvalidOperationException("The queue is empty.");

    /// <summary>Lends the values of a queue, one after the other.</summary>
    public ref struct Enumerator
    {
        [Borrows]
        private readonly OwnedQueue<T> _queue;

        private readonly int _version;
        private int _position;

        internal Enumerator([Borrows] OwnedQueue<T> queue)
        {
            _queue = queue;
            _version = queue._version;
            _position = -1;
        }

        /// <summary>The value, lent.</summary>
        public readonly ref T Current => ref _queue._cells[_queue.PlaceOf(_position)].Value;

        /// <summary>Goes on to the next value.</summary>
        /// <returns>Whether there is one.</returns>
        /// <exception cref="InvalidOperationException">Values have been added or taken out meanwhile.</exception>
        public bool MoveNext()
        {
            Growth.CheckUnchanged(_version, _queue._version);
            return ++_position < _queue._count;
        }
    }
}
