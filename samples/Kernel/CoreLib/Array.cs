namespace System;

/// <summary>Length, then elements. The compiler reads the length itself, through <c>ldlen</c>.</summary>
public abstract class Array
{
    internal int _numComponents;

    public int Length => _numComponents;
}

/// <summary>What every array of <typeparamref name="T"/> is, by the compiler's wish.</summary>
internal class Array<T> : Array;
