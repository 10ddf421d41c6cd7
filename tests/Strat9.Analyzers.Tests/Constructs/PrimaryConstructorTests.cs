namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Records and primary constructors.</summary>
public class PrimaryConstructorTests
{
    public static TheoryData<string, string> Cases => Case.Sources(
        """
        ## record class with a move-only member
        [MoveOnly]
        public record Ticket(Tok Seat, int Row);

        public static class P
        {
            public static void M(Ticket t)
            {
                var (seat, row) = t;
                Take(seat);
                Note(row);
                Note({|STRAT1001:t|}.Seat.Id);
            }
        }

        ## record class with a linear member
        [Linear]
        public record Ticket(Buf Seat, int Row);

        public static class P
        {
            public static void M(Ticket t)
            {
                var (seat, row) = t;
                Take(seat);
                Note(row);
            }
        }

        ## record struct compares and prints
        [MoveOnly]
        public readonly record struct Ticket(Tok Seat, int Row);

        public static class P
        {
            public static void M(Ticket t, Ticket u)
            {
                Note(t == u ? 1 : 2);
                Note(t.ToString());
                Note($"{t}");
            }
        }

        ## record with expression copies
        [MoveOnly]
        public record Ticket(Tok Seat, int Row);

        public static class P
        {
            public static void M(Ticket t)
            {
                var u = {|~STRAT3005:t with { Row = 3 }|};
                Note(u.Row);
            }
        }

        ## derived record
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

        ## primary constructor parameter consumed by a consuming member
        [Linear]
        public sealed class Owner(Buf buf)
        {
            public int Length => buf.Length;
            [Consumes] public void Close() => buf.Free();
        }

        ## primary constructor parameter consumed by a plain member
        [Linear]
        public sealed class Owner(Buf buf)
        {
            public void Drop() => {|~STRAT1006:buf|}.Free();
            [Consumes] public void Close() => buf.Free();
        }

        ## primary constructor parameter into a field
        [Linear]
        public sealed class Owner(Buf buf)
        {
            private readonly Buf _buf = buf;
            [Consumes] public void Close() => _buf.Free();
        }

        ## primary constructor parameter into a field and captured as well
        [Linear]
        public sealed class Owner(Buf buf)
        {
            private readonly Buf _buf = {|STRAT1006:buf|};
            public int Length => buf.Length;
            [Consumes] public void Close() => _buf.Free();
        }

        ## primary constructor passes to base
        [Linear]
        public class Base(Buf buf)
        {
            private readonly Buf _buf = buf;
            [Consumes] public void Close() => _buf.Free();
        }

        public sealed class Derived(Buf buf, int n) : Base(buf)
        {
            public int N => n;
        }

        ## primary constructor passes to base and keeps as well
        [Linear]
        public class Base(Buf buf)
        {
            private readonly Buf _buf = buf;
            [Consumes] public void Close() => _buf.Free();
        }

        public sealed class Derived(Buf buf) : Base({|STRAT1006:buf|})
        {
            public int N => buf.Length;
        }

        ## primary constructor of a struct
        [Linear]
        public readonly struct Wrap(Buf buf)
        {
            public int Length => buf.Length;
            [Consumes] public void Close() => buf.Free();
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
