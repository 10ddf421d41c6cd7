namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>ref, in and out.</summary>
public class ReferenceTests
{
    public static TheoryData<string, string> Cases => Case.Members(
        """
        ## in parameter copied into a tuple pattern
        void M(in Buf b, bool c)
        {
            if ((b.Length, c) is (> 3, true)) Note(1);
        }

        ## ref readonly parameter moved
        void M(ref readonly Buf b) => Take({|STRAT1005:b|});

        ## ref readonly local of an owned
        void M(Buf b)
        {
            ref readonly var r = ref b;
            Note(r.Length);
            b.Free();
        }

        ## ref readonly local after the move
        void M(Buf b)
        {
            ref readonly var r = ref b;
            {|~STRAT4001:b.Free()|};
            Note(r.Length);
        }

        ## ref local reassigned to another place
        void M(Buf a, Buf b)
        {
            ref var r = ref a;
            r.Grow();
            r = ref b;
            a.Free();
            r.Grow();
            b.Free();
        }

        ## ref local consumed through, the place refilled later
        void M(Buf a)
        {
            ref var r = ref a;
            r.Free();
            a = Buf.Make();
            a.Free();
        }

        ## ref local consumed through, the place not used again
        void M(Buf a)
        {
            ref var r = ref a;
            r.Free();
        }

        ## ref local to a field of this
        [Linear]
        sealed class Own
        {
            private Buf _b = Buf.Make();
            void Grow()
            {
                ref var r = ref _b;
                r.Grow();
            }

            void Drop()
            {
                ref var r = ref _b;
                {|~STRAT1006:r|}.Free();
            }

            [Consumes] public void Close() => _b.Free();
        }

        ## ref return of a field
        [Linear]
        sealed class Own
        {
            private Buf _b = Buf.Make();
            public ref Buf Inner => ref _b;
            public ref readonly Buf Look => ref _b;
            [Consumes] public void Close() => _b.Free();
        }

        void M(Own o)
        {
            o.Inner.Grow();
            Note(o.Look.Length);
            Take({|STRAT1005:o.Inner|});
            o.Close();
        }

        ## ref return assigned over
        [Linear]
        sealed class Own
        {
            private Buf _b = Buf.Make();
            public ref Buf Inner => ref _b;
            [Consumes] public void Close() => _b.Free();
        }

        void M(Own o)
        {
            {|STRAT1003:o.Inner = Buf.Make()|};
            o.Close();
        }

        ## out parameter read after given
        void M(out Buf b)
        {
            b = Buf.Make();
            b.Grow();
        }

        ## out parameter given and taken again
        void M(out Buf b)
        {
            b = Buf.Make();
            b.Free();
            b = Buf.Make();
        }

        ## out parameter passed on
        bool M([Gives(When = true)] out Buf b) => TryMake(out b);

        ## out parameter passed on negated
        bool M([Gives(When = false)] out Buf b) => !TryMake(out b);

        ## out parameter passed on through a local
        bool M([Gives(When = true)] out Buf b)
        {
            var ok = TryMake(out b);
            if (!ok) Note(1);
            return ok;
        }

        ## out parameter dropped on success
        bool M([Gives(When = true)] out Buf {|STRAT1002:b|})
        {
            if (TryMake(out b)) return false;
            return false;
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
