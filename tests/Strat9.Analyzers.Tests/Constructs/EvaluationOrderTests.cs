namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Operands of one statement, in the order in which they run.</summary>
public class EvaluationOrderTests
{
    public static TheoryData<string, string> Cases => Case.Bodies(
        """
        ## compound assignment with moved index
        var t = Tok.Make();
        var xs = new int[4];
        xs[Spend(t)] += {|STRAT1001:t|}.Id;

        ## increment of an index computed by a move
        var t = Tok.Make();
        var xs = new int[4];
        xs[Spend(t)]++;

        ## element assigned: index first, then value
        var t = Tok.Make();
        var xs = new int[4];
        xs[t.Id] = Spend(t);

        ## range from a moved place
        var t = Tok.Make();
        var xs = new int[4];
        var ys = xs[Spend(t)..{|STRAT1001:t|}.Id];

        ## index from end
        var t = Tok.Make();
        var xs = new int[4];
        Note(xs[^Spend(t)] + {|STRAT1001:t|}.Id);

        ## interpolation alignment
        var t = Tok.Make();
        Note($"{Spend(t),4:x} {{|STRAT1001:t|}.Id}");

        ## checked expression
        var t = Tok.Make();
        Note(checked(Spend(t) + 1));
        Note(checked({|STRAT1001:t|}.Id + 1));

        ## unchecked block
        var t = Tok.Make();
        unchecked
        {
            Take(t);
        }
        Look({|STRAT1001:t|});

        ## lock over something else
        var t = Tok.Make();
        lock (this)
        {
            Take(t);
        }
        Look({|STRAT1001:t|});

        ## tuple comparison
        var t = Tok.Make();
        var u = Tok.Make();
        Take(t);
        Note(({|STRAT1001:t|}.Id, u.Id) == (1, 2) ? 1 : 0);

        ## deconstruction into existing and new
        var t = Tok.Make();
        Take(t);
        (t, var u) = MakeTwoToks();
        Look(t);
        Look(u);

        ## deconstruct nested
        var ((a, b), e) = ((Tok.Make(), Tok.Make()), Tok.Make());
        Take(a);
        Take(b);
        Take(e);
        Look({|STRAT1001:b|});

        ## foreach with deconstruction
        foreach (var (a, b) in new List<(int, int)>())
        {
            Note(a + b);
        }

        ## foreach element moved twice
        foreach (var t in ManyToks())
        {
            Take(t);
            Take({|STRAT1001:t|});
        }

        ## foreach over a sequence in a loop
        var seq = ManyToks();
        while (c)
        {
            foreach (var t in {|STRAT1001:seq|})
            {
                Take(t);
            }
        }

        ## collection expression spread of sequence
        Tok t = Tok.Make();
        ReadOnlySpan<int> xs = [Spend(t), {|STRAT1001:t|}.Id];

        ## array initialiser with computed values
        Tok t = Tok.Make();
        int[] xs = { Spend(t), {|STRAT1001:t|}.Id };

        ## object initialiser order
        var k = Chip.Make();
        var bag = new Bag { Item = k };
        Look({|STRAT1001:k|});

        ## two moves in one object initialiser
        var k = Chip.Make();
        var bag = new Bag { Item = k };
        var bag2 = new Bag { Item = {|STRAT1001:k|} };

        ## anonymous type
        var t = Tok.Make();
        Take(t);
        var o = new { Id = {|STRAT1001:t|}.Id };

        ## anonymous type holding the value itself
        var t = Tok.Make();
        var o = new { T = {|~STRAT3003:t|} };

        ## typeof no use
        var t = Tok.Make();
        Take(t);
        Note(typeof(Tok).Name);

        ## is type pattern on a struct after move
        var t = Tok.Make();
        Take(t);
        Note({|STRAT1001:t|} is { Id: 1 } ? 1 : 0);

        ## using declared expression from a moved local
        var k = Conn.Open();
        using var k2 = k;
        {|STRAT1001:k|}.Ping();

        ## using statement with expression only
        var k = Conn.Open();
        using (k)
        {
            k.Ping();
        }
        {|STRAT1001:k|}.Ping();

        ## discards in deconstruction of move-only
        var (a, _) = MakeTwoToks();
        Take(a);
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
