namespace Strat9.Samples.Kernel;

/// <summary>What may be done with a page. There is no name for writing and executing both, so no entry says so.</summary>
internal enum Access
{
    Read,
    ReadWrite,
    ReadExecute,
}
