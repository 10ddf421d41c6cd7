namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Moves in the parts of loops and switches.</summary>
public class LoopAndSwitchMoveTests
{
    public static TheoryData<string, string> Cases => Case.Bodies(
        """
        ## moved in a while condition, body does not use it, after
        var t = Tok.Make();
        while (n-- > Spend({|STRAT1001:t|}))
        {
        }

        ## moved in the for initialiser then read in condition
        for (var t = Tok.Make(); n < {|STRAT1001:t|}.Id; n++)
        {
            Take(t);
        }

        ## comma in for step: moves then uses
        var t = Tok.Make();
        for (var i = 0; i < 1; i++, Take(t), Look({|STRAT1001:t|}))
        {
        }

        ## do while with a continue that skips the refill
        var t = Tok.Make();
        do
        {
            Take({|STRAT1001:t|});
            if (c) continue;
            t = Tok.Make();
        }
        while (d);

        ## switch section goto case loops
        var t = Tok.Make();
        switch (n)
        {
            case 0:
                Take({|STRAT1001:t|});
                goto case 1;
            case 1:
                if (c) goto case 0;
                break;
        }

        ## goto default after refill is fine
        var t = Tok.Make();
        switch (n)
        {
            case 0:
                Take(t);
                t = Tok.Make();
                goto default;
            default:
                Look(t);
                break;
        }

        ## switch expression: guard moves and arm reads
        var t = Tok.Make();
        var r = n switch
        {
            0 when Spend(t) > 0 => {|STRAT1001:t|}.Id,
            _ => 0,
        };

        ## switch expression: guard moves and the later arm reads
        var t = Tok.Make();
        var r = n switch
        {
            0 when Spend(t) > 0 => 1,
            _ => {|STRAT1001:t|}.Id,
        };

        ## nested switch expressions
        var t = Tok.Make();
        var r = n switch
        {
            0 => c switch { true => Spend(t), false => 0 },
            _ => t.Id,
        };
        Note(r);
        Note({|STRAT1001:t|}.Id);
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
