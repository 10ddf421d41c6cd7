namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>User-defined operators and conversions.</summary>
public class OperatorTests
{
    public static TheoryData<string, string> Cases => Case.Sources(
        """
        ## extension operator
        public static class E
        {
            extension(Tok)
            {
                public static int operator +(Tok a, Tok b) => a.Id + b.Id;
            }
        }

        public static class P
        {
            public static void M(Tok a, Tok b)
            {
                Note(a + b);
                Note({|STRAT1001:a|}.Id);
            }
        }

        ## extension compound operator
        public static class E
        {
            extension(ref Tok t)
            {
                public void operator +=(int by) => t.Bump();
            }
        }

        public static class P
        {
            public static void M(Tok a)
            {
                a += 3;
                Take(a);
                {|STRAT1001:a|} += 4;
            }
        }

        ## instance compound operator
        [MoveOnly]
        public struct Acc
        {
            private int _sum;
            public Acc(int sum) => _sum = sum;
            public void operator +=(Tok t) => _sum += t.Id;
            public void operator ++() => _sum++;
            public readonly int Sum => _sum;
        }

        public static class P
        {
            public static void M(Acc a, Tok t)
            {
                a += t;
                a++;
                Note(a.Sum);
                a += {|STRAT1001:t|};
            }
        }

        ## binary operator by value moves both
        [Linear]
        public readonly struct Vec
        {
            public readonly int N;
            public Vec(int n) => N = n;
            [Consumes] public void Free() { }
            public static Vec operator +(Vec a, Vec b)
            {
                var sum = new Vec(a.N + b.N);
                a.Free();
                b.Free();
                return sum;
            }
        }

        public static class P
        {
            public static Vec M(Vec a, Vec b)
            {
                var c = a + b;
                c += new Vec(1);
                return c;
            }

            public static Vec N(Vec a, Vec b)
            {
                var c = a + b;
                {|STRAT1001:a|}.Free();
                return c;
            }
        }

        ## unary operator
        [Linear]
        public readonly struct Vec
        {
            public readonly int N;
            public Vec(int n) => N = n;
            [Consumes] public void Free() { }
            public static Vec operator -(Vec a)
            {
                var v = new Vec(-a.N);
                a.Free();
                return v;
            }
        }

        public static class P
        {
            public static void M(Vec a)
            {
                a = -a;
                a = -a;
                a.Free();
            }

            public static void N(Vec a)
            {
                var b = -a;
                b.Free();
                {|STRAT1001:a|}.Free();
            }
        }

        ## implicit conversion operator takes
        [MoveOnly]
        public readonly struct Key
        {
            public readonly int N;
            public Key(int n) => N = n;
            public static implicit operator Key(Tok t) => new Key(t.Id);
        }

        public static class P
        {
            public static void Use(Key k) { }
            public static void M(Tok t)
            {
                Use(t);
                Use({|STRAT1001:t|});
            }
        }

        ## comparison operators borrow
        [MoveOnly]
        public readonly struct Key
        {
            public readonly int N;
            public Key(int n) => N = n;
            public static bool operator <(Key a, Key b) => a.N < b.N;
            public static bool operator >(Key a, Key b) => a.N > b.N;
        }

        public static class P
        {
            public static void Use(Key k) { }
            public static void M(Key t, Key u)
            {
                if (t < u) Use(t); else Use(u);
                Note({|STRAT1001:t|} > {|STRAT1001:u|} ? 1 : 0);
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
