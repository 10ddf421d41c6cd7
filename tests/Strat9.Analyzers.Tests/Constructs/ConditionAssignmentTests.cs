namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Values that come in by a condition.</summary>
public class ConditionAssignmentTests
{
    public static TheoryData<string, string> Cases => Case.Bodies(
        """
        ## chained assignment both used
        Tok a, b;
        a = b = Tok.Make();
        Look(a);
        Look({|STRAT1001:b|});

        ## assignment in an if condition
        Res? r;
        if ((r = MaybeRes()) != null)
        {
            r.Close();
        }

        ## assignment in while condition
        Res? r;
        while ((r = MaybeRes()) != null)
        {
            r.Close();
        }

        ## assignment in a while condition leaks at a break
        Res? {|STRAT1002:r|};
        while ((r = MaybeRes()) != null)
        {
            if (c) break;
            r.Close();
        }

        ## pattern in a while condition
        while (MaybeRes() is { } r)
        {
            r.Close();
        }

        ## pattern in a while condition and continue
        while (MaybeRes() is { } {|STRAT1002:r|})
        {
            if (c) continue;
            r.Close();
        }

        ## out var in while condition
        while (TryMake(out Buf b))
        {
            b.Free();
        }

        ## out var in while condition and a break
        while (TryMake(out Buf {|STRAT1002:b|}))
        {
            if (c) break;
            b.Free();
        }

        ## out var in for condition
        for (var i = 0; TryMake(out Buf b); i++)
        {
            b.Free();
        }

        ## or of two givers
        if (TryMake(out Buf {|STRAT1002:a|}) || c)
        {
            Look({|STRAT1001:a|});
        }

        ## out vars both
        if (TryMake(out Buf a))
        {
            if (TryMake(out Buf b))
            {
                Take2(a, b);
            }
            else
            {
                a.Free();
            }
        }

        ## not both, early return
        if (!TryMake(out Buf a)) return;
        if (!TryMake(out Buf {|STRAT1002:b|})) { a.Free(); return; }
        a.Free();

        ## ternary with both consuming
        var b = Buf.Make();
        var x = c ? Spend(b) : Spend(b);

        ## ternary ref
        var a = Tok.Make();
        var b = Tok.Make();
        ref var r = ref (c ? ref a : ref b);
        r.Bump();
        Take(a);
        Take(b);

        ## ternary ref used after the move
        var a = Tok.Make();
        var b = Tok.Make();
        ref var r = ref (c ? ref a : ref b);
        Take({|~STRAT4001:a|});
        r.Bump();
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
