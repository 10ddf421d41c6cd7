namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Members that consume, constructors, stored values.</summary>
public class ConsumingMemberTests
{
    public static TheoryData<string, string> Cases => Case.Sources(
        """
        ## this handed on from a consuming member
        [Linear]
        public sealed class Job2
        {
            private readonly Buf _b = Buf.Make();
            [Consumes] public void Run() => Finish(this);
            private static void Finish(Job2 j) => j.Inner().Free();
            [Consumes] public Job2 Again() => this;
            [Consumes] public Buf Inner() => _b;
            [Consumes] public void {|STRAT1002:Lost|}() => Note(_b.Length);
            [Consumes] public void Twice()
            {
                _b.Free();
                {|STRAT1001:_b|}.Free();
            }
        }

        ## consuming member with early return
        [Linear]
        public sealed class Job2
        {
            private readonly Buf _b = Buf.Make();
            private readonly Buf _c = Buf.Make();
            [Consumes] public void {|STRAT1002:Run|}(bool x)
            {
                _b.Free();
                if (x) return;
                _c.Free();
            }

            [Consumes] public void Close()
            {
                _b.Free();
                _c.Free();
            }
        }

        ## consuming member that throws
        [Linear]
        public sealed class Job2
        {
            private readonly Buf _b = Buf.Make();
            [Consumes] public void {|STRAT1002:Run|}(bool x)
            {
                if (x) throw new InvalidOperationException();
                _b.Free();
            }
        }

        ## consuming member calls another consuming member on this and uses afterwards
        [Linear]
        public sealed class Job2
        {
            private readonly Buf _b = Buf.Make();
            private int _n;
            [Consumes] public void Run()
            {
                Close();
                Note({|~STRAT1001:_n|});
            }

            [Consumes] public void Close() => _b.Free();
        }

        ## struct this reassigned
        [Linear]
        public struct Box
        {
            public Buf Inner;
            public Box(Buf b) => Inner = b;
            public void Renew(Buf b)
            {
                Inner.Free();
                Inner = b;
            }

            public void Bad(Buf b)
            {
                {|STRAT1003:Inner = b|};
            }

            public void Whole(Buf b)
            {
                {|~STRAT1003:this = new Box(b)|};
            }

            [Consumes] public readonly void Close() => Inner.Free();
        }

        ## field initialiser takes nothing twice
        [Linear]
        public sealed class Two
        {
            private static Buf Make() => Buf.Make();
            private readonly Buf _a = Make();
            private readonly Buf _b = Make();
            [Consumes] public void Close()
            {
                _a.Free();
                _b.Free();
            }
        }

        ## constructor leaks its own local on a throw
        [Linear]
        public sealed class Two
        {
            private readonly Buf _a;
            public Two(bool c)
            {
                var {|STRAT1002:b|} = Buf.Make();
                if (c) throw new InvalidOperationException();
                _a = b;
            }

            [Consumes] public void Close() => _a.Free();
        }

        ## constructor that throws after filling a field
        [Linear]
        public sealed class Two
        {
            private readonly Buf _a;
            public Two(Buf b, int n)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(n);
                _a = b;
            }

            [Consumes] public void Close() => _a.Free();
        }

        ## constructor drops a parameter on one path
        [Linear]
        public sealed class Two
        {
            private readonly Buf _a;
            public Two(Buf {|STRAT1002:b|}, bool c)
            {
                if (c) _a = b;
                else _a = Buf.Make();
            }

            [Consumes] public void Close() => _a.Free();
        }

        ## constructor that forwards to another
        [Linear]
        public sealed class Two
        {
            private readonly Buf _a;
            public Two() : this(Buf.Make()) { }
            public Two(Buf b) => _a = b;
            public Two(Buf b, int n) : this(b) => Note({|STRAT1001:b|}.Length + n);
            [Consumes] public void Close() => _a.Free();
        }

        ## object initialiser with required linear member
        [Linear]
        public sealed class Req
        {
            public required Buf Item { get; init; }
            [Consumes] public void Close() => Item.Free();
        }

        public static class P
        {
            public static void M()
            {
                var r = new Req { Item = Buf.Make() };
                r.Close();
            }

            public static void N(Buf b)
            {
                var r = new Req { Item = b };
                Note({|STRAT1001:b|}.Length);
                r.Close();
            }
        }

        ## nested object initialiser
        [MoveOnly]
        public sealed class Outer
        {
            public Bag Inside { get; } = new Bag();
        }

        public static class P
        {
            public static void M(Chip k)
            {
                var o = new Outer { Inside = { Item = k } };
                {|STRAT1001:k|}.Use();
            }
        }

        ## dictionary initialiser
        public static class P
        {
            public static void M(Tok a)
            {
                var l = new OwnedDictionary<int, Tok>();
                l.Add(1, a);
                l.Add(2, {|STRAT1001:a|});
            }
        }

        ## static field slot
        public static class P
        {
            private static readonly Slot<Buf> Kept = new();
            public static void Put(Buf b) => Kept.Put(b);
            public static Buf Get() => Kept.Take();
            private static Buf {|~STRAT3003:_bad|};
        }

        ## ordinary class with linear field
        public sealed class {|STRAT3008:Keeper|}
        {
            private Buf _b = Buf.Make();
            public int Length => _b.Length;
        }

        ## finalizer of a linear type
        [Linear]
        public sealed class Native
        {
            private readonly Buf _b = Buf.Make();
            [Consumes] public void Close() => _b.Free();
            ~Native() { {|~STRAT1006:_b|}.Free(); }
        }

        ## Dispose with flag
        [Linear]
        public sealed class Native : IDisposable
        {
            private Buf? _b = Buf.Make();
            public void Dispose()
            {
                _b?.Free();
                _b = null;
            }
        }

        ## Dispose pattern virtual
        [Linear]
        public class Native : IDisposable
        {
            private readonly Slot<Buf> _b = new();
            public Native(Buf b) => _b.Put(b);
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing && _b.TryTake(out var b)) b.Free();
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
