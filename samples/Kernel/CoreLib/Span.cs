using System.Runtime.CompilerServices;

namespace System;

public readonly ref struct Span<T>
{
    private readonly ref T _reference;
    private readonly int _length;

    public unsafe Span(void* pointer, int length)
    {
        if (length < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(length), "A span of negative length.");
        }

        _reference = ref *(T*)pointer;
        _length = length;
    }

    public Span(T[]? array)
    {
        if (array is null || array.Length == 0)
        {
            this = default;
            return;
        }

        _reference = ref array[0];
        _length = array.Length;
    }

    internal Span(ref T reference, int length)
    {
        _reference = ref reference;
        _length = length;
    }

    public static Span<T> Empty => default;

    public int Length => _length;

    public bool IsEmpty => _length == 0;

    public ref T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_length)
            {
                throw new IndexOutOfRangeException();
            }

            return ref Unsafe.Add(ref _reference, index);
        }
    }

    public ref T GetPinnableReference() => ref _reference;

    public Span<T> Slice(int start)
    {
        Bounds.Check(start, 0, _length);
        return new(ref Unsafe.Add(ref _reference, start), _length - start);
    }

    public Span<T> Slice(int start, int length)
    {
        Bounds.Check(start, length, _length);
        return new(ref Unsafe.Add(ref _reference, start), length);
    }

    public void Clear() => Fill(default!);

    public void Fill(T value)
    {
        for (int i = 0; i < _length; i++)
        {
            Unsafe.Add(ref _reference, i) = value;
        }
    }

    public void CopyTo(Span<T> destination) => ((ReadOnlySpan<T>)this).CopyTo(destination);

    public static implicit operator ReadOnlySpan<T>(Span<T> span) => new(ref span._reference, span._length);

    public static implicit operator Span<T>(T[]? array) => new(array);
}

public readonly ref struct ReadOnlySpan<T>
{
    private readonly ref T _reference;
    private readonly int _length;

    public unsafe ReadOnlySpan(void* pointer, int length)
    {
        if (length < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(length), "A span of negative length.");
        }

        _reference = ref *(T*)pointer;
        _length = length;
    }

    public ReadOnlySpan(T[]? array)
    {
        if (array is null || array.Length == 0)
        {
            this = default;
            return;
        }

        _reference = ref array[0];
        _length = array.Length;
    }

    internal ReadOnlySpan(ref T reference, int length)
    {
        _reference = ref reference;
        _length = length;
    }

    public int Length => _length;

    public bool IsEmpty => _length == 0;

    public ref readonly T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_length)
            {
                throw new IndexOutOfRangeException();
            }

            return ref Unsafe.Add(ref _reference, index);
        }
    }

    public ref readonly T GetPinnableReference() => ref _reference;

    public ReadOnlySpan<T> Slice(int start)
    {
        Bounds.Check(start, 0, _length);
        return new(ref Unsafe.Add(ref _reference, start), _length - start);
    }

    public ReadOnlySpan<T> Slice(int start, int length)
    {
        Bounds.Check(start, length, _length);
        return new(ref Unsafe.Add(ref _reference, start), length);
    }

    public void CopyTo(Span<T> destination)
    {
        if (_length > destination.Length)
        {
            throw new ArgumentException("The destination is too short.", nameof(destination));
        }

        if (Unsafe.IsAddressLessThan(ref _reference, ref destination.GetPinnableReference()))
        {
            for (int i = _length - 1; i >= 0; i--)
            {
                Unsafe.Add(ref destination.GetPinnableReference(), i) = Unsafe.Add(ref _reference, i);
            }

            return;
        }

        for (int i = 0; i < _length; i++)
        {
            Unsafe.Add(ref destination.GetPinnableReference(), i) = Unsafe.Add(ref _reference, i);
        }
    }

    public Enumerator GetEnumerator() => new(this);

    public static implicit operator ReadOnlySpan<T>(T[]? array) => new(array);

    public ref struct Enumerator(ReadOnlySpan<T> span)
    {
        private readonly ReadOnlySpan<T> _span = span;
        private int _index = -1;

        public readonly ref readonly T Current => ref _span[_index];

        public bool MoveNext() => ++_index < _span.Length;
    }
}

internal static class Bounds
{
    public static void Check(int start, int length, int of)
    {
        if ((uint)start > (uint)of || (uint)length > (uint)(of - start))
        {
            throw new ArgumentOutOfRangeException(nameof(start), "A slice out of bounds.");
        }
    }
}

/// <summary>What the compiler calls for large copies and fills of structs.</summary>
internal static unsafe class SpanHelpers
{
    public static void Fill(ref byte start, byte value, nuint length)
    {
        for (nuint i = 0; i < length; i++)
        {
            Unsafe.Add(ref start, (nint)i) = value;
        }
    }

    public static void ClearWithoutReferences(ref byte start, nuint length) => Fill(ref start, 0, length);

    public static void Memmove(ref byte destination, ref byte source, nuint length)
    {
        if (Unsafe.IsAddressLessThan(ref source, ref destination))
        {
            for (nuint i = length; i-- > 0;)
            {
                Unsafe.Add(ref destination, (nint)i) = Unsafe.Add(ref source, (nint)i);
            }

            return;
        }

        for (nuint i = 0; i < length; i++)
        {
            Unsafe.Add(ref destination, (nint)i) = Unsafe.Add(ref source, (nint)i);
        }
    }
}
