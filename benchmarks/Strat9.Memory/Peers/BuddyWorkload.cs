namespace Strat9.Memory.Benchmarks;

/// <summary>What allocators are put through; numbers as in <c>buddy.c</c>.</summary>
internal enum BuddyWorkload
{
    Hot = 0,
    Bulk = 1,
    Mix = 2,

    /// <summary>Ours only: each call looks for the caller's magazine.</summary>
    HotWithoutLocal = 3,
}
