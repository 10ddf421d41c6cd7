namespace Strat9.Analyzers.Contracts;

/// <summary>How the values of a type are owned. Ordered: the stronger kind is the greater.</summary>
internal enum OwnershipKind
{
    /// <summary>Copied freely; not tracked.</summary>
    Copy,

    /// <summary>One owner; may be dropped.</summary>
    MoveOnly,

    /// <summary>One owner, and consumed on every path.</summary>
    Linear,
}
