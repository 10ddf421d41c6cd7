namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Positional patterns and deconstruction.</summary>
public class PositionalPatternTests
{
    public static TheoryData<string, string> Cases => Case.Sources(
        """
        ## record patterns
        [Linear]
        public abstract record Shape;
        public sealed record Circle(Buf Points) : Shape;
        public sealed record Empty : Shape;

        public static class P
        {
            public static void M(Shape s)
            {
                switch (s)
                {
                    case Circle(var points):
                        points.Free();
                        break;
                    default:
                        Ownership.Forget(s, "has nothing");
                        break;
                }
            }
        }

        ## record pattern with a property
        [Linear]
        public sealed record Circle(Buf Points, int N);

        public static class P
        {
            public static void M(Circle c)
            {
                if (c is (var p, > 3))
                {
                    p.Free();
                }
                else
                {
                    Ownership.Forget(c, "has nothing");
                }
            }
        }

        ## record pattern of the own type in a switch expression
        [Linear]
        public sealed record Circle(Buf Points, int N);

        public static class P
        {
            public static int M(Circle c) => c switch
            {
                (var p, 0) => Spend(p),
                (var q, _) => Spend(q) + 1,
            };
        }

        ## own Deconstruct that consumes, in a pattern
        [Linear]
        public sealed class Parcel(Buf b)
        {
            [Consumes] public void Deconstruct(out Buf inner, out int n)
            {
                n = b.Length;
                inner = b;
            }
        }

        public static class P
        {
            public static void M(Parcel c)
            {
                if (c is (var p, > 3))
                {
                    p.Free();
                }
                else
                {
                    Ownership.Forget(c, "short");
                }
            }
        }

        ## tuple pattern
        public static class P
        {
            public static void M((Buf, int) c)
            {
                switch (c)
                {
                    case (var b, > 3): b.Free(); break;
                    case (var b, _): b.Free(); break;
                }
            }
        }

        ## tuple of results pattern
        public static class P
        {
            public static void M(Buf a, bool c)
            {
                switch (a, c)
                {
                    case (var b, true): b.Free(); break;
                    case (var b, _): b.Free(); break;
                }
            }
        }

        ## deconstruct a record struct, then use
        [Linear]
        public readonly record struct Pt(Buf A, Buf B);

        public static class P
        {
            public static void M(Pt p)
            {
                var (a, b) = p;
                a.Free();
                b.Free();
            }

            public static void N(Pt p)
            {
                var (a, {|STRAT1002:b|}) = p;
                a.Free();
            }

            public static void O(Pt p)
            {
                (Buf a, Buf b) = p;
                a.Free();
                b.Free();
                {|STRAT1001:p|}.A.Peek();
            }
        }

        ## foreach deconstruction of records
        [Linear]
        public readonly record struct Pt(Buf A, Buf B);

        public static class P
        {
            public static void M(IEnumerable<Pt> all)
            {
                foreach (var (a, b) in all)
                {
                    a.Free();
                    b.Free();
                }
            }

            public static void N(IEnumerable<Pt> all)
            {
                foreach (var (a, {|STRAT1002:b|}) in all)
                {
                    a.Free();
                }
            }
        }

        ## foreach over tuples
        public static class P
        {
            public static void M(IEnumerable<(Buf, Buf)> all)
            {
                foreach (var (a, b) in all)
                {
                    a.Free();
                    b.Free();
                }
            }

            public static void N(IEnumerable<(Buf, Buf)> all)
            {
                foreach (var ({|STRAT1002:a|}, b) in all)
                {
                    b.Free();
                }
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
