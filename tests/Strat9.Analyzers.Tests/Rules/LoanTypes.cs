namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Types that lend, for the rules about loans.</summary>
internal static class LoanTypes
{
    public const string Source =
        """

        [Linear]
        sealed class Block
        {
            private readonly byte[] _bytes;
            private Res _child = Res.Open("child");

            public Block(int length) => _bytes = new byte[length];

            public static Block Make() => new Block(16);
            public static void Drop(Block block) => block.Free();
            public Span<byte> Span => _bytes;
            public Memory<byte> Memory => _bytes;
            public ReadOnlySpan<byte> View => _bytes;
            public int Length => _bytes.Length;
            public ref byte At(int i) => ref _bytes[i];
            public Span<byte> Slice(int start, int length) => _bytes.AsSpan(start, length);
            [return: Borrows] public Res Child() => _child;
            public Task FillAsync() => Task.CompletedTask;
            public Task<int> CountAsync() => Task.FromResult(3);
            public IEnumerable<int> Numbers() => [1, 2];
            [Consumes] public void Free() => _child.Close();
        }

        [MoveOnly]
        sealed class Page
        {
            private readonly byte[] _bytes = new byte[16];

            public static Page Make() => new Page();
            public static void Drop(Page page) { }
            public Span<byte> Span => _bytes;
            public Memory<byte> Memory => _bytes;
            public int Length => _bytes.Length;
            public ref byte At(int i) => ref _bytes[i];
            public void Clear() { }
            public IEnumerable<int> Numbers() => [1, 2];
            public Task FillAsync() => Task.CompletedTask;
        }

        [MoveOnly]
        struct Pages
        {
            public Page Left;
            public Pages(Page left) => Left = left;
            public static Pages Make() => new(Page.Make());
        }

        static class Loans
        {
            public static Span<byte> Bytes([Borrows] Block block) => block.Span;
            public static Span<byte> Tail(Span<byte> all) => all.Slice(1);
            public static int Sum(scoped ReadOnlySpan<byte> all) => all.Length;
            public static Span<byte> Other(scoped Span<byte> all, Span<byte> other) => other;
            public static void Both(ref Tok a, ref Tok b) { }
            public static void Mixed(ref Tok a, in Tok b) { }
            public static void Mixed(ref Page a, Span<byte> b) { }
            public static void Refill(ref Page page) { }
            public static void Fill(out Page page) => page = Page.Make();
            public static bool TryFill([Gives(When = true)] out Page page) { page = Page.Make(); return true; }
            public static void Refill(ref Pages pages) { }
            public static ref Tok First(ref Tok a) => ref a;
        }
        """;
}
