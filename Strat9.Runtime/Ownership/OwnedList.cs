using System.Diagnostics.CodeAnalysis;

namespace Strat9;

/// <summary>A list that owns its values: they go in and come out by moving, and are lent in between.</summary>
/// <typeparam name="T">Any type.</typeparam>
/// <remarks>
/// <para><c>foreach</c> lends the values in order: <c>foreach (ref var value in list)</c>. As a local a list is move-only, and of a linear
/// <typeparamref name="T"/> linear until it is proved empty.</para>
/// <para>Not thread-safe. Allocates only to grow.</para>
/// </remarks>
[MoveOnly]
public sealed class OwnedList<[AllowsMoveOnly] T> : IDisposable, IHolder
{
    private Cell<T>[] _cells; // full below _count
    private int _count;
    private int _version;

    /// <summary>Makes an empty list. The first value makes it allocate.</summary>
    public OwnedList()
        : this(0)
    {
    }

    /// <summary>Makes an empty list with room for some values.</summary>
    /// <param name="capacity">The number of values, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public OwnedList(int capacity)
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

    /// <summary>Whether there is no value in the list.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>The number of values there is room for without growing.</summary>
    public int Capacity => _cells.Length;

    int IHolder.Held => _count;

    /// <summary>The value at an index, lent. O(1).</summary>
    /// <param name="index">At least 0, less than <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no value at the index.</exception>
    public ref T this[int index]
    {
        get
        {
            CheckIndex(index);
            return ref _cells[index].Value;
        }
    }

    /// <summary>Makes room for some values, so that adding up to that many cannot fail for want of memory.</summary>
    /// <param name="capacity">The number of values, at least 0. A list that has this room already stays as it is.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public void EnsureCapacity(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        if (capacity > _cells.Length)
        {
            Array.Resize(ref _cells, Growth.For(_cells.Length, capacity));
            _version++;
        }
    }

    /// <summary>Adds a value at the end. Amortized O(1).</summary>
    /// <param name="value">The value, which is taken.</param>
    public void Add(T value)
    {
        MakeRoom();
        _cells[_count++].Put(value);
        _version++;
    }

    /// <summary>Inserts a value before another one or at the end. O(<see cref="Count"/> − <paramref name="index"/>).</summary>
    /// <param name="index">Where the value is to be: at least 0, at most <see cref="Count"/>.</param>
    /// <param name="value">The value, which is taken.</param>
    /// <exception cref="NotStoredException{T}">
    /// The index is out of range. Nothing has changed; the exception has <paramref name="value"/>.
    /// </exception>
    public void Insert(int index, T value)
    {
        if (!TryInsert(index, value))
        {
            throw new NotStoredException<T>($"There is no index {index} in a list of {_count} value(s).", value);
        }
    }

    /// <summary>Inserts a value before another one or at the end. O(<see cref="Count"/> − <paramref name="index"/>).</summary>
    /// <param name="index">Where the value is to be.</param>
    /// <param name="value">The value, which is taken when the index was right and else stays with the caller.</param>
    /// <returns>Whether the index was at least 0 and at most <see cref="Count"/>.</returns>
    [MustUse]
    public bool TryInsert(int index, [Consumes(When = true)] T value)
    {
        if ((uint)index > (uint)_count)
        {
            return false;
        }

        MakeRoom();
        Array.Copy(_cells, index, _cells, index + 1, _count - index);
        _count++;
        _version++;
        _cells[index].Put(value);
        return true;
    }

    /// <summary>Exchanges the value at an index with the caller's. O(1).</summary>
    /// <param name="index">At least 0, less than <see cref="Count"/>.</param>
    /// <param name="value">The caller's value; afterwards the one that was in the list.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no value at the index. Nothing has changed.</exception>
    public void Swap(int index, ref T value)
    {
        CheckIndex(index);
        _cells[index].Swap(ref value);
    }

    /// <summary>Takes the value at an index out; those after it move up. O(<see cref="Count"/> − <paramref name="index"/>).</summary>
    /// <param name="index">At least 0, less than <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no value at the index.</exception>
    public T TakeAt(int index)
    {
        CheckIndex(index);
        T value = _cells[index].Take();
        _count--;
        _version++;
        Array.Copy(_cells, index + 1, _cells, index, _count - index);
        _cells[_count] = default;
        return value;
    }

    /// <summary>Takes the last value out, if there is one. O(1).</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether the list held a value.</returns>
    public bool TryTakeLast([Gives(When = true)] out T value)
    {
        if (_count == 0)
        {
            value = default!;
            return false;
        }

        _version++;
        value = _cells[--_count].Take();
        return true;
    }

    /// <summary>Takes every value out, the last first, until the list is empty.</summary>
    /// <param name="receiver">Called with each value, which it owns. What it adds is taken out again, too.</param>
    /// <remarks>When the receiver throws, the values it has not been called with are still in the list.</remarks>
    public void DrainTo([Borrows] Action<T> receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        while (TryTakeLast(out T value))
        {
            receiver(value);
        }
    }

    /// <summary>Lends the values in order.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Ends the list, which must hold no linear values by now; values that may be dropped are dropped, not disposed.</summary>
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
        _count = 0;
        _version++;
    }

    private void MakeRoom()
    {
        if (_count == _cells.Length)
        {
            EnsureCapacity(_count + 1);
        }
    }

    private void CheckIndex(int index)
    {
        if ((uint)index >= (uint)_count)
        {
            ThrowIndex(index);
        }
    }

    [DoesNotReturn]
    private void ThrowIndex(int index) =>
        throw new ArgumentOutOfRangeException(nameof(index), index, $"The list holds {_count} value(s).");

    /// <summary>Lends the values of a list, one after the other.</summary>
    public ref struct Enumerator
    {
        [Borrows]
        private readonly OwnedList<T> _list;

        private readonly int _version;
        private int _index;

        internal Enumerator([Borrows] OwnedList<T> list)
        {
            _list = list;
            _version = list._version;
            _index = -1;
        }

        /// <summary>The value, lent.</summary>
        public readonly ref T Current => ref _list[_index];

        /// <summary>Goes on to the next value.</summary>
        /// <returns>Whether there is one.</returns>
        /// <exception cref="InvalidOperationException">Values have been added or taken out meanwhile.</exception>
        public bool MoveNext()
        {
            Growth.CheckUnchanged(_version, _list._version);
            return ++_index < _list._count;
        }
    }
}
