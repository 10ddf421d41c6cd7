namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Lambdas and delegates.</summary>
public class LambdaTests
{
    public static TheoryData<string, string> Cases => Case.Bodies(
        """
        ## lambda lent with [Borrows] reads then moves
        var a = Tok.Make();
        Run(() => Note(a.Id));
        Take(a);
        Run(() => Note({|STRAT1001:a|}.Id));

        ## lambda lent that refills
        var a = Tok.Make();
        Run(() => a = Tok.Make());
        Take(a);

        ## lambda once consumes
        var a = Buf.Make();
        Once(() => a.Free());

        ## lambda once consumes, then used
        var a = Buf.Make();
        Once(() => a.Free());
        Note({|STRAT1001:a|}.Length);

        ## lambda once consumes in a loop
        var {|STRAT1002:a|} = Buf.Make();
        while (c)
        {
            Once(() => {|STRAT1001:a|}.Free());
        }

        ## lambda once consumes on one path only
        var a = Buf.Make();
        Once(() => { if (c) a.Free(); });

        ## lambda once that reads only
        var a = Buf.Make();
        Once(() => Note(a.Length));
        a.Free();

        ## lambda once moves into another local
        var a = Buf.Make();
        Once(() =>
        {
            var b = a;
            b.Free();
        });

        ## lambda once that consumes two
        var a = Buf.Make();
        var b = Buf.Make();
        Once(() => Take2(a, b));
        Note({|STRAT1001:b|}.Length);

        ## lambda once with own fault inside
        var a = Buf.Make();
        Once(() =>
        {
            a.Free();
            Note({|STRAT1001:a|}.Length);
        });

        ## lambda lent with own fault inside
        Run(() =>
        {
            var b = Buf.Make();
            b.Free();
            {|STRAT1001:b|}.Free();
        });

        ## lambda lent with own leak inside
        Run(() =>
        {
            var {|STRAT1002:b|} = Buf.Make();
        });

        ## lambda stored in a local
        var a = Tok.Make();
        Func<int> f = () => {|STRAT3002:a|}.Id;
        Note(f());
        Take(a);

        ## delegate local invoked twice with one value
        Taker f = Take;
        var a = Buf.Make();
        f(a);
        f({|STRAT1001:a|});

        ## delegate invoked with ?.
        Taker? f = c ? Take : null;
        var {|STRAT1002:a|} = Buf.Make();
        f?.Invoke(a);

        ## Func with linear in and out
        Func<Buf, Buf> f = x => x.Resized(3);
        var a = f(Buf.Make());
        a.Free();

        ## Func dropping its argument
        Func<Buf, int> f = {|STRAT1002:x|} => x.Length;
        Note(f(Buf.Make()));

        ## Action over tuples
        Action<(Buf, Buf)> f = p => { p.Item1.Free(); p.Item2.Free(); };
        f(MakeTwo());

        ## method group into LINQ
        var n2 = new[] { 1, 2 }.Select(x => x + 1).Sum();
        Note(n2);

        ## lambda with default parameter
        var f = (Buf b, int k = 3) => b.Free();
        f(Buf.Make());

        ## lambda with in parameter
        Looker f = b => Note(b.Length);
        var a = Buf.Make();
        f(a);
        a.Free();

        ## lambda in parameter written out consumed
        var f = (in Buf b) => {|STRAT1005:b|}.Free();

        ## lambda with ref parameter left moved
        var f = (ref Buf {|STRAT1006:b|}) => b.Free();

        ## async lambda with own value
        Func<Task> f = async () =>
        {
            var b = await MakeBufAsync();
            b.Free();
        };
        await f();

        ## async lambda leaks
        Func<Task> f = async () =>
        {
            var {|STRAT1002:b|} = await MakeBufAsync();
            Note(b.Length);
        };
        await f();
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
