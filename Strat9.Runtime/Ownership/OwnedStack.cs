using System.Diagnostics.CodeAnalysis;

namespace Strat9;

/// <summary>A stack that owns its values: the last one pushed is the first one popped.</summary>
/// <typeparam name="T">Any type.</typeparam>
/// <remarks>
/// <para><c>foreach</c> lends the values from the top down: <c>foreach (ref var value in stack)</c>. As a local a stack is move-only, and
/// of a linear <typeparamref name="T"/> linear until it is proved empty.</para>
/// <para>Not thread-safe. Every operation is O(1) (pushing: amortized) and allocates only to grow.</para>
/// </remarks>
[MoveOnly]
public sealed class OwnedStack<[AllowsMoveOnly] T> : IDisposable, IHolder
{
    private Cell<T>[] _cells; // full below _count
    private int _count;
    private int _version;

    /// <summary>Makes an empty stack. The first value makes it allocate.</summary>
    public OwnedStack()
        : this(0)
    {
    }

    /// <summary>Makes an empty stack with room for some values.</summary>
    /// <param name="capacity">The number of values, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public OwnedStack(int capacity)
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

    /// <summary>Whether there is no value on the stack.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>The number of values there is room for without growing.</summary>
    public int Capacity => _cells.Length;

    int IHolder.Held => _count;

    /// <summary>
    /// Makes room for some values, so that pushing up to that many cannot fail for want of memory. O(<see cref="Count"/>).
    /// </summary>
    /// <param name="capacity">The number of values, at least 0. A stack that has this room already stays as it is.</param>
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

    /// <summary>Puts a value on top.</summary>
    /// <param name="value">The value, which is taken.</param>
    public void Push(T value)
    {
        if (_count == _cells.Length)
        {
            EnsureCapacity(_count + 1);
        }

        _cells[_count++].Put(value);
        _version++;
    }

    /// <summary>The value on top, lent.</summary>
    /// <exception cref="InvalidOperationException">The stack is empty.</exception>
    public ref T Peek()
    {
        if (_count == 0)
        {
            ThrowEmpty();
        }

        return ref _cells[_count - 1].Value;
    }

    /// <summary>Takes the value on top.</summary>
    /// <exception cref="InvalidOperationException">The stack is empty.</exception>
    public T Pop()
    {
        if (!TryPop(out T value))
        {
            ThrowEmpty();
        }

        return value;
    }

    /// <summary>Takes the value on top, if there is one.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether the stack held a value.</returns>
    public bool TryPop([Gives(When = true)] out T value)
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

    /// <summary>Pops values until the stack is empty.</summary>
    /// <param name="receiver">Called with each value, which it owns. What it pushes is popped again, too.</param>
    /// <remarks>When the receiver throws, the values it has not been called with are still on the stack.</remarks>
    public void DrainTo([Borrows] Action<T> receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        while (TryPop(out T value))
        {
            receiver(value);
        }
    }

    /// <summary>Lends the values from the top down.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Ends the stack, which must hold no linear values by now; values that may be dropped are dropped, not disposed.</summary>
    /// <exception cref="InvalidOperationException">
    /// There are linear values on it (only while <see cref="OwnershipDiagnostics.IsEnabled"/>). They stay there.
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

    [DoesNotReturn]
    private static void ThrowEmpty() => throw new InvalidOperationException("The stack is empty.");

    /// <summary>Lends the values of a stack, one after the other.</summary>
    public ref struct Enumerator
    {
        [Borrows]
        private readonly OwnedStack<T> _stack;

        private readonly int _version;
        private int _index;

        internal Enumerator([Borrows] OwnedStack<T> stack)
        {
            _stack = stack;
            _version = stack._version;
            _index = stack._count;
        }

        /// <summary>The value, lent.</summary>
        public readonly ref T Current => ref _stack._cells[_index].Value;

        /// <summary>Goes on to the next value.</summary>
        /// <returns>Whether there is one.</returns>
        /// <exception cref="InvalidOperationException">Values have been pushed or popped meanwhile.</exception>
        public bool MoveNext()
        {
            Growth.CheckUnchanged(_version, _stack._version);
            return --_index >= 0;
        }
    }
}
