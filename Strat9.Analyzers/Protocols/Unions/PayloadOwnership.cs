namespace Strat9.Analyzers.Protocols.Unions;

/// <summary>What the holder of a value owes, in ascending order.</summary>
internal enum PayloadOwnership
{
    /// <summary>Nothing: it may be copied and dropped.</summary>
    Copyable,

    /// <summary>One owner; may be dropped.</summary>
    MoveOnly,

    /// <summary>One owner; must be consumed.</summary>
    Linear,
}
