namespace Strat9.Memory;

/// <summary>State of a <see cref="PhysBlock{TState}"/>. Mapped in several address spaces: its bytes are nobody's alone.</summary>
[State]
public readonly partial struct MappedShared;
