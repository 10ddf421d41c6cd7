namespace Strat9.Memory;

/// <summary>State of a <see cref="PhysBlock{TState}"/>. Like <see cref="Exclusive"/>, and mapped in one address space.</summary>
[State]
public readonly partial struct MappedExclusive;
