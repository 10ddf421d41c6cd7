using System.Runtime;

namespace Internal.Runtime;

/// <summary>
/// Starts the compiled module: makes the objects that hold static references, then runs the module initializers. Until then a static field
/// of reference type must not be touched. The table is the compiler's ("RTR", version 16).
/// </summary>
internal static unsafe class Modules
{
    private const uint Magic = 0x0052_5452; // "RTR\0"
    private const int GcStatics = 201;
    private const int EagerConstructors = 205;
    private const int Initializers = 213;
    private const int Uninitialized = 1;
    private const int HasImage = 2;

    private struct Row
    {
        public int Id;
        public int Flags;
        public byte* Start;
        public byte* End;
    }

    /// <summary>To be called once, before anything else that is not a plain number.</summary>
    [RuntimeExport("start_modules")]
    private static void Start()
    {
        byte* header = *(byte**)Native.modules_start();
        if (*(uint*)header != Magic || *(ushort*)(header + 4) != 16 || *(header + 14) != sizeof(Row))
        {
            Native.Panic("The module header is not of the compiler version this library was written for.");
        }

        ushort count = *(ushort*)(header + 12);
        Row* rows = (Row*)(header + 16);
        for (int i = 0; i < count; i++)
        {
            if (rows[i].Id == GcStatics)
            {
                for (int* at = (int*)rows[i].Start; at < (int*)rows[i].End; at++)
                {
                    MakeHolder((nint*)((byte*)at + *at));
                }
            }
        }

        for (int i = 0; i < count; i++)
        {
            if (rows[i].Id is EagerConstructors or Initializers)
            {
                for (int* at = (int*)rows[i].Start; at < (int*)rows[i].End; at++)
                {
                    ((delegate*<void>)((byte*)at + *at))();
                }
            }
        }
    }

    private static void MakeHolder(nint* block)
    {
        int* relative = (int*)block;
        int word = *relative;
        if ((word & Uninitialized) == 0)
        {
            return;
        }

        MethodTable* type = (MethodTable*)((byte*)relative + (word & ~(Uninitialized | HasImage)));
        byte* holder = Heap.Take(type->BaseSize);
        *(MethodTable**)holder = type;
        if ((word & HasImage) != 0)
        {
            byte* image = (byte*)(relative + 1) + relative[1];
            for (uint i = 0; i < type->BaseSize - 2 * sizeof(void*); i++)
            {
                holder[sizeof(void*) + i] = image[i];
            }
        }

        *block = (nint)holder;
    }
}
