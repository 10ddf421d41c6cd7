using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

/// <summary>STRAT3004: where a type argument may stand, and where the report is.</summary>
public class TypeArgumentsTests
{
    private const string Types =
        """
        [MoveOnly] public sealed class Key { }
        public class Cell<T> { public static int Count => 0; }
        public delegate void With<T>(T value);
        public static class Boxes
        {
            extension<T>(Cell<T> cell)
            {
                public int Size => 0;
                public void Clear() { }
            }

            public static void Show<T>(this T value) { }
            public static void Two<A, B>(A a, B b) { }
        }
        """;

    [Fact]
    public async Task WrittenArgument_ReportsWhereItStands() => await Verifier.Diagnostics(
        """
        using Keys = System.Collections.Generic.List<{|STRAT3004:Key|}>;

        public class C<T> where T : Cell<{|STRAT3004:Key|}>
        {
            private Cell<Cell<{|STRAT3004:Key|}>>? _cell;
            public Keys? All;
            public KeyValuePair<{|STRAT3004:Key|}, {|STRAT3004:Key|}> Pair { get; set; }
            public object M(object o) => o is List<{|STRAT3004:Key|}> ? (IList<{|STRAT3004:Key|}>)o : Cell<{|STRAT3004:Key|}>.Count;
            public ValueTask<List<{|STRAT3004:Task<Key>|}>> Later() => default;
        }
        """,
        Types);

    [Fact]
    public async Task InferredArgument_ReportsAtTheName() => await Verifier.Diagnostics(
        """
        public class C
        {
            public void M(IEnumerable<Key> keys, Key k, Key other)
            {
                Boxes.{|STRAT3004:Two|}(k, 1);
                other.{|STRAT3004:Show|}();
                var n = keys.{|STRAT3004:Count|}();
            }

            public static Action<Key> Group() => {|STRAT3004:Take|};
            private static void Take<T>(T value) { }
        }
        """,
        Types);

    [Fact]
    public async Task ExtensionBlock_Reports() => await Verifier.Diagnostics(
        """
        public class C
        {
            public int M(Cell<{|STRAT3004:Key|}> cell)
            {
                cell.{|STRAT3004:Clear|}();
                return cell.{|STRAT3004:Size|};
            }
        }
        """,
        Types);

    [Fact]
    public async Task NamesAndConstraints_DoNotTrigger() => await Verifier.Diagnostics(
        """
        [Linear] public interface IJob { [Consumes] void Run(); }
        [Linear] public sealed class Job : IJob { [Consumes] public void Run() { } }

        /// <summary>Not a <see cref="List{T}"/> of <see cref="Key"/>.</summary>
        public class C
        {
                    public Type Type => typeof(List<Key>);
            public string Name => nameof(List<Key>);
            public void Run<T>(T job) where T : IJob => job.Run();
            public void M(With<Key> with, Key k) => with(k);
            public void N() => Run(new Job());
        }
        """,
        Types);

    [Fact]
    public async Task TrustedMember_DoesNotTrigger() => await Verifier.Diagnostics(
        """
        public class C
        {
            [Trusted("The list never grows.")]
            public int M()
            {
                var list = new List<Key>();
                return list.Count;
            }
        }
        """,
        Types);
}
