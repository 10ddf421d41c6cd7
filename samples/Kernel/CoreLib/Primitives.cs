namespace System;

public struct Void;

public struct Boolean
{
    private readonly bool _value;
}

public struct Char
{
    private readonly char _value;
}

public struct SByte
{
    private readonly sbyte _value;
}

public struct Byte
{
    private readonly byte _value;
}

public struct Int16
{
    private readonly short _value;
}

public struct UInt16
{
    private readonly ushort _value;
}

public struct Int32
{
    public const int MaxValue = 0x7FFFFFFF;

    private readonly int _value;

    public override int GetHashCode() => _value;
}

public struct UInt32
{
    public const uint MaxValue = 0xFFFFFFFF;

    private readonly uint _value;
}

public struct Int64
{
    public const long MaxValue = 0x7FFFFFFFFFFFFFFF;

    private readonly long _value;
}

public struct UInt64
{
    public const ulong MaxValue = 0xFFFFFFFFFFFFFFFF;

    private readonly ulong _value;
}

public struct IntPtr
{
    private readonly nint _value;
}

public struct UIntPtr
{
    private readonly nuint _value;
}

public struct Single
{
    private readonly float _value;
}

public struct Double
{
    private readonly double _value;
}
