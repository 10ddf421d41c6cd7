namespace Strat9.Runtime.Tests.Memory;

public enum Verb
{
    Allocate,
    Return,
    Free,
    Claim,
    Release,
    Detach,
    EnsureRef,
    AddRef,
    RemoveRef,
    Pin,
    Unpin,
    TryGet,
    HandleForBase,
    HandleContaining,
    Frame,
}
