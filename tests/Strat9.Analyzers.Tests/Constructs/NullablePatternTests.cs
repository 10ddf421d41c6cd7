namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Parameters that may be missing, and patterns over them.</summary>
public class NullablePatternTests
{
    public static TheoryData<string, string> Cases => Case.Members(
        """
        ## default parameter value
        void N(int k, Res? r = null) => r?.Close();
        void O()
        {
            N(1);
            N(2, Res.Open("a"));
            N(k: 3);
        }

        ## optional struct nullable
        void N(Buf? b = null)
        {
            if (b is { } x) x.Free();
        }

        ## nullable parameter forgotten on one path
        void N(Res? {|STRAT1002:r|}, bool c)
        {
            if (r == null || c) return;
            r.Close();
        }

        ## nullable flows through &&
        void N(Res? r, bool c)
        {
            if (r != null && c)
            {
                r.Close();
                return;
            }

            r?.Close();
        }

        ## nullable is pattern with and
        void N(Res? r)
        {
            if (r is { Name: "x" } x)
            {
                x.Close();
            }
            else
            {
                r?.Close();
            }
        }

        ## nullable property pattern forgets the others
        void N(Res? {|STRAT1002:r|})
        {
            if (r is { Name: "x" } x) x.Close();
        }

        ## fresh with a refutable pattern
        void N()
        {
            if ({|~STRAT1004:Res.Open("a")|} is { Name: "x" } x) x.Close();
        }

        ## fresh with an irrefutable pattern
        void N()
        {
            if (MaybeRes() is { Name: var name } x)
            {
                Note(name);
                x.Close();
            }
        }

        ## switch on a fresh nullable
        void N()
        {
            switch (MaybeRes())
            {
                case { Name: "x" } x: x.Close(); break;
                case { } y: y.Close(); break;
                case null: break;
            }
        }

        ## switch on a fresh nullable without the rest
        void N()
        {
            switch ({|~STRAT1004:MaybeRes()|})
            {
                case { Name: "x" } x: x.Close(); break;
                case null: break;
            }
        }

        ## switch expression over a fresh one
        int N() => MaybeBuf() switch
        {
            { Length: > 3 } b => Spend(b),
            { } b => Spend(b) + 1,
            null => 0,
        };

        ## switch expression with var
        int N() => Buf.Make() switch
        {
            var b when b.Length > 3 => Spend(b),
            var b => Spend(b) + 1,
        };

        ## goto case with a pattern variable
        void N(Res? r, int k)
        {
            switch (k)
            {
                case 0 when r is not null:
                    r.Close();
                    return;
                default:
                    r?.Close();
                    break;
            }
        }

        ## is not null with a declared name in a loop
        void N(Queue<int> q)
        {
            while (q.Count > 0)
            {
                if (MaybeRes() is not { } r) continue;
                if (q.Dequeue() > 3)
                {
                    r.Close();
                    break;
                }

                r.Close();
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
