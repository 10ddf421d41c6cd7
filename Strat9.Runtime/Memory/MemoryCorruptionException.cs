namespace Strat9.Memory;

/// <summary>
/// A block was given back twice, given back while in use, or the frame metadata contradicts itself. No typed program gets here without a
/// forged or forgotten token or a write outside its blocks; going on would hand one frame to two owners.
/// </summary>
/// <param name="message">What was found; a constant.</param>
/// <param name="handle">The block it was found at.</param>
public sealed class MemoryCorruptionException(string message, BlockHandle handle) : Exception(message)
{
    /// <summary>The block it was found at.</summary>
    public BlockHandle Handle { get; } = handle;
}
