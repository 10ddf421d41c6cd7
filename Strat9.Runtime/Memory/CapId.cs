using System.Diagnostics;

namespace Strat9.Memory;

/// <summary>The name of a capability. Any <see cref="ulong"/>, zero included; the table gives it no meaning but equality.</summary>
/// <param name="value">The number.</param>
[DebuggerDisplay("cap {Value}")]
public readonly struct CapId(ulong value) : IEquatable<CapId>
{
    /// <summary>The number.</summary>
    public ulong Value { get; } = value;

    /// <inheritdoc/>
    public bool Equals(CapId other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CapId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Value ^ (int)(Value >> 32);

    /// <summary>Equality.</summary>
    public static bool operator ==(CapId left, CapId right) => left.Value == right.Value;

    /// <summary>Inequality.</summary>
    public static bool operator !=(CapId left, CapId right) => left.Value != right.Value;
}
