using System.Runtime.CompilerServices;

namespace System;

/// <summary>Only literals exist: nothing here makes a string.</summary>
public sealed class String
{
    public static readonly string Empty = "";

    private readonly int _stringLength; // the layout is the compiler's
    private readonly char _firstChar;

    public int Length => _stringLength;

    [IndexerName("Chars")]
    public char this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_stringLength)
            {
                throw new IndexOutOfRangeException();
            }

            return Unsafe.Add(ref Unsafe.AsRef(in _firstChar), index);
        }
    }

    /// <summary>The first character, for <c>fixed</c>.</summary>
    public ref readonly char GetPinnableReference() => ref _firstChar;

    public override string ToString() => this;
}
