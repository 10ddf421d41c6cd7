using System;

namespace Strat9.Samples.Kernel;

/// <summary>One entry of an x86-64 page table (Intel SDM 3, 4.5), of any of the four levels.</summary>
internal readonly struct PageEntry(ulong bits)
{
    private const ulong PresentBit = 1;
    private const ulong WritableBit = 1 << 1;
    private const ulong UserBit = 1 << 2;
    private const ulong LargeBit = 1 << 7;
    private const ulong CopyOnWriteBit = 1 << 9; // one of the three the processor leaves to us
    private const ulong NoExecuteBit = 1UL << 63;
    private const ulong AddressMask = 0x000F_FFFF_FFFF_F000;

    public ulong Bits { get; } = bits;

    public bool IsPresent => (Bits & PresentBit) != 0;

    public bool IsWritable => (Bits & WritableBit) != 0;

    public bool IsUser => (Bits & UserBit) != 0;

    public bool IsExecutable => (Bits & NoExecuteBit) == 0;

    /// <summary>In the second level: a page of 2 MiB instead of a table.</summary>
    public bool IsLarge => (Bits & LargeBit) != 0;

    /// <summary>Read-only for the time being: a write is answered by a page of the writer's own.</summary>
    public bool IsCopyOnWrite => (Bits & CopyOnWriteBit) != 0;

    public PhysAddr Address => new(Bits & AddressMask);

    /// <summary>A table of the next level; what it may be used for is said there.</summary>
    public static PageEntry Table(PhysAddr address, bool user) =>
        new(address.Value | PresentBit | WritableBit | (user ? UserBit : 0));

    /// <summary>A page.</summary>
    public static PageEntry Page(PhysAddr address, Access access, bool user) =>
        new(address.Value | PresentBit | (user ? UserBit : 0) | (access == Access.ReadWrite ? WritableBit : 0) |
            (access == Access.ReadExecute ? 0 : NoExecuteBit));

    /// <summary>A page of 2 MiB, the kernel's.</summary>
    public static PageEntry LargePage(PhysAddr address, Access access) => new(Page(address, access, user: false).Bits | LargeBit);

    /// <summary>The same page, read-only until somebody writes.</summary>
    public PageEntry ToCopyOnWrite() => new((Bits & ~WritableBit) | CopyOnWriteBit);

    /// <summary>The same rights, writable again, perhaps at another place.</summary>
    public PageEntry ToPrivate(PhysAddr address) => new((Bits & ~(AddressMask | CopyOnWriteBit)) | address.Value | WritableBit);
}
