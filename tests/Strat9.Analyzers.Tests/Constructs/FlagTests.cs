namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Flags and refinement.</summary>
public class FlagTests
{
    public static TheoryData<string, string> Cases => Case.Bodies(
        """
        ## flags: sent in one of two ways
        var b = Buf.Make();
        var sent = false;
        if (c)
        {
            Take(b);
            sent = true;
        }
        if (!sent) b.Free();

        ## flags: counted by an enum
        var b = Buf.Make();
        var state = Sent.Full;
        if (c)
        {
            Take(b);
            state = Sent.Ok;
        }
        if (state != Sent.Ok) b.Free();

        ## flags: switch on an enum flag
        var b = Buf.Make();
        var state = Sent.Full;
        if (c)
        {
            Take(b);
            state = Sent.Ok;
        }
        switch (state)
        {
            case Sent.Ok: break;
            case Sent.Full: b.Free(); break;
        }

        ## flags: swapped to null
        Res? a = Res.Open("a");
        Res? b = null;
        if (c)
        {
            b = a;
            a = null;
        }
        a?.Close();
        b?.Close();

        ## flags: set in a loop
        var b = Buf.Make();
        var sent = false;
        while (!sent && n-- > 0)
        {
            if (TrySend(b))
            {
                sent = true;
            }
        }
        if (!sent) b.Free();

        ## flags: loop on the result itself
        var b = Buf.Make();
        bool sent;
        do
        {
            sent = TrySend(b);
        }
        while (!sent && n-- > 0);
        if (!sent) b.Free();

        ## flags: compound or
        var b = Buf.Make();
        var sent = false;
        sent |= TrySend(b);
        if (!sent) b.Free();

        ## flags: conditional operator
        var b = Buf.Make();
        var sent = c ? TrySend(b) : false;
        if (!sent) b.Free();

        ## flags: by and
        var b = Buf.Make();
        var sent = c && TrySend(b);
        if (!sent) b.Free();

        ## flags: by xor
        var b = Buf.Make();
        var kept = TrySend(b) ^ true;
        if (kept) b.Free();

        ## flags: inverted local
        var b = Buf.Make();
        var sent = TrySend(b);
        var kept = !sent;
        if (kept) b.Free();

        ## flags: two locals
        var a = Buf.Make();
        var b = Buf.Make();
        var x = TrySend(a);
        var y = TrySend(b);
        if (!x) a.Free();
        if (!y) b.Free();

        ## flags: mixed up
        var {|STRAT1002:a|} = Buf.Make();
        var {|STRAT1002:b|} = Buf.Make();
        var x = TrySend(a);
        var y = TrySend(b);
        if (!x) {|STRAT1001:b|}.Free();
        if (!y) {|STRAT1001:a|}.Free();

        ## flags: switch on the result
        var b = Buf.Make();
        switch (TrySend(b))
        {
            case true: break;
            case false: b.Free(); break;
        }

        ## flags: switch on a tuple of results
        var b = Buf.Make();
        var ok = TrySend(b);
        switch (ok, c)
        {
            case (true, _): break;
            case (false, _): b.Free(); break;
        }

        ## flags: pattern on bool in switch expression
        var b = Buf.Make();
        var x = TrySend(b) switch
        {
            true => 0,
            false => Spend(b),
        };
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
