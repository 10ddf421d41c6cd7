using System.Diagnostics;

namespace Strat9.Memory;

/// <summary>
/// A physical address, in bytes. Any <see cref="ulong"/>; whether there is memory behind it only the frame metadata knows.
/// </summary>
/// <param name="value">The address.</param>
[DebuggerDisplay("0x{Value,h}")]
public readonly struct PhysAddr(ulong value) : IEquatable<PhysAddr>, IComparable<PhysAddr>
{
    /// <summary>The address as a number of bytes.</summary>
    public ulong Value { get; } = value;

    /// <summary>The number of the 4 KiB frame that contains the address.</summary>
    public ulong Frame => Value >> Paging.PageSizeBits;

    /// <summary>Whether the address is the first of a frame.</summary>
    public bool IsPageAligned => (Value & Paging.PageMask) == 0;

    /// <summary>The first address of a frame.</summary>
    /// <param name="frame">Its number, below 2⁵².</param>
    public static PhysAddr OfFrame(ulong frame) => new(frame << Paging.PageSizeBits);

    /// <inheritdoc/>
    public int CompareTo(PhysAddr other) => Value < other.Value ? -1 : Value > other.Value ? 1 : 0;

    /// <inheritdoc/>
    public bool Equals(PhysAddr other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PhysAddr other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)(Value >> Paging.PageSizeBits) ^ (int)(Value >> 44);

    /// <summary>The address <paramref name="bytes"/> further on; wraps at 2⁶⁴.</summary>
    public static PhysAddr operator +(PhysAddr address, ulong bytes) => new(address.Value + bytes);

    /// <summary>The distance in bytes; wraps when <paramref name="left"/> is the lower.</summary>
    public static ulong operator -(PhysAddr left, PhysAddr right) => left.Value - right.Value;

    /// <summary>Equality.</summary>
    public static bool operator ==(PhysAddr left, PhysAddr right) => left.Value == right.Value;

    /// <summary>Inequality.</summary>
    public static bool operator !=(PhysAddr left, PhysAddr right) => left.Value != right.Value;

    /// <summary>Order by address.</summary>
    public static bool operator <(PhysAddr left, PhysAddr right) => left.Value < right.Value;

    /// <summary>Order by address.</summary>
    public static bool operator >(PhysAddr left, PhysAddr right) => left.Value > right.Value;

    /// <summary>Order by address.</summary>
    public static bool operator <=(PhysAddr left, PhysAddr right) => left.Value <= right.Value;

    /// <summary>Order by address.</summary>
    public static bool operator >=(PhysAddr left, PhysAddr right) => left.Value >= right.Value;
}
