namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Reached by pointer, <c>Unsafe</c>, <c>MemoryMarshal</c>, reflection.</summary>
public class STRAT3006Tests
{
    public static TheoryData<string, string> Reaches => Case.Members(
        """
        ## the address of a local
        unsafe void M()
        {
            var t = Tok.Make();
            var p = {|STRAT3006:&t|};
        }

        ## Unsafe.As by ref
        int M(Tok t) => {|STRAT3006:System.Runtime.CompilerServices.Unsafe.As<Tok, int>(ref t)|};

        ## Unsafe.AsPointer
        unsafe nint M(Tok t) => (nint){|STRAT3006:System.Runtime.CompilerServices.Unsafe.AsPointer(ref t)|};

        ## MemoryMarshal.CreateSpan
        int M(Tok t) => {|STRAT3006:System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref t, 1)|}.Length;
        """);

    [Theory]
    [MemberData(nameof(Reaches))]
    public Task Reach_Reports(string name, string source) => Case.Reports("STRAT3006", name, source);

    public static TheoryData<string, string> Quiet => Case.Members(
        """
        ## pointers to other types
        unsafe int M(int n, byte[] bytes, Tok t)
        {
            var p = &n;
            fixed (byte* first = bytes)
            {
                return *p + *first + t.Id;
            }
        }

        ## Unsafe and MemoryMarshal over other types
        uint M(int n, Span<int> all, Tok t)
        {
            var length = System.Runtime.InteropServices.MemoryMarshal.AsBytes(all).Length;
            return System.Runtime.CompilerServices.Unsafe.As<int, uint>(ref n) + (uint)(length + t.Id);
        }

        ## the type's name
        string M() => typeof(Tok).Name + nameof(Buf);

        ## a pointer inside a move-only type
        [MoveOnly]
        unsafe struct Block(byte* start, int length)
        {
            private readonly byte* _start = start;
            public readonly byte First => *_start;
            public readonly int Length => length;
        }
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Reach_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
