namespace Strat9.Memory;

/// <summary>What became of a block when a reference went: the union of the public results, as numbers.</summary>
internal readonly struct Outcome
{
    private Outcome(OutcomeKind kind, ulong value)
    {
        Kind = kind;
        Value = value;
    }

    public static Outcome Freed => new(OutcomeKind.Freed, 0);

    public OutcomeKind Kind { get; }

    /// <summary>The remaining capability, the count or the error.</summary>
    public ulong Value { get; }

    public OwnerError Error => (OwnerError)Value;

    public static Outcome Refused(OwnerError error) => new(OutcomeKind.Refused, (ulong)error);

    public static Outcome NowExclusive(ulong cap) => new(OutcomeKind.NowExclusive, cap);

    /// <summary>
    /// What <paramref name="caps"/> and <paramref name="pins"/> are called, unless one capability alone or nothing remains.
    /// </summary>
    public static Outcome Still(uint caps, uint pins) =>
        caps == 0 ? new(OutcomeKind.StillPinned, pins) : new(OutcomeKind.StillShared, caps + pins);
}
