namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Operators that look, and enumerators by pattern.</summary>
public class SmallOperatorTests
{
    public static TheoryData<string, string> Cases => Case.Sources(
        """
        ## operator of a class by increment
        [Linear]
        public sealed class Big
        {
            public int N;
            [Consumes] public void Close() { }
            public static Big operator ++(Big b)
            {
                b.N++;
                return b;
            }
        }

        public static class P
        {
            public static void M(Big b)
            {
                b++;
                ++b;
                b.Close();
            }
        }

        ## true and false operators
        [MoveOnly]
        public readonly struct Flag
        {
            public static bool operator true([Borrows] Flag f) => true;
            public static bool operator false([Borrows] Flag f) => false;
        }

        public static class P
        {
            public static void Drop(Flag f) { }
            public static void M(Flag f)
            {
                if (f) { Drop(f); }
                if ({|STRAT1001:f|}) { }
            }
        }

        ## explicit conversion to a number with in
        [MoveOnly]
        public readonly struct Key
        {
            public readonly int N;
            public Key(int n) => N = n;
            public static explicit operator int(in Key k) => k.N;
        }

        public static class P
        {
            public static void Drop(Key k) { }
            public static void M(Key k)
            {
                Note((int)k);
                Drop(k);
                Note((int){|STRAT1001:k|});
            }
        }

        ## user equality in switch constant
        [MoveOnly]
        public readonly struct Key : IEquatable<Key>
        {
            public readonly int N;
            public Key(int n) => N = n;
            public bool Equals(Key other) => N == other.N;
            public override bool Equals(object? o) => o is Key k && Equals(k);
            public override int GetHashCode() => N;
            public static bool operator ==(Key a, Key b) => a.Equals(b);
            public static bool operator !=(Key a, Key b) => !a.Equals(b);
        }

        public static class P
        {
            public static void Drop(Key k) { }
            public static void M(Key a, Key b)
            {
                if (a == b || a.Equals(b)) Drop(a); else Drop(b);
            }
        }

        ## capture in a ref struct enumerator
        [MoveOnly]
        public sealed class Lot
        {
            private int[] _n = new int[4];
            public Enumerator GetEnumerator() => new Enumerator(_n);
            public ref struct Enumerator
            {
                private Span<int> _s;
                private int _i;
                public Enumerator(Span<int> s) { _s = s; _i = -1; }
                public bool MoveNext() => ++_i < _s.Length;
                public ref int Current => ref _s[_i];
            }
        }

        public static class P
        {
            public static void Drop(Lot k) { }
            public static void M(Lot a)
            {
                foreach (ref var x in a) x++;
                Drop(a);
                foreach (var x in {|STRAT1001:a|}) { }
            }

            public static void N(Lot a)
            {
                foreach (ref var x in a)
                {
                    Drop(a);
                    break;
                }
            }

            public static void O(Lot a)
            {
                foreach (ref var x in a)
                {
                    Drop({|~STRAT4001:a|});
                }
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
