namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Parts of tuples, structs and classes.</summary>
public class PartialMoveTests
{
    public static TheoryData<string, string> Cases => Case.Members(
        """
        ## local of a struct with untracked wrapper: partial move
        struct Wrap
        {
            public int N;
        }

        void M()
        {
            (Tok T, Wrap W) p = (Tok.Make(), new Wrap());
            Take(p.T);
            Note(p.W.N);
            Look({|STRAT1001:p.T|});
        }

        ## nested tuples
        void M(((Buf A, Buf B) P, int N) x)
        {
            x.P.A.Free();
            Note(x.N);
            x.P.B.Free();
        }

        ## nested tuples leak one
        void M(((Buf A, Buf B) P, int N) {|STRAT1002:x|})
        {
            x.P.A.Free();
            Note(x.N);
        }

        ## nested deconstruction of a parameter
        void M(((Buf A, Buf B) P, Buf C) x)
        {
            var ((a, b), e) = x;
            a.Free();
            b.Free();
            e.Free();
        }

        ## nested deconstruction leaks the inner
        void M(((Buf A, Buf B) P, Buf C) x)
        {
            var ((a, {|STRAT1002:b|}), e) = x;
            a.Free();
            e.Free();
        }

        ## nested deconstruction of the inner only
        void M(((Buf A, Buf B) P, Buf C) x)
        {
            var (p, e) = x;
            var (a, b) = p;
            a.Free();
            b.Free();
            e.Free();
            Look({|STRAT1001:p.A|});
        }

        ## tuple of a nullable
        void M((Buf?, int) x)
        {
            x.Item1?.Free();
        }

        ## nullable tuple
        void M((Buf, int)? x)
        {
            if (x is (var b, _)) b.Free();
        }

        ## nullable tuple by value
        void M((Buf A, int N)? x)
        {
            if (x.HasValue) x.Value.A.Free();
        }

        ## nullable tuple forgotten
        void M((Buf A, int N)? {|STRAT1002:x|})
        {
            if (x.HasValue) Note(x.Value.N);
        }

        ## array of tuples
        void M()
        {
            var x = (1, Tok.Make());
            var all = new[] { {|~STRAT3003:x|} };
        }

        ## deconstruct into fields of this
        [Linear]
        sealed class Own
        {
            private Buf _a;
            private Buf _b;
            public Own() => (_a, _b) = MakeTwo();
            public void Renew() => ({|~STRAT1003:_a|}, {|~STRAT1003:_b|}) = MakeTwo();
            [Consumes] public void Close() { _a.Free(); _b.Free(); }
        }

        ## deconstruct into out parameters
        void M(out Buf a, out Buf b) => (a, b) = MakeTwo();

        ## deconstruct into ref parameters
        void M(ref Buf a, ref Buf b)
        {
            a.Free();
            (a, {|~STRAT1003:b|}) = MakeTwo();
        }

        ## conditional access into a member with a move-only part
        [MoveOnly]
        sealed class Box2
        {
            public Tok T;
            public Box2(Tok t) => T = t;
        }

        void M(Box2? b)
        {
            if (b is null) return;
            Take(b.T);
            Look({|STRAT1001:b.T|});
        }

        ## whole class after its part left
        [MoveOnly]
        sealed class Box2
        {
            public Tok T;
            public Box2(Tok t) => T = t;
            public void Use() { }
        }

        void M(Box2 b)
        {
            Take(b.T);
            {|STRAT1001:b|}.Use();
        }

        void N(Box2 b)
        {
            Take(b.T);
            b.T = Tok.Make();
            b.Use();
        }

        void O([Borrows] Box2 b)
        {
            Take({|STRAT1005:b.T|});
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
