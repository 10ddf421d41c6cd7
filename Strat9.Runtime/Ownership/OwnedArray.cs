using System.Diagnostics.CodeAnalysis;

namespace Strat9;

/// <summary>A fixed number of places for values, by index, each empty or full.</summary>
/// <typeparam name="T">Any type.</typeparam>
/// <remarks>
/// <para><c>foreach</c> lends the values in order and passes over empty places: <c>foreach (ref var value in array)</c>. As a local an
/// array is move-only, and of a linear <typeparamref name="T"/> linear until it is proved empty.</para>
/// <para>Not thread-safe; for places that threads share, use an array of <see cref="Slot{T}"/>. Allocates nothing once it is made.</para>
/// </remarks>
[MoveOnly]
public sealed class OwnedArray<[AllowsMoveOnly] T> : IDisposable, IHolder
{
    private readonly Cell<T>[] _cells;
    private readonly bool[] _full; // which of the cells are
    private int _count;
    private int _bound; // the cells from here on are empty

    /// <summary>Makes an array of empty places.</summary>
    /// <param name="length">The number of places, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public OwnedArray(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _cells = new Cell<T>[length];
        _full = new bool[length];
        if (OwnershipDiagnostics.IsEnabled)
        {
            HolderWatch.Start<T>(this);
        }
    }

    /// <summary>The number of places.</summary>
    public int Length => _cells.Length;

    /// <summary>The number of values: of full places.</summary>
    public int Count => _count;

    /// <summary>Whether there is no value in the array.</summary>
    public bool IsEmpty => _count == 0;

    int IHolder.Held => _count;

    /// <summary>The value at an index, lent. O(1).</summary>
    /// <param name="index">At least 0, less than <see cref="Length"/>.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such place.</exception>
    /// <exception cref="InvalidOperationException">The place is empty.</exception>
    public ref T this[int index]
    {
        get
        {
            CheckFull(index);
            return ref _cells[index].Value;
        }
    }

    /// <summary>Whether the place at an index is empty. O(1).</summary>
    /// <param name="index">At least 0, less than <see cref="Length"/>.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such place.</exception>
    public bool IsEmptyAt(int index) => !_full[index];

    /// <summary>Puts a value into the place at an index, which must be empty. O(1).</summary>
    /// <param name="index">At least 0, less than <see cref="Length"/>.</param>
    /// <param name="value">The value, which is taken.</param>
    /// <exception cref="NotStoredException{T}">
    /// The place is full, or there is no such place. Nothing has changed; the exception has <paramref name="value"/>.
    /// </exception>
    public void Put(int index, T value)
    {
        if ((uint)index >= (uint)_full.Length)
        {
            throw new NotStoredException<T>($"There is no place at index {index}: the array has {_full.Length}.", value);
        }

        if (!TryPut(index, value))
        {
            throw new NotStoredException<T>($"The place at index {index} is full.", value);
        }
    }

    /// <summary>Puts a value into the place at an index if that is empty. O(1).</summary>
    /// <param name="index">At least 0, less than <see cref="Length"/>.</param>
    /// <param name="value">The value, which is taken when the place was empty and else stays with the caller.</param>
    /// <returns>Whether the place was empty.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such place. The value stays with the caller.</exception>
    [MustUse]
    public bool TryPut(int index, [Consumes(When = true)] T value)
    {
        if (_full[index])
        {
            return false;
        }

        _full[index] = true;
        _count++;
        _bound = Math.Max(_bound, index + 1);
        _cells[index].Put(value);
        return true;
    }

    /// <summary>Exchanges the value at an index with the caller's. O(1).</summary>
    /// <param name="index">At least 0, less than <see cref="Length"/>.</param>
    /// <param name="value">The caller's value; afterwards the one that was in the array.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such place.</exception>
    /// <exception cref="InvalidOperationException">The place is empty. Nothing has changed.</exception>
    public void Swap(int index, ref T value)
    {
        CheckFull(index);
        _cells[index].Swap(ref value);
    }

    /// <summary>Takes the value at an index out; its place is empty afterwards. O(1).</summary>
    /// <param name="index">At least 0, less than <see cref="Length"/>.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such place.</exception>
    /// <exception cref="InvalidOperationException">The place is empty.</exception>
    public T Take(int index)
    {
        if (!TryTake(index, out T value))
        {
            ThrowEmpty(index);
        }

        return value;
    }

    /// <summary>Takes the value at an index out, if there is one. O(1).</summary>
    /// <param name="index">At least 0, less than <see cref="Length"/>.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the place was full.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such place.</exception>
    public bool TryTake(int index, [Gives(When = true)] out T value)
    {
        if (!_full[index])
        {
            value = default!;
            return false;
        }

        _full[index] = false;
        _count--;
        value = _cells[index].Take();
        return true;
    }

    /// <summary>
    /// Takes the value with the highest index out, if there is one. Draining the whole array so is O(<see cref="Length"/>).
    /// </summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether the array held a value.</returns>
    public bool TryTakeLast([Gives(When = true)] out T value)
    {
        while (_bound > 0)
        {
            _bound--;
            if (TryTake(_bound, out value))
            {
                return true;
            }
        }

        value = default!;
        return false;
    }

    /// <summary>Takes every value out, from the last place to the first, until the array is empty.</summary>
    /// <param name="receiver">Called with each value, which it owns. What it puts in is taken out again, too.</param>
    /// <remarks>When the receiver throws, the values it has not been called with are still in the array.</remarks>
    public void DrainTo([Borrows] Action<T> receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        while (TryTakeLast(out T value))
        {
            receiver(value);
        }
    }

    /// <summary>Lends the values in order, and passes over empty places.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Ends the array, which must hold no linear values by now; values that may be dropped are dropped, not disposed.</summary>
    /// <exception cref="InvalidOperationException">
    /// There are linear values in it (only while <see cref="OwnershipDiagnostics.IsEnabled"/>). They stay there.
    /// </exception>
    public void Dispose()
    {
        if (OwnershipDiagnostics.IsEnabled)
        {
            HolderWatch.Check<T>(this);
        }

        Array.Clear(_cells);
        Array.Clear(_full);
        _count = 0;
        _bound = 0;
    }

    private void CheckFull(int index)
    {
        if (!_full[index])
        {
            ThrowEmpty(index);
        }
    }

    [DoesNotReturn]
    private static void ThrowEmpty(int index) => throw new InvalidOperationException($"The place at index {index} is empty.");

    /// <summary>
    /// Lends the values of an array, one after the other. Values may be put and taken meanwhile; those not reached yet are seen as they are
    /// when their turn comes.
    /// </summary>
    public ref struct Enumerator
    {
        [Borrows]
        private readonly OwnedArray<T> _array;

        private int _index;

        internal Enumerator([Borrows] OwnedArray<T> array)
        {
            _array = array;
            _index = -1;
        }

        /// <summary>The index of the value: at least 0, less than <see cref="Length"/>.</summary>
        public readonly int Index => _index;

        /// <summary>The value, lent.</summary>
        public readonly ref T Current => ref _array[_index];

        /// <summary>Goes on to the next value.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext()
        {
            do
            {
                _index++;
            }
            while (_index < _array._bound && !_array._full[_index]);

            return _index < _array._bound;
        }
    }
}
