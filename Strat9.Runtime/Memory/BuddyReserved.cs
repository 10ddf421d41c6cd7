namespace Strat9.Memory;

/// <summary>State of a <see cref="PhysBlock{TState}"/>. Out of the allocator and claimed by nobody: claim it, or return it.</summary>
[State(Initial = true)]
public readonly partial struct BuddyReserved;
