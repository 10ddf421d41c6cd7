namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Generic code, interfaces and derived types.</summary>
public class GenericOwnershipTests
{
    public static TheoryData<string, string> Cases => Case.Sources(
        """
        ## generic container of linear
        [Linear]
        public sealed class Cell<[AllowsMoveOnly] T>
        {
            private T _value;
            public Cell(T value) => _value = value;
            [Consumes] public T Open() => _value;
            public ref readonly T Peek => ref _value;
        }

        public static class P
        {
            public static void M(Buf b)
            {
                var cell = new Cell<Buf>(b);
                Note(cell.Peek.Length);
                cell.Open().Free();
                {|STRAT1001:cell|}.Open().Free();
            }

            public static void N()
            {
                var {|STRAT1002:cell|} = new Cell<Buf>(Buf.Make());
                Note(cell.Peek.Length);
            }
        }

        ## generic method that drops
        public static class P
        {
            public static void Drop<[AllowsMoveOnly] T>(T {|STRAT1002:x|}) { }
            public static T Pass<[AllowsMoveOnly] T>(T x) => x;
            public static (T, T) Dup<[AllowsMoveOnly] T>(T x) => (x, {|STRAT1001:x|});
            public static void Swap<[AllowsMoveOnly] T>(ref T a, ref T b) => (a, b) = (b, a);
            public static T Choose<[AllowsMoveOnly] T>(bool c, T {|STRAT1002:a|}, T {|STRAT1002:b|}) => c ? a : b;
        }

        ## generic choose right
        public static class P
        {
            public static T Choose<[AllowsMoveOnly] T>(bool c, T a, T b, [Borrows] Action<T> drop)
            {
                if (c)
                {
                    drop(b);
                    return a;
                }

                drop(a);
                return b;
            }
        }

        ## generic Option
        [Linear]
        public readonly struct Opt<[AllowsMoveOnly] T>
        {
            private readonly T _value;
            private readonly bool _has;
            private Opt(T value) { _value = value; _has = true; }
            public static Opt<T> Some(T value) => new(value);
            [Consumes(When = true)] public bool TryTake([Gives(When = true)] out T value)
            {
                if (_has)
                {
                    value = _value;
                    return true;
                }

                value = default!;
                return false;
            }
        }

        ## generic with constraint of a linear interface
        public static class P
        {
            public static void RunAll<T>(T a, T b) where T : IJob
            {
                a.Run();
                b.Run();
            }

            public static void RunOne<T>(T a, T {|STRAT1002:b|}) where T : IJob
            {
                a.Run();
            }
        }

        ## interface implementation chooses
        [Linear]
        public interface IGate
        {
            void Check();
            [Consumes] void Shut();
        }

        public sealed class Door : IGate
        {
            private readonly Buf _b = Buf.Make();
            public void Check() { }
            [Consumes] public void {|STRAT1002:Shut|}() { }
        }

        public sealed class Window : IGate
        {
            private readonly Buf _b = Buf.Make();
            public void Check() { }
            [Consumes] public void Shut() => _b.Free();
        }

        ## abstract class and override
        [Linear]
        public abstract class Node
        {
            public abstract int Eval();
            [Consumes] public abstract void Kill();
        }

        public sealed class Leaf : Node
        {
            public override int Eval() => 1;
            [Consumes] public override void Kill() { }
        }

        public sealed class Add(Node left, Node right) : Node
        {
            public override int Eval() => left.Eval() + right.Eval();
            [Consumes]
            public override void Kill()
            {
                left.Kill();
                right.Kill();
            }
        }

        public static class P
        {
            public static int M()
            {
                Node n = new Add(new Leaf(), new Leaf());
                var x = n.Eval();
                n.Kill();
                return x;
            }

            public static int N()
            {
                var leaf = new Leaf();
                Node {|STRAT1002:n|} = new Add(leaf, new Leaf());
                return n.Eval() + {|STRAT1001:leaf|}.Eval();
            }
        }

        ## downcast
        [Linear]
        public abstract class Node { [Consumes] public abstract void Kill(); }
        public sealed class Leaf : Node { [Consumes] public override void Kill() { } }

        public static class P
        {
            public static void M(Node n)
            {
                if (n is Leaf leaf)
                {
                    leaf.Kill();
                }
                else
                {
                    n.Kill();
                }
            }

            public static void N(Node n)
            {
                var leaf = (Leaf)n;
                leaf.Kill();
                {|STRAT1001:n|}.Kill();
            }

            public static void O(Node n)
            {
                if (n is Leaf leaf) leaf.Kill();
                {|STRAT1001:n|}.Kill();
            }

            public static void Q(Node n)
            {
                var leaf = n as Leaf;
                if (leaf != null) leaf.Kill();
            }
        }

        ## switch on types
        [Linear]
        public abstract class Node { [Consumes] public abstract void Kill(); }
        public sealed class Leaf : Node { [Consumes] public override void Kill() { } }
        public sealed class Twig : Node { [Consumes] public override void Kill() { } }

        public static class P
        {
            public static void M(Node n)
            {
                switch (n)
                {
                    case Leaf l: l.Kill(); break;
                    case Twig t: t.Kill(); break;
                    default: n.Kill(); break;
                }
            }

            public static void N(Node n)
            {
                switch (n)
                {
                    case Leaf l when l is not null: l.Kill(); break;
                    case Node m: m.Kill(); break;
                }
            }

            public static void O(Node {|STRAT1002:n|})
            {
                switch (n)
                {
                    case Leaf l: l.Kill(); break;
                    case Twig t: t.Kill(); break;
                }
            }

            public static int Q(Node n) => n switch
            {
                Leaf l => End(l),
                Twig t => End(t),
                var o => End(o),
            };

            private static int End(Node n) { n.Kill(); return 1; }
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
