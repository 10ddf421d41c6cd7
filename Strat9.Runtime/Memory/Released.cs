namespace Strat9.Memory;

/// <summary>
/// State of a <see cref="PhysBlock{TState}"/>. Out of the table, on the way to the allocator. The protocol also begins here, for a block
/// whose last reference went by handle.
/// </summary>
[State(Initial = true)]
public readonly partial struct Released;
