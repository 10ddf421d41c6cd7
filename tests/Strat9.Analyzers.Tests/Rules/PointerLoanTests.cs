namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Pointers into memory that a value lends: loans like spans.</summary>
public class PointerLoanTests
{
    private const string Pinnable =
        """

        [Linear]
        sealed unsafe class Native
        {
            private readonly byte[] _bytes = new byte[16];
            public ref byte GetPinnableReference() => ref _bytes[0];
            [Consumes] public void Free() { }
        }

        unsafe struct Header { public byte* Start; }
        """;

    private const string Frame = "sealed unsafe class C\n{\n    byte* _kept;\n    void M(bool c, int n)\n    {\n$\n    }\n}";

    public static TheoryData<string, string> Pointers => Case.In(Frame,
        """
        ## released inside `fixed`
        var block = Block.Make();
        fixed (byte* p = block.Span)
        {
            {|STRAT4001:block.Free()|};
            *p = 1;
        }

        ## the address of the first byte
        var block = Block.Make();
        fixed (byte* p = &block.Span[0])
        {
            {|STRAT4001:block.Free()|};
            p[1] = 1;
        }

        ## the address of a byte that is lent
        var block = Block.Make();
        fixed (byte* p = &block.At(3))
        {
            {|STRAT4001:block.Free()|};
            Ops.Note(p[1]);
        }

        ## what is pinned by its own reference
        var native = new Native();
        fixed (byte* p = native)
        {
            {|STRAT4001:native.Free()|};
            p[0] = 1;
        }

        ## a copy that outlives the statement
        byte* q;
        var block = Block.Make();
        fixed (byte* p = block.Span)
        {
            q = p;
        }
        {|STRAT4001:block.Free()|};
        *q = 1;

        ## arithmetic and a cast
        var block = Block.Make();
        fixed (byte* p = block.Span)
        {
            var q = (int*)(p + 4);
            q++;
            {|STRAT4001:block.Free()|};
            *q = 1;
        }

        ## on one path
        var block = Block.Make();
        fixed (byte* p = block.Span)
        {
            var q = c ? p : null;
            {|STRAT4001:block.Free()|};
            if (q != null) *q = 1;
        }

        ## in a loop
        var page = Page.Make();
        fixed (byte* p = page.Span)
        {
            for (var i = 0; i < n; i++)
            {
                p[i] = 1;
                {|STRAT4001:page = Page.Make()|};
            }
        }

        ## through a struct behind the pointer
        var block = Block.Make();
        fixed (byte* p = block.Span)
        {
            var q = (Header*)p;
            {|STRAT4001:block.Free()|};
            q->Start = null;
        }
        """);

    [Theory]
    [MemberData(nameof(Pointers))]
    public Task Pointer_Reports(string name, string source) => Case.Reports("STRAT4001", name, source + LoanTypes.Source + Pinnable);

    public static TheoryData<string, string> Quiet => Case.In(Frame,
        """
        ## released after the statement
        var block = Block.Make();
        fixed (byte* p = block.Span)
        {
            for (var q = p; q < p + n; q++) *q = 1;
        }
        block.Free();

        ## released after the last use
        var block = Block.Make();
        fixed (byte* p = block.Span)
        {
            *p = 1;
            block.Free();
        }

        ## two of them
        var block = Block.Make();
        var other = Block.Make();
        fixed (byte* from = block.Span, to = other.Span)
        {
            for (var i = 0; i < n; i++) to[i] = from[i];
        }
        block.Free();
        other.Free();

        ## pinned by its own reference
        var native = new Native();
        fixed (byte* p = native) p[0] = 1;
        native.Free();

        ## what is read through a pointer is a number
        var block = Block.Make();
        int first, distance;
        fixed (byte* p = block.Span)
        {
            first = *p;
            distance = (int)(p + 3 - p);
        }
        block.Free();
        Ops.Note(first + distance);

        ## a pointer that points elsewhere by then
        var block = Block.Make();
        byte* q = null;
        fixed (byte* p = block.Span) q = p;
        q = null;
        block.Free();
        Ops.Note(q == null ? 1 : 2);

        ## other pointers
        int* all = stackalloc int[4];
        fixed (char* text = "text") all[0] = text[0];
        var t = Tok.Make();
        all[1] = t.Id;
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Pointer_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + LoanTypes.Source + Pinnable);

    public static TheoryData<string, string> Members => Case.In("sealed unsafe class C\n{\n    byte* _kept;\n$\n}",
        """
        ## returned
        byte* M()
        {
            using var conn = Conn.Open();
            var page = Page.Make();
            fixed (byte* p = page.Span) return {|STRAT4002:p|};
        }

        ## stored in a field
        void M([Borrows] Page page)
        {
            fixed (byte* p = page.Span) {|STRAT3003:_kept = p|};
        }

        ## stored behind a pointer
        void M([Borrows] Page page, Header* holder)
        {
            fixed (byte* p = page.Span) {|STRAT3003:holder->Start = p|};
        }
        """);

    [Theory]
    [MemberData(nameof(Members))]
    public Task Pointer_Escapes(string name, string source) => Case.Check(name, source + LoanTypes.Source + Pinnable);

    public static TheoryData<string, string> QuietMembers => Case.In("sealed unsafe class C\n{\n$\n}",
        """
        ## returned from what is lent
        byte* M([Borrows] Page page)
        {
            fixed (byte* p = page.Span) return p;
        }

        ## other memory
        byte* M(byte[] bytes, Tok t)
        {
            fixed (byte* p = bytes) return p + t.Id;
        }
        """);

    [Theory]
    [MemberData(nameof(QuietMembers))]
    public Task Member_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + LoanTypes.Source + Pinnable);
}
