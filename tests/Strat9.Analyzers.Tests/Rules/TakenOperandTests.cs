namespace Strat9.Analyzers.Tests.Rules;

/// <summary>An operand counts as taken for the operands after it, also where a branch in one of them lies between it and the call.</summary>
public class TakenOperandTests
{
    private const string Frame =
        """
        static class C
        {
            static void F(Buf b, int n) => b.Free();
            static void F(Tok t, int n) { }
            static void F2(Tok t, Tok u) { }
            static int Take(Mem m) { m.Free(); return 1; }
            static int Bad() => throw new InvalidOperationException();
        $
        }

        [Linear]
        public struct Mem
        {
            private byte[] _bytes;
            public Mem(byte[] bytes) => _bytes = bytes;
            public readonly Span<byte> Span => _bytes;
            [Consumes] public readonly void Free() { }
        }
        """;

    public static TheoryData<string, string> Reported1001 => Case.In(Frame,
        """
        ## read in the condition of a later argument
        static void M(Buf b) => F(b, {|STRAT1001:b|}.Peek() > 0 ? 1 : 2);

        ## read in a branch of a later argument
        static void M(Buf b, bool c) => F(b, c ? {|STRAT1001:b|}.Peek() : 2);

        ## moved in a branch of a later argument
        static void M(Tok t, Tok u, bool c) => F2(t, c ? {|STRAT1001:t|} : u);

        ## taken by a conditional, read after it
        static void M(Tok t, Tok u, bool c) => F(c ? t : u, {|STRAT1001:t|}.Peek() > 0 ? 1 : 2);

        ## put into a tuple
        static void M(Tok t, bool c)
        {
            var pair = (t, c ? {|STRAT1001:t|}.Peek() : 2);
        }

        ## passed by value as the receiver of an extension method
        static void G(this Tok t, int n) { }
        static void M(Tok t, bool c) => t.G(c ? {|STRAT1001:t|}.Peek() : 2);

        ## consumed as the receiver of an extension method by reference
        [Consumes] static void G(this in Tok t, int n) { }
        static void M(Tok t)
        {
            t.G(1);
            {|STRAT1001:t|}.Peek();
        }

        ## taken by an indexer
        sealed class Table { public int this[Tok t, int n] => 1; }
        static int M(Table table, Tok t, bool c) => table[t, c ? {|STRAT1001:t|}.Peek() : 2];

        ## used after the call
        static void M(Tok t, bool c)
        {
            F(t, c ? 1 : 2);
            {|STRAT1001:t|}.Peek();
        }

        ## taken where the call throws
        static void M(Tok t, bool c)
        {
            try
            {
                F(t, c ? 1 : 2);
            }
            catch
            {
                {|STRAT1001:t|}.Peek();
            }
        }
        """);

    public static TheoryData<string, string> Reported1002 => Case.In(Frame,
        """
        ## still owned where a later argument throws
        static void M(Buf {|STRAT1002:b|}, bool c)
        {
            try
            {
                F(b, c ? Bad() : 2);
            }
            catch
            {
            }
        }

        ## still owned at a throw in a later argument
        static void M(Buf {|STRAT1002:b|}, bool c) => F(b, c ? 1 : throw new InvalidOperationException());
        """);

    public static TheoryData<string, string> Reported4001 => Case.In(Frame,
        """
        ## a span of what a later argument takes
        static void G(Span<byte> s, int n) { }
        static void M(Mem m) => G(m.Span, Take({|STRAT4001:m|}));

        ## an element of a sequence over what the loop takes
        static void M(Mem {|~STRAT1002:m|}, bool c)
        {
            foreach (var x in m.Span)
            {
                if (c) Take({|STRAT4001:m|});
            }
        }

        ## a span in a local
        static void G(Span<byte> s, int n) { }
        static void M(Mem m)
        {
            var s = m.Span;
            G(s, Take({|STRAT4001:m|}));
        }

        ## a span and its source
        static void G(Span<byte> s, Mem m) => m.Free();
        static void M(Mem m) => G(m.Span, {|STRAT4001:m|});

        ## a span of what a branch of a later argument takes
        static void G(Span<byte> s, int n) { }
        static void M(Mem {|~STRAT1002:m|}, bool c) => G(m.Span, c ? Take({|STRAT4001:m|}) : 1);
        """);

    public static TheoryData<string, string> Accepted => Case.In(Frame,
        """
        ## a sequence left when its source is taken
        static void M(Mem m, bool c)
        {
            foreach (var x in m.Span)
            {
                if (x == 0)
                {
                    m.Free();
                    return;
                }
            }

            m.Free();
        }

        ## something else is read
        static void M(Buf b, bool c) => F(b, c ? 1 : 2);

        ## a borrowed argument is only another name
        static void L(in Tok t, int n) { }
        static void M(Tok t, bool c) => L(t, c ? t.Peek() : 2);

        ## the receiver is used when the call runs
        static void M(Tok t, bool c) => t.Absorb(c ? Tok.Make() : new Tok(t.Peek()));

        ## taken from what may be null
        static void M(Res? r, bool c)
        {
            if (r is null) return;
            G(r, c ? 1 : 2);
        }
        static void G(Res r, int n) => r.Close();

        ## the other by coalescing
        static void M(Res? r, bool c) => G(r ?? Res.Open("x"), c ? 1 : 2);
        static void G(Res r, int n) => r.Close();

        ## a span used up before the move
        static int G(ReadOnlySpan<byte> s) => s.Length;
        static void H(int n, int k) { }
        static void M(Mem m) => H(G(m.Span), Take(m));
        """);

    [Theory]
    [MemberData(nameof(Reported1001))]
    public Task Later_ReportUseAfterMove(string name, string source) => Case.Reports("STRAT1001", name, source);

    [Theory]
    [MemberData(nameof(Reported1002))]
    public Task Later_ReportLeak(string name, string source) => Case.Reports("STRAT1002", name, source);

    [Theory]
    [MemberData(nameof(Reported4001))]
    public Task InFlight_ReportMovedWhileBorrowed(string name, string source) => Case.Reports("STRAT4001", name, source);

    [Theory]
    [MemberData(nameof(Accepted))]
    public Task Later_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
