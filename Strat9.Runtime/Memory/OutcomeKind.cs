namespace Strat9.Memory;

/// <summary>The cases of <see cref="Outcome"/>.</summary>
internal enum OutcomeKind
{
    Refused,
    Freed,
    NowExclusive,
    StillPinned,
    StillShared,
}
