namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Switches that name every value, and tuples of results.</summary>
public class ExhaustiveSwitchTests
{
    public static TheoryData<string, string> Cases => Case.Bodies(
        """
        ## two results
        var a = Buf.Make();
        var b = Buf.Make();
        switch (TrySend(a), TrySend(b))
        {
            case (true, true): break;
            case (true, false): b.Free(); break;
            case (false, true): a.Free(); break;
            case (false, false): a.Free(); b.Free(); break;
        }

        ## two results, one forgotten
        var a = Buf.Make();
        var {|STRAT1002:b|} = Buf.Make();
        switch (TrySend(a), TrySend(b))
        {
            case (true, true): break;
            case (true, false): break;
            case (false, true): a.Free(); break;
            case (false, false): a.Free(); b.Free(); break;
        }

        ## two results in an expression
        var a = Buf.Make();
        var b = Buf.Make();
        var x = (TrySend(a), TrySend(b)) switch
        {
            (true, true) => 0,
            (true, _) => Spend(b),
            (_, true) => Spend(a),
            _ => Spend(a) + Spend(b),
        };

        ## two results by is
        var a = Buf.Make();
        if ((TrySend(a), c) is (false, _)) a.Free();

        ## two results by is, another condition
        var {|STRAT1002:a|} = Buf.Make();
        if ((TrySend(a), c) is (false, true)) { a.Free(); return; }
        else if (c) { {|STRAT1001:a|}.Free(); return; }

        ## name for a result
        var a = Buf.Make();
        if ((TrySend(a), n) is (var sent, > 3))
        {
            if (!sent) a.Free();
        }
        else
        {
            Ownership.Forget({|STRAT1001:a|}, "perhaps");
        }

        ## three with enum
        var a = Buf.Make();
        switch (Send(a), c)
        {
            case (Sent.Ok, _): break;
            case (Sent.Full or Sent.Closed, true): a.Free(); break;
            case (_, false): a.Free(); break;
        }

        ## not
        var a = Buf.Make();
        switch (Send(a), c)
        {
            case (not Sent.Ok, _): a.Free(); break;
        }

        ## exhaustive bool
        var a = Buf.Make();
        switch (c)
        {
            case true: a.Free(); break;
            case false: a.Free(); break;
        }

        ## exhaustive bool stored
        var a = Buf.Make();
        var k = n > 3;
        switch (k)
        {
            case true: a.Free(); break;
            case false: a.Free(); break;
        }

        ## exhaustive nullable bool
        var a = Buf.Make();
        bool? k = c ? null : true;
        switch (k)
        {
            case true: a.Free(); break;
            case false: a.Free(); break;
            case null: a.Free(); break;
        }

        ## exhaustive tuple of bools
        var a = Buf.Make();
        switch (c, d)
        {
            case (true, _): a.Free(); break;
            case (false, true): a.Free(); break;
            case (false, false): a.Free(); break;
        }

        ## exhaustive numbers
        var a = Buf.Make();
        switch (n)
        {
            case < 0: a.Free(); break;
            case 0: a.Free(); break;
            case > 0: a.Free(); break;
        }

        ## exhaustive numbers with or
        var a = Buf.Make();
        switch (n)
        {
            case <= 0 or 5: a.Free(); break;
            case > 0: a.Free(); break;
        }

        ## not exhaustive numbers
        var {|STRAT1002:a|} = Buf.Make();
        switch (n)
        {
            case < 0: a.Free(); break;
            case > 0: a.Free(); break;
        }

        ## all named
        var b = Buf.Make();
        switch (Send(b))
        {
            case Sent.Ok: break;
            case Sent.Full: b.Free(); break;
            case Sent.Closed: b.Free(); break;
        }

        ## all named by or
        var b = Buf.Make();
        switch (Send(b))
        {
            case Sent.Ok: break;
            case Sent.Full or Sent.Closed: b.Free(); break;
        }

        ## one not named
        var {|STRAT1002:b|} = Buf.Make();
        switch (Send(b))
        {
            case Sent.Ok: break;
            case Sent.Full: b.Free(); break;
        }

        ## an expression that names all
        var b = Buf.Make();
        var x = Send(b) switch
        {
            Sent.Ok => 0,
            Sent.Full or Sent.Closed => Spend(b),
        };

        ## the others compared one by one
        var b = Buf.Make();
        var r = Send(b);
        if (r == Sent.Full || r == Sent.Closed) b.Free();

        ## one of the others compared
        var {|STRAT1002:b|} = Buf.Make();
        var r = Send(b);
        if (r == Sent.Full) b.Free();

        ## the others by a pattern
        var b = Buf.Make();
        if (Send(b) is Sent.Full or Sent.Closed) b.Free();

        ## the others by order
        var b = Buf.Make();
        if (Send(b) > Sent.Ok) b.Free();
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
