namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Borrow outlives its place.</summary>
public class STRAT4002Tests
{
    public static TheoryData<string, string> Escapes => Case.Members(
        """
        ## a span of a local
        Span<byte> M()
        {
            var page = Page.Make();
            return {|STRAT4002:page.Span|};
        }

        ## a span of an own parameter
        Span<byte> M(Page page) => {|STRAT4002:page.Span|};

        ## a slice
        Span<byte> M(Page page) => {|STRAT4002:page.Span.Slice(1)|};

        ## by a local span
        Span<byte> M()
        {
            var page = Page.Make();
            var s = page.Span;
            s[0] = 1;
            return {|STRAT4002:s|};
        }

        ## a read-only span
        ReadOnlySpan<byte> M(Page page) => {|STRAT4002:page.Span|};

        ## memory
        Memory<byte> M(Page page) => {|STRAT4002:page.Memory|};

        ## memory by a local
        ReadOnlyMemory<byte> M()
        {
            var page = Page.Make();
            var memory = page.Memory;
            return {|STRAT4002:memory|};
        }

        ## a ref
        ref byte M(Page page) => ref {|STRAT4002:page.At(0)|};

        ## on one path
        Span<byte> M(byte[] bytes, bool c)
        {
            var page = Page.Make();
            if (c) return {|STRAT4002:page.Span|};
            return bytes;
        }

        ## one arm
        Span<byte> M(Page page, byte[] bytes, bool c) => {|STRAT4002:c ? page.Span : bytes|};

        ## by a method over a span
        Span<byte> M(Page page) => {|STRAT4002:Loans.Tail(page.Span)|};
        """);

    [Theory]
    [MemberData(nameof(Escapes))]
    public Task Escape_Reports(string name, string source) => Case.Reports("STRAT4002", name, source + LoanTypes.Source);

    public static TheoryData<string, string> Quiet => Case.Members(
        """
        ## a span of a lent parameter
        Span<byte> M([Borrows] Page page) => page.Span;

        ## a slice of a lent parameter
        Span<byte> M([Borrows] Block block)
        {
            var all = block.Span;
            return all.Slice(1);
        }

        ## a ref of a lent parameter
        ref byte M([Borrows] Page page) => ref page.At(0);

        ## a ref of a ref parameter
        ref Tok M(ref Twin w) => ref w.A;

        ## a span of this
        [MoveOnly]
        sealed class Owner
        {
            private readonly Page _page = Page.Make();
            public Span<byte> Span => _page.Span;
            public Memory<byte> Tail() => _page.Memory.Slice(1);
        }

        ## a copy
        byte[] M(Page page) => page.Span.ToArray();

        ## an element
        byte M(Page page) => page.Span[0];

        ## a span of something else
        Span<byte> M(Page page, byte[] bytes)
        {
            page.Span.CopyTo(bytes);
            return bytes;
        }

        ## a borrowed result of a lent parameter
        [return: Borrows] Res M([Borrows] Block block) => block.Child();
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Escape_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + LoanTypes.Source);
}
