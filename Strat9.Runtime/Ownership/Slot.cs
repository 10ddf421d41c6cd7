using System.Diagnostics.CodeAnalysis;

namespace Strat9;

/// <summary>
/// A place for one value, empty or full, that any number of threads may fill and empty: a value put in is taken out once.
/// </summary>
/// <typeparam name="T">Any type: a class, or a struct of any size.</typeparam>
/// <remarks>
/// <para>This is how a class that is not move-only itself keeps a move-only value. As a local a slot is move-only, and of a linear
/// <typeparamref name="T"/> linear until it is proved empty.</para>
/// <para>Thread-safe: each member but <see cref="Value"/> and <see cref="Dispose"/> takes effect at one moment between its call and its
/// return. A member that meets another in the act waits until that has moved its value: the time of one copy. Nothing allocates,
/// except where it throws.</para>
/// </remarks>
[MoveOnly]
public sealed class Slot<[AllowsMoveOnly] T> : IDisposable, IHolder
{
    // Whoever sets Busy has the cell to itself until it sets Empty or Full.
    private const int Empty = 0;
    private const int Busy = 1;
    private const int Full = 2;

    private int _state;
    private Cell<T> _cell;

    /// <summary>Makes an empty slot.</summary>
    public Slot()
    {
        if (OwnershipDiagnostics.IsEnabled)
        {
            HolderWatch.Start<T>(this);
        }
    }

    /// <summary>Makes a full slot.</summary>
    /// <param name="value">The value, which is taken.</param>
    public Slot(T value)
        : this()
    {
        _cell.Put(value);
        _state = Full;
    }

    /// <summary>Whether there is no value in the slot. Other threads may have changed that by the time it is read.</summary>
    public bool IsEmpty => Volatile.Read(ref _state) == Empty;

    /// <summary>The value, lent.</summary>
    /// <exception cref="InvalidOperationException">The slot is empty.</exception>
    /// <remarks>The loan does not keep other threads from taking the value meanwhile: lend only what no other thread takes.</remarks>
    public ref readonly T Value
    {
        get
        {
            SpinWait spin = default;
            int state;
            while ((state = Volatile.Read(ref _state)) == Busy)
            {
                spin.SpinOnce();
            }

            if (state == Empty)
            {
                ThrowEmpty();
            }

            return ref _cell.Value;
        }
    }

    int IHolder.Held => Volatile.Read(ref _state) == Empty ? 0 : 1;

    /// <summary>Puts a value into the slot, which must be empty.</summary>
    /// <param name="value">The value, which is taken.</param>
    /// <exception cref="NotStoredException{T}">
    /// The slot is full. What it holds stays; the exception has <paramref name="value"/>.
    /// </exception>
    public void Put(T value)
    {
        if (!TryPut(value))
        {
            throw new NotStoredException<T>("The slot is full.", value);
        }
    }

    /// <summary>Puts a value into the slot if it is empty.</summary>
    /// <param name="value">The value, which is taken when the slot was empty and else stays with the caller.</param>
    /// <returns>Whether the slot was empty.</returns>
    [MustUse]
    public bool TryPut([Consumes(When = true)] T value)
    {
        if (!TryEnter(Empty))
        {
            return false;
        }

        _cell.Put(value);
        Volatile.Write(ref _state, Full);
        return true;
    }

    /// <summary>Takes the value out of the slot, which must be full.</summary>
    /// <exception cref="InvalidOperationException">The slot is empty.</exception>
    public T Take()
    {
        if (!TryTake(out T value))
        {
            ThrowEmpty();
        }

        return value;
    }

    /// <summary>Takes the value out of the slot if there is one.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether the slot was full.</returns>
    public bool TryTake([Gives(When = true)] out T value)
    {
        if (!TryEnter(Full))
        {
            value = default!;
            return false;
        }

        value = _cell.Take();
        Volatile.Write(ref _state, Empty);
        return true;
    }

    /// <summary>Puts a value in the place of another.</summary>
    /// <param name="value">The value, which is taken.</param>
    /// <returns>The value that was there.</returns>
    /// <exception cref="NotStoredException{T}">The slot is empty, and stays so; the exception has <paramref name="value"/>.</exception>
    public T Replace(T value)
    {
        if (!TryEnter(Full))
        {
            throw new NotStoredException<T>("The slot is empty: there is nothing to replace.", value);
        }

        _cell.Swap(ref value);
        Volatile.Write(ref _state, Full);
        return value;
    }

    /// <summary>Puts a value into the slot, whether it is empty or full.</summary>
    /// <param name="value">The value, which is taken.</param>
    /// <param name="previous">The value that was there.</param>
    /// <returns>Whether the slot was full before.</returns>
    public bool Replace(T value, [Gives(When = true)] out T previous)
    {
        if (Enter() == Full)
        {
            previous = _cell.Take();
            _cell.Put(value);
            Volatile.Write(ref _state, Full);
            return true;
        }

        previous = default!;
        _cell.Put(value);
        Volatile.Write(ref _state, Full);
        return false;
    }

    /// <summary>Ends the slot, which must hold no linear value by now; a value that may be dropped is dropped, not disposed.</summary>
    /// <exception cref="InvalidOperationException">
    /// There is a linear value in it (only while <see cref="OwnershipDiagnostics.IsEnabled"/>). It stays there.
    /// </exception>
    /// <remarks>Not to be called while other threads use the slot.</remarks>
    public void Dispose()
    {
        if (OwnershipDiagnostics.IsEnabled)
        {
            HolderWatch.Check<T>(this);
        }

        _cell = default;
        Volatile.Write(ref _state, Empty);
    }

    // Waits while the cell is in use, then makes it ours if the slot is in the expected state.
    private bool TryEnter(int expected)
    {
        SpinWait spin = default;
        while (true)
        {
            int state = Interlocked.CompareExchange(ref _state, Busy, expected);
            if (state == expected)
            {
                return true;
            }

            if (state != Busy)
            {
                return false;
            }

            spin.SpinOnce();
        }
    }

    // Makes the cell ours in whatever state the slot is, and returns that state.
    private int Enter()
    {
        SpinWait spin = default;
        while (true)
        {
            int state = Volatile.Read(ref _state);
            if (state != Busy && Interlocked.CompareExchange(ref _state, Busy, state) == state)
            {
                return state;
            }

            spin.SpinOnce();
        }
    }

    [DoesNotReturn]
    private static void ThrowEmpty() => throw new InvalidOperationException("The slot is empty.");
}
