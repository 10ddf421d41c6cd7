namespace Strat9.Memory.Benchmarks;

/// <summary>Whom the allocator is measured against.</summary>
internal enum BuddyPeer
{
    /// <summary>Lists and one lock.</summary>
    Plain = 0,

    /// <summary>The same with a cache of single frames a thread.</summary>
    PageCache = 1,

    /// <summary>Bit fields and reserved trees, without a lock; see <c>llfree.h</c>.</summary>
    LLFree = 2,
}
