namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Loans by spans, ref structs, memory, tasks and arguments.</summary>
public class LoanTests
{
    private const string CasesTypes =
        """

        [Linear]
        public sealed class Block
        {
            private readonly byte[] _bytes = new byte[16];
            public Span<byte> Span => _bytes;
            public ReadOnlySpan<byte> View => _bytes;
            public Memory<byte> Memory => _bytes;
            public ref byte First => ref _bytes[0];
            public Span<byte> Slice(int from, int length) => _bytes.AsSpan(from, length);
            public Task FillAsync() => Task.CompletedTask;
            public ValueTask<int> CountAsync() => new(1);
            public IEnumerable<int> Lines() => throw new NotImplementedException();
            public static Block Make() => new();
            [return: Borrows] public Block Self() => this;
            [Consumes] public void Free() { }
        }

        public static class F
        {
            public static Span<byte> Of([Borrows] Block b) => b.Span;
            public static Span<byte> Both([Borrows] Block a, [Borrows] Block b) => a.Span;
            public static Span<byte> Trim(Span<byte> s) => s[1..];
            public static int Count(scoped Span<byte> s) => s.Length;
            public static Span<byte> Other([Borrows] Block b, scoped Span<byte> s) => b.Span;
            public static ref byte FirstOf(Span<byte> s) => ref s[0];
        }

        public ref struct Cursor
        {
            private readonly Span<byte> _s;
            public Cursor(Span<byte> s) => _s = s;
            public int Length => _s.Length;
            public Cursor Next() => new(_s[1..]);
            public Span<byte> Rest => _s;
        }

        public ref struct Holder2
        {
            public Span<byte> Bytes;
        }
        """;

    public static TheoryData<string, string> Cases => Case.Sources(
        """
        ## cursor made of a span
        public static class P
        {
            public static void M(Block b)
            {
                var c = new Cursor(b.Span);
                {|~STRAT4001:b.Free()|};
                Note(c.Length);
            }

            public static void N(Block b)
            {
                var c = new Cursor(b.Span).Next();
                var rest = c.Rest;
                {|~STRAT4001:b.Free()|};
                Note(rest.Length);
            }

            public static void O(Block b)
            {
                var c = new Cursor(b.Span);
                Note(c.Length);
                b.Free();
            }

            public static Cursor Q(Block b)
            {
                var c = new Cursor(b.Span);
                Ownership.Forget({|~STRAT4001:b|}, "kept");
                return c;
            }
        }

        ## ref struct with an initialiser
        public static class P
        {
            public static void M(Block b)
            {
                var h = new Holder2 { Bytes = b.Span };
                {|~STRAT4001:b.Free()|};
                Note(h.Bytes.Length);
            }

            public static void N(Block b)
            {
                var h = new Holder2();
                h.Bytes = b.Span;
                {|~STRAT4001:b.Free()|};
                Note(h.Bytes.Length);
            }
        }

        ## foreach over a span
        public static class P
        {
            public static void M(Block b)
            {
                foreach (ref var x in b.Span)
                {
                    x = 1;
                }

                b.Free();
            }

            public static void N(Block b, bool c)
            {
                foreach (var x in b.Span)
                {
                    if (x == 0)
                    {
                        b.Free();
                        return;
                    }
                }

                b.Free();
            }

            public static void O(Block b)
            {
                foreach (var x in b.View)
                {
                    Note(x);
                }

                b.Free();
                var s = F.Of({|STRAT1001:b|});
            }
        }

        ## methods over spans
        public static class P
        {
            public static void M(Block b)
            {
                var s = F.Trim(F.Trim(b.Span));
                {|~STRAT4001:b.Free()|};
                s[0] = 1;
            }

            public static void N(Block b)
            {
                var n = F.Count(b.Span);
                b.Free();
                Note(n);
            }

            public static void O(Block a, Block b)
            {
                var s = F.Both(a, b);
                {|~STRAT4001:b.Free()|};
                s[0] = 1;
                a.Free();
            }

            public static void Q(Block a, Block b)
            {
                var s = F.Other(a, b.Span);
                b.Free();
                s[0] = 1;
                a.Free();
            }

            public static void R(Block b)
            {
                ref var x = ref F.FirstOf(b.Span);
                {|~STRAT4001:b.Free()|};
                x = 1;
            }

            public static void S(Block b)
            {
                ref var x = ref b.First;
                x = 1;
                b.Free();
            }

            public static void T(Block b)
            {
                ref var x = ref b.First;
                {|~STRAT4001:b.Free()|};
                x = 1;
            }
        }

        ## span reassigned
        public static class P
        {
            public static void M(Block a, Block b)
            {
                var s = a.Span;
                s[0] = 1;
                s = b.Span;
                a.Free();
                s[0] = 2;
                b.Free();
            }

            public static void N(Block a, Block b, bool c)
            {
                var s = a.Span;
                if (c) s = b.Span;
                {|~STRAT4001:a.Free()|};
                s[0] = 2;
                b.Free();
            }

            public static void O(Block a)
            {
                Span<byte> s = stackalloc byte[4];
                s[0] = 1;
                a.Free();
                s[1] = 1;
            }

            public static void Q(Block a)
            {
                Span<byte> s = stackalloc byte[4];
                if (a.Span.Length > 3) a.Span.CopyTo(s);
                a.Free();
                s[1] = 1;
            }
        }

        ## switch over a span pattern
        public static class P
        {
            public static void M(Block a)
            {
                if (a.Span is [var first, ..])
                {
                    a.Free();
                    Note(first);
                }
                else
                {
                    a.Free();
                }
            }

            public static void N(Block a)
            {
                if (a.Span is [_, .. var rest])
                {
                    {|~STRAT4001:a.Free()|};
                    Note(rest.Length);
                }
                else
                {
                    a.Free();
                }
            }
        }

        ## memory in a lambda and field
        public sealed class P
        {
            private Memory<byte> _m;
            public void M(Block b)
            {
                {|~STRAT3003:_m = b.Memory|};
                b.Free();
            }

            public void N(Block b)
            {
                var m = b.Memory;
                m.Span[0] = 1;
                b.Free();
            }

            public static Memory<byte> O()
            {
                var b = Block.Make();
                var m = b.Memory;
                Ownership.Forget({|~STRAT4001:b|}, "kept");
                return m;
            }

            public static Memory<byte> Q(Block {|STRAT1002:b|}) => {|STRAT4002:b.Memory|};
        }

        ## self chain
        public static class P
        {
            public static void M(Block b)
            {
                var s = b.Self();
                Note(s.Span.Length);
                b.Free();
            }

            public static void N(Block b)
            {
                var s = b.Self();
                {|~STRAT4001:b.Free()|};
                Note(s.Span.Length);
            }

            public static void O(Block b) { {|STRAT1005:b.Self()|}.Free(); b.Free(); }
        }

        ## tasks and sequences
        public static class P
        {
            public static async Task M(Block b)
            {
                await b.FillAsync();
                Note(await b.CountAsync());
                b.Free();
            }

            public static async Task N(Block b)
            {
                var t = b.CountAsync();
                {|~STRAT4001:b.Free()|};
                Note(await t);
            }

            public static void O(Block b)
            {
                var lines = b.Lines();
                {|~STRAT4001:b.Free()|};
                foreach (var l in lines) Note(l);
            }

            public static void Q(Block b)
            {
                foreach (var l in b.Lines()) Note(l);
                b.Free();
            }

            public static void R(Block b)
            {
                var n = b.Lines().Sum();
                b.Free();
                Note(n);
            }

            public static void S(Block b)
            {
                var q = b.Lines().Where(x => x > 1);
                {|~STRAT4001:b.Free()|};
                Note(q.Count());
            }

            public static async Task T(Block b)
            {
                var all = Task.WhenAll(b.FillAsync(), b.FillAsync());
                {|~STRAT4001:b.Free()|};
                await all;
            }

            public static Task U(Block b)
            {
                var t = b.FillAsync();
                Ownership.Forget({|~STRAT4001:b|}, "x");
                return t;
            }

            public static void V(Block b)
            {
                b.FillAsync();
                {|~STRAT4001:b.Free()|};
            }

            public static void W(Block b)
            {
                _ = b.FillAsync();
                {|~STRAT4001:b.Free()|};
            }

            public static void X(Block b)
            {
                b.FillAsync().Wait();
                b.Free();
            }

            public static void Y(Block b)
            {
                b.FillAsync().GetAwaiter().GetResult();
                b.Free();
            }
        }

        ## returned loans
        public static class P
        {
            public static Span<byte> M([Borrows] Block b) => b.Span;
            public static Span<byte> N()
            {
                var {|STRAT1002:b|} = Block.Make();
                return {|STRAT4002:b.Span|};
            }

            public static Span<byte> O(bool c, [Borrows] Block a)
            {
                var {|STRAT1002:b|} = Block.Make();
                var s = c ? a.Span : b.Span;
                return {|STRAT4002:s|};
            }

            public static Cursor Q()
            {
                var {|STRAT1002:b|} = Block.Make();
                return {|STRAT4002:new Cursor(b.Span)|};
            }

            public static IEnumerable<int> R()
            {
                var {|STRAT1002:b|} = Block.Make();
                return {|STRAT4002:b.Lines()|};
            }
        }

        ## exclusive arguments
        public static class P
        {
            private static void Two(ref Buf a, ref Buf b) { }
            private static void One(ref Buf a, in Buf b) { }
            private static void Mix(ref Buf a, [Borrows] Buf b) { }
            private static void Take3(ref Buf a, Buf b) => b.Free();
            public static void M(ref Buf a, ref Buf b)
            {
                Two(ref a, ref b);
                {|~STRAT4001:Two(ref a, ref a)|};
                {|~STRAT4001:One(ref a, in a)|};
                {|~STRAT4001:One(ref a, a)|};
                {|~STRAT4001:Mix(ref a, a)|};
            }

            public static void N(Pair p)
            {
                Two(ref p.Left, ref p.Right);
                {|~STRAT4001:Two(ref p.Left, ref p.Left)|};
                Take(p);
            }

            public static void O(Buf a)
            {
                Take3(ref a, {|~STRAT4001:a|});
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source + CasesTypes);

    public static TheoryData<string, string> More => Case.Members(
        """
        ## in then moved
        static void F(in Buf a, Buf b) => b.Free();
        void M(Buf a) => F(a, {|~STRAT4001:a|});

        ## borrows then moved
        static void F([Borrows] Res a, Res b) => b.Close();
        void M(Res a) => F(a, {|~STRAT4001:a|});

        ## ref then moved
        static void F(ref Buf a, Buf b) => b.Free();
        void M(Buf a) => F(ref a, {|~STRAT4001:a|});

        ## in move-only then moved
        static void F(in Tok a, Tok b) { }
        void M(Tok a) => F(a, {|~STRAT4001:a|});

        ## moved then in
        static void F(Tok b, in Tok a) { }
        void M(Tok a) => F(a, {|STRAT1001:a|});

        ## in of a part, whole moved
        static void F(in Tok a, Twin b) { }
        void M(Twin a) => F(in a.A, {|~STRAT4001:a|});

        ## in of one part, another moved
        static void F(in Tok a, Tok b) { }
        void M(Twin a) => F(in a.A, a.B);

        ## plain read then moved
        static void F(int a, Tok b) { }
        void M(Tok a) => F(a.Id, a);

        ## in then moved deeper
        static void F(in Tok a, int b) { }
        void M(Tok a) => F(in a, Spend({|~STRAT4001:a|}));

        ## in an operator by in
        static void F(in Tok a, in Tok b) { }
        void M(Tok a) => F(in a, in a);
        """);

    [Theory]
    [MemberData(nameof(More))]
    public Task More_AreJudged(string name, string source) => Case.Check(name, source);
}
