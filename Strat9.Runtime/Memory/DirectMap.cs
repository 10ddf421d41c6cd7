namespace Strat9.Memory;

/// <summary>
/// How the host reaches physical memory: every <see cref="PhysAddr"/> it has is mapped at a constant distance. An arena's block of native
/// memory or a kernel's direct map. It also tells arenas apart: no two in one process have the same distance for the same addresses.
/// </summary>
/// <param name="offset">Added to a physical address it gives the pointer; wraps.</param>
public readonly struct DirectMap(nint offset) : IEquatable<DirectMap>
{
    /// <summary>Pointer minus physical address.</summary>
    public nint Offset { get; } = offset;

    /// <summary>The pointer to the byte at an address; only as good as the address.</summary>
    /// <param name="address">An address of the memory this map maps.</param>
    public unsafe byte* Pointer(PhysAddr address) => (byte*)((nint)address.Value + Offset);

    /// <inheritdoc/>
    public bool Equals(DirectMap other) => Offset == other.Offset;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DirectMap other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)(Offset >> Paging.PageSizeBits);

    /// <summary>Equality.</summary>
    public static bool operator ==(DirectMap left, DirectMap right) => left.Offset == right.Offset;

    /// <summary>Inequality.</summary>
    public static bool operator !=(DirectMap left, DirectMap right) => left.Offset != right.Offset;
}
