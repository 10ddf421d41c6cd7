using System;
using System.Runtime;

namespace Internal.Runtime;

/// <summary>The routines that compiled code calls by name.</summary>
internal static unsafe class Exports
{
    [RuntimeExport("RhpNewFast")]
    private static byte* NewObject(MethodTable* type)
    {
        byte* at = Heap.Take(type->BaseSize);
        *(MethodTable**)at = type;
        return at;
    }

    [RuntimeExport("RhpNewFinalizable")]
    private static byte* NewFinalizable(MethodTable* type) => NewObject(type); // nothing is ever collected

    [RuntimeExport("RhpNewArray")]
    private static byte* NewArray(MethodTable* type, nint length)
    {
        if (length < 0 || length > int.MaxValue)
        {
            Native.Panic("An array of that length cannot be.");
        }

        byte* at = Heap.Take(type->BaseSize + (ulong)length * type->ComponentSize);
        *(MethodTable**)at = type;
        *(int*)(at + sizeof(void*)) = (int)length;
        return at;
    }

    [RuntimeExport("RhpNewArrayFast")]
    private static byte* NewArrayFast(MethodTable* type, nint length) => NewArray(type, length);

    [RuntimeExport("RhpNewPtrArrayFast")]
    private static byte* NewPointerArray(MethodTable* type, nint length) => NewArray(type, length);

    // No collector: a reference is stored and nobody is told.
    [RuntimeExport("RhpAssignRef")]
    private static void AssignRef(void** location, void* value) => *location = value;

    [RuntimeExport("RhpCheckedAssignRef")]
    private static void CheckedAssignRef(void** location, void* value) => *location = value;

    [RuntimeExport("RhpReversePInvoke")]
    private static void ReversePInvoke(void* frame)
    {
    }

    [RuntimeExport("RhpReversePInvokeReturn")]
    private static void ReversePInvokeReturn(void* frame)
    {
    }

    [RuntimeExport("RhpPInvoke")]
    private static void PInvoke(void* frame)
    {
    }

    [RuntimeExport("RhpPInvokeReturn")]
    private static void PInvokeReturn(void* frame)
    {
    }

    [RuntimeExport("RhpGcPoll")]
    private static void GcPoll()
    {
    }

    [RuntimeExport("RhpFallbackFailFast")]
    private static void FailFast() => Native.Panic("The compiled code cannot go on.");

    [RuntimeExport("RhpThrowEx")]
    private static void Throw(Exception exception) => Native.Panic(exception.Message);

    [RuntimeExport("RhpRethrow")]
    private static void Rethrow() => Native.Panic("An exception was thrown again.");
}
