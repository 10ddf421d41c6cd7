namespace Strat9.Memory;

/// <summary>
/// State of a <see cref="PhysBlock{TState}"/>. In the table, this token speaks for it, and it is mapped nowhere: its bytes are the
/// holder's.
/// </summary>
[State]
public readonly partial struct Exclusive;
