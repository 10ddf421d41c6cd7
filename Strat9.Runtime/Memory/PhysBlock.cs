namespace Strat9.Memory;

/// <summary>
/// The token of a physical block: whoever holds it is responsible for the block, and its type says what may be done next. It cannot be
/// copied or forgotten. Ported from the kernel's <c>PhysBlock&lt;S&gt;</c>.
/// </summary>
/// <typeparam name="TState">
/// <see cref="BuddyReserved"/>, <see cref="Exclusive"/>, <see cref="MappedExclusive"/>, <see cref="MappedShared"/> or
/// <see cref="Released"/>.
/// </typeparam>
[Typestate(Any = true)]
public readonly partial struct PhysBlock<TState>
{
    /// <summary>The block's name: generation 0 while it is <see cref="BuddyReserved"/>.</summary>
    public BlockHandle Handle { get; }

    /// <summary>How its host reaches it: carried along, so that arenas in one process cannot be mixed up.</summary>
    internal DirectMap Direct { get; }
}
