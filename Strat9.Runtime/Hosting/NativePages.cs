using System.Runtime.InteropServices;

namespace Strat9.Hosting;

/// <summary>
/// A stretch of zeroed native memory at a boundary of one's choice. On Linux it is mapped, between two guard ranges no access to which
/// succeeds, and asks for huge pages; elsewhere it comes from the heap, without guards.
/// </summary>
internal sealed unsafe partial class NativePages : IDisposable
{
    private const int ReadWrite = 3; // PROT_READ | PROT_WRITE
    private const int NoAccess = 0; // PROT_NONE
    private const int PrivateAnonymousNoReserve = 0x4022; // MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    private const int HugePages = 14; // MADV_HUGEPAGE
    private const ulong Guard = 64 << 10;

    private void* _whole;
    private readonly nuint _wholeSize;
    private readonly bool _mapped;

    /// <summary>Gets the memory.</summary>
    /// <param name="size">Bytes, at least 1.</param>
    /// <param name="alignment">A power of two, at least 4096.</param>
    /// <param name="remainder">What the first address is, modulo the alignment: a multiple of 4096 below it.</param>
    /// <param name="hugePages">Whether to ask for huge pages; the system may have none.</param>
    /// <exception cref="OutOfMemoryException">There is not as much memory.</exception>
    public NativePages(ulong size, ulong alignment, ulong remainder = 0, bool hugePages = true)
    {
        size = (size + 4095) & ~4095ul;
        _wholeSize = checked((nuint)(size + alignment + 2 * Guard));
        _mapped = OperatingSystem.IsLinux();
        if (!_mapped)
        {
            _whole = NativeMemory.AllocZeroed(_wholeSize);
            Start = At(alignment, remainder);
            return;
        }

        void* whole = Map(null, _wholeSize, NoAccess, PrivateAnonymousNoReserve, -1, 0);
        if ((nint)whole == -1)
        {
            throw new OutOfMemoryException();
        }

        _whole = whole;
        Start = At(alignment, remainder);
        if (Protect(Start, (nuint)size, ReadWrite) != 0)
        {
            Dispose();
            throw new OutOfMemoryException();
        }

        if (hugePages)
        {
            _ = Advise(Start, (nuint)size, HugePages); // refused by a system without: then without
        }
    }

    /// <summary>The first byte.</summary>
    public byte* Start { get; }

    /// <summary>Gives the memory back. Harmless when repeated.</summary>
    public void Dispose()
    {
        if (_whole == null)
        {
            return;
        }

        if (_mapped)
        {
            _ = Unmap(_whole, _wholeSize); // fails only for what was not mapped
        }
        else
        {
            NativeMemory.Free(_whole);
        }

        _whole = null;
    }

    private byte* At(ulong alignment, ulong remainder)
    {
        ulong behindGuard = (ulong)_whole + Guard;
        return (byte*)(behindGuard + ((remainder - behindGuard) & (alignment - 1)));
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* address, nuint length);
}
