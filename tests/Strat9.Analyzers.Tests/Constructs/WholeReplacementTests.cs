namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Wholes assigned over, and receivers taken on one result.</summary>
public class WholeReplacementTests
{
    public static TheoryData<string, string> Cases => Case.Sources(
        """
        ## this assigned in a struct
        [Linear]
        public struct Box
        {
            public Buf Inner;
            public Box(Buf b) => Inner = b;
            public Box(Buf b, int n) => this = new Box(b);
            public Box(int n) : this(Buf.Make()) { }
            public void Whole(Buf b)
            {
                {|~STRAT1003:this = new Box(b)|};
            }

            public void Right(Buf b)
            {
                Inner.Free();
                this = new Box(b);
            }

            [Consumes] public readonly void Close() => Inner.Free();
        }

        ## this assigned in a token
        [Linear]
        public struct Token
        {
            private int _n;
            public Token(int n) => _n = n;
            public void Renew() => {|~STRAT1003:this = new Token(1)|};
            [Consumes] public readonly void End() { }
        }

        ## this assigned in a move-only struct
        [MoveOnly]
        public struct Token
        {
            private int _n;
            public Token(int n) => _n = n;
            public void Renew() => this = new Token(1);
            public int N => _n;
        }

        ## property set from outside
        [Linear]
        public sealed class Req
        {
            public Buf Item { get; set; }
            public Buf? Maybe { get; set; }
            public Req(Buf b) => Item = b;
            [Consumes] public void Close() { Item.Free(); Maybe?.Free(); }
        }

        public static class P
        {
            public static void M(Req r)
            {
                {|~STRAT1003:r.Item = Buf.Make()|};
                r.Close();
            }

            public static void N()
            {
                var r = new Req(Buf.Make()) { Maybe = Buf.Make() };
                r.Close();
            }
        }

        ## conditional receiver bodies
        [Linear]
        public sealed class Lease
        {
            private readonly Buf _b = Buf.Make();
            [Consumes(When = true)] public bool TryA(bool c)
            {
                if (c) return false;
                _b.Free();
                return true;
            }

            [Consumes(When = true)] public bool {|STRAT1002:TryB|}(bool c)
            {
                if (c) return true;
                _b.Free();
                return true;
            }

            [Consumes(When = true)] public bool TryC(bool c)
            {
                if (c) {|STRAT1006:_b|}.Free();
                return false;
            }

            [Consumes(When = true)] public bool TryD() => _b.TryFree();
            [Consumes(When = true)] public bool TryE() => TryD();
            [Consumes(When = false)] public bool TryF() => !TryD();
            [Consumes(When = true)] public bool TryG(bool c)
            {
                if (!c) return false;
                Close();
                return true;
            }

            [Consumes(When = true)] public bool TryH(bool c)
            {
                if (!c) return false;
                {|~STRAT1005:Close()|};
                return false;
            }

            [Consumes] public void Close() => _b.Free();
        }

        ## conditional receiver by an enum
        public enum Res3 { Ok, Busy, Dead }

        [Linear]
        public sealed class Lease
        {
            private readonly Buf _b = Buf.Make();
            [Consumes(When = Res3.Ok)] public Res3 Try(int n)
            {
                if (n == 1) return Res3.Busy;
                if (n == 2) return Res3.Dead;
                _b.Free();
                return Res3.Ok;
            }

            [Consumes] public void Close() => _b.Free();
        }

        public static class P
        {
            public static void M(Lease l)
            {
                switch (l.Try(1))
                {
                    case Res3.Ok: break;
                    default: l.Close(); break;
                }
            }

            public static void N(Lease l)
            {
                var r = l.Try(1);
                if (r != Res3.Ok) l.Close();
            }

            public static void O(Lease l)
            {
                var r = l.Try(1);
                if (r == Res3.Busy || r == Res3.Dead) l.Close();
            }

            public static void Q(Lease l)
            {
                if (l.Try(1) is Res3.Busy or Res3.Dead) l.Close();
            }

            public static void R(Lease l)
            {
                if (l.Try(1) is not Res3.Ok) l.Close();
                else Note({|STRAT1001:l|}.GetHashCode());
            }

            public static int S(Lease {|STRAT1002:l|}) => l.Try(1) switch { Res3.Ok => 1, Res3.Busy => 2, _ => End(l) };
            private static int End(Lease l) { l.Close(); return 1; }
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
