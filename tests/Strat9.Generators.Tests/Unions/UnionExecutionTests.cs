using Microsoft.CodeAnalysis.CSharp;

namespace Strat9.Generators.Tests.Unions;

public class UnionExecutionTests
{
    [Theory]
    [InlineData(LanguageVersion.CSharp14)]
    [InlineData(LanguageVersion.Preview)]
    public void EveryWayInAndOut(LanguageVersion version) => UnionCompiler.Run(version, UnionCompiler.Blocks,
        """
        using Demo;

        static class Program
        {
            static void Check(bool holds)
            {
                if (!holds) throw new Exception("a check failed");
            }

            static void Main()
            {
                var refused = Release.Refused(Error.NotFound, new Block<Exclusive>(7));
                Check(refused.HasValue && refused.Kind == Release.Tag.Refused && refused.ToString() == "Refused");
                Check(refused.IsRefused(out var error, out var block) && error == Error.NotFound && block.Number == 7);
                Check(!refused.IsFreed(out var freed) && freed.Number == 0);
                Check(!refused.IsNothing());
                Check(refused.TryGetValue(out Release.Case.Refused taken) && taken.Error == Error.NotFound && taken.Block.Number == 7);
                Check(!refused.TryGetValue(out Release.Case.Freed _));
                Check(refused.Value is Release.Case.Refused { Block.Number: 7 });
                var (e, b) = taken;
                Check(e == Error.NotFound && b.Number == 7);
                Check(refused.Match(x => x.Number, (x, y) => y.Number + (int)x, () => -1) == 8);
                int seen = 0;
                refused.Switch(freed: _ => seen = 1, refused: (_, _) => seen = 2, nothing: () => seen = 3);
                Check(seen == 2);

                Check(Release.Nothing().IsNothing() && Release.Nothing().Match(_ => 0, (_, _) => 0, () => 5) == 5);
                Check(new Release(new Release.Case.Freed(new Block<Gone>(3))).IsFreed(out var third) && third.Number == 3);

                Release none = default;
                Check(!none.HasValue && none.Value is null && none.Kind == Release.Tag.Default && none.ToString() == "Default");
                Check(!none.IsNothing() && !none.IsFreed(out _));
                try
                {
                    none.Match(_ => 0, (_, _) => 0, () => 0);
                    Check(false);
                }
                catch (InvalidOperationException x)
                {
                    Check(x.Message == "The union holds no case: it is the default value.");
                }
            }
        }
        """);

    [Fact]
    public void Equality() => UnionCompiler.Run(LanguageVersion.CSharp14,
        """
        public enum Color : long { Red, Green = 1L << 40 }
        public readonly struct Point(int x)
        {
            public int X { get; } = x;
        }

        [TaggedUnion]
        public readonly partial struct Shape<T>
        {
            public static partial Shape<T> Named(string name, T? tag);
            public static partial Shape<T> Other(string name, T? tag);
            public static partial Shape<T> At(Point point, double size, int? layer, Color color, bool filled);
            public static partial Shape<T> None();
        }

        static class Program
        {
            static void Same(Shape<string> a, Shape<string> b)
            {
                if (!(a == b && !(a != b) && a.Equals(b) && a.Equals((object)b) && a.GetHashCode() == b.GetHashCode())) throw new Exception($"{a} is not {b}");
            }

            static void Differ(Shape<string> a, Shape<string> b)
            {
                if (a == b || !(a != b) || a.Equals(b) || a.Equals((object)b)) throw new Exception($"{a} is {b}");
            }

            static Shape<string> At(double size, int? layer = 2, Color color = Color.Green) => Shape<string>.At(new Point(1), size, layer, color, true);

            static void Main()
            {
                Same(Shape<string>.Named("a", null), Shape<string>.Named(new string('a', 1), null));
                Same(At(double.NaN), At(double.NaN));
                Same(At(1, null), At(1, null));
                Same(default, default);
                Same(Shape<string>.None(), Shape<string>.None());
                Differ(Shape<string>.Named("a", "t"), Shape<string>.Other("a", "t"));
                Differ(Shape<string>.Named("a", "t"), Shape<string>.Named("a", null));
                Differ(Shape<string>.Named("a", "t"), Shape<string>.Named("b", "t"));
                Differ(At(1), At(2));
                Differ(At(1), At(1, null));
                Differ(At(1), At(1, 2, Color.Red));
                Differ(Shape<string>.None(), default);
                if (Shape<string>.None().Equals("x") || Shape<string>.None().Equals(null)) throw new Exception("equal to another type");
            }
        }
        """);

    [Theory]
    [InlineData(LanguageVersion.CSharp14)]
    [InlineData(LanguageVersion.Preview)]
    public void NothingIsAllocated(LanguageVersion version) => UnionCompiler.Run(version, UnionCompiler.Blocks,
        """
        using Demo;

        [TaggedUnion]
        public readonly partial struct Found
        {
            public static partial Found At(ulong address, string name);
            public static partial Found Failed(Error error);
        }

        static class Program
        {
            static int Work(int i)
            {
                var r = (i % 3) switch
                {
                    0 => Release.Freed(new Block<Gone>(i)),
                    1 => Release.Refused(Error.NotFound, new Block<Exclusive>(i)),
                    _ => Release.Nothing(),
                };
                var found = (i & 1) == 0 ? Found.At((ulong)i, "x") : Found.Failed(Error.NotFound);
                var sum = r.HasValue && found != default && !found.Equals(default) ? found.GetHashCode() + (int)r.Kind + r.ToString().Length : 0;
                if (r.IsFreed(out var freed)) sum += freed.Number;
                if (r.IsRefused(out var error, out var block)) sum += (int)error + block.Number;
                if (r.IsNothing()) sum++;
                if (r.TryGetValue(out Release.Case.Refused refused)) { refused.Deconstruct(out _, out var again); sum += again.Number; }
                sum += r.Match(static b => b.Number, static (_, b) => b.Number, static () => 1);
                r.Switch(static _ => { }, static (_, _) => { }, static () => { });
                return sum;
            }

            static void Main()
            {
                int sum = 0;
                for (int i = 0; i < 100; i++) sum += Work(i);
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 10_000; i++) sum += Work(i);
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                if (allocated != 0) throw new Exception($"allocated {allocated} bytes ({sum})");
            }
        }
        """);

    [Fact]
    public void NullableAnalysis_KnowsWhatATestGives() => UnionCompiler.Run(LanguageVersion.CSharp14,
        """
        [TaggedUnion]
        public readonly partial struct Result<T>
        {
            public static partial Result<T> Ok(T value, string name);
            public static partial Result<T> Failed(string? reason);
        }

        static class Program
        {
            static int Length(Result<string> r) => r.IsOk(out var value, out var name) ? value.Length + name.Length : value?.Length ?? 0;

            static void Main()
            {
                if (Length(Result<string>.Ok("ab", "c")) != 3 || Length(Result<string>.Failed(null)) != 0) throw new Exception("wrong length");
            }
        }
        """);
}
