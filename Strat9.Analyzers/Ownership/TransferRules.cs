namespace Strat9.Analyzers.Ownership;

/// <summary>
/// Effects that the analysis has, one at a time: the soundness tests switch each off to see that they would notice if it were wrong.
/// </summary>
[Flags]
internal enum TransferRule
{
    None = 0,
    MoveLeavesPlace = 1 << 0,
    ScopeEndOwes = 1 << 1,
    ParameterOwes = 1 << 2,
    OverwritingLoses = 1 << 3,
    TemporariesOwe = 1 << 4,
    BorrowsStay = 1 << 5,
    CallsThrow = 1 << 6,
    PendingArgumentsAreOwned = 1 << 7,
    TakenOnResult = 1 << 8,
    GivenOnResult = 1 << 9,
    ReferencesAreWhole = 1 << 10,
    PartsBelongToWhole = 1 << 11,
    OutOverwrites = 1 << 12,
    CapturesAreUsed = 1 << 13,
    ResultBindsBody = 1 << 14,
}

/// <summary>
/// Where the rules are switched off. Only a build with <c>STRAT9_MUTATIONS</c> (Debug) has the switch; in any other build the question
/// is a constant, which the JIT compiler folds away together with what depends on it.
/// </summary>
internal static class TransferRules
{
#if STRAT9_MUTATIONS
    private static volatile TransferRule s_off;

    public static TransferRule Off
    {
        get => s_off;
        set => s_off = value;
    }

    public static bool IsOff(TransferRule rule) => (s_off & rule) != 0;
#else
    public static bool IsOff(TransferRule rule) => false;
#endif
}
