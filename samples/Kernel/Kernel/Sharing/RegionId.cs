namespace Strat9.Samples.Kernel;

/// <summary>The name of a shared region: where in the registry, and which of those that were there. A name, not a right.</summary>
internal readonly struct RegionId(int index, uint serial)
{
    public int Index { get; } = index;

    public uint Serial { get; } = serial;

    /// <summary>As one number, for ring 3.</summary>
    public ulong Value => ((ulong)Serial << 32) | (uint)Index;

    public static RegionId Of(ulong value) => new((int)(value & int.MaxValue), (uint)(value >> 32));
}
