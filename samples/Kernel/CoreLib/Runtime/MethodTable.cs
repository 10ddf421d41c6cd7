using System.Runtime.InteropServices;

namespace Internal.Runtime;

/// <summary>The head of what the compiler emits for each type: its own format, of which this much is used.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MethodTable
{
    private const uint HasComponentSize = 0x8000_0000;

    private readonly uint _flags; // with a component size: that, in the low half
    private readonly uint _baseSize;
    private readonly MethodTable* _related; // the base type
    private readonly ushort _virtualSlots;
    private readonly ushort _interfaces;
    private readonly uint _hash;

    public readonly uint BaseSize => _baseSize;

    public readonly uint ComponentSize => (_flags & HasComponentSize) != 0 ? _flags & 0xFFFF : 0;

    public readonly MethodTable* Base => _related;
}
