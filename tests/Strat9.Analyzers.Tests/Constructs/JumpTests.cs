namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Jumps out of and into everything.</summary>
public class JumpTests
{
    public static TheoryData<string, string> Cases => Case.Bodies(
        """
        ## break out of a switch inside a loop
        var b = Buf.Make();
        while (true)
        {
            switch (n)
            {
                case 0:
                    b.Free();
                    return;
                case 1:
                    goto done;
                default:
                    n--;
                    continue;
            }
        }
        done:
        b.Free();

        ## nested loops with labelled continue by goto
        var t = Tok.Make();
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                if (c) goto next;
                if (d) { Take(t); return; }
            }
            next: ;
        }
        Take(t);

        ## goto backwards over a refill
        var t = Tok.Make();
        again:
        Take({|STRAT1001:t|});
        if (c) goto again;

        ## goto backwards to before the declaration
        again:
        var {|STRAT1002:b|} = Buf.Make();
        if (c) goto again;
        b.Free();

        ## goto into the end of a switch
        var b = Buf.Make();
        switch (n)
        {
            case 0: b.Free(); goto end;
            case 1: goto case 0;
            default: goto case 1;
        }
        end:
        Note(1);

        ## finally with a loop
        var b = Buf.Make();
        try
        {
            Prepare();
        }
        finally
        {
            while (n-- > 0) Note(n);
            b.Free();
        }

        ## try in a finally
        var b = Buf.Make();
        try
        {
            Prepare();
        }
        finally
        {
            try
            {
                Prepare();
            }
            finally
            {
                b.Free();
            }
        }

        ## return in a nested try with two finallys
        var a = Buf.Make();
        try
        {
            var b = Buf.Make();
            try
            {
                if (c) return;
                if (d) throw new InvalidOperationException();
            }
            finally
            {
                b.Free();
            }
        }
        finally
        {
            a.Free();
        }

        ## moved in an inner finally, used in the outer
        var t = Tok.Make();
        try
        {
            try
            {
                Prepare();
            }
            finally
            {
                Take(t);
            }
        }
        finally
        {
            Look({|STRAT1001:t|});
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
