namespace Strat9.Memory.Benchmarks;

/// <summary>What tables are put through; numbers as in <c>seed_table.rs</c>.</summary>
internal enum TableOperation
{
    ClaimRelease = 0,
    AddRemove = 1,
    PinUnpin = 2,
    Get = 3,
    HandleForBase = 4,
    HandleContaining = 5,
}
