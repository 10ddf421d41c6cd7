namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Local functions and what they capture.</summary>
public class LocalFunctionTests
{
    public static TheoryData<string, string> Cases => Case.Bodies(
        """
        ## local function with a linear parameter called twice
        void Drop(Buf x) => x.Free();
        var a = Buf.Make();
        Drop(a);
        Drop({|STRAT1001:a|});

        ## local function that returns ownership through a ref
        void Swap(ref Buf x, ref Buf y) => (x, y) = (y, x);
        var a = Buf.Make();
        var b = Buf.Make();
        Swap(ref a, ref b);
        a.Free();
        b.Free();

        ## static local function
        static int Size(in Buf x) => x.Length;
        var a = Buf.Make();
        Note(Size(a));
        a.Free();

        ## local function captured, moved before the second call
        var a = Tok.Make();
        int Show() => a.Id;
        Note(Show());
        Take(a);
        Note({|~STRAT1001:Show()|});

        ## local function captured in a loop
        var a = Tok.Make();
        int Show() => a.Id;
        while (c)
        {
            Note({|~STRAT1001:Show()|});
            Take(a);
        }

        ## local function that refills
        var a = Tok.Make();
        void Refill() => a = Tok.Make();
        Refill();
        Take(a);

        ## local function consumes a capture
        var {|~STRAT1002:a|} = Buf.Make();
        void Drop() => {|STRAT1005:a|}.Free();
        Drop();

        ## local function overwrites a captured linear
        var a = Buf.Make();
        void Refill() => {|STRAT1003:a = Buf.Make()|};
        Refill();
        a.Free();

        ## local function never called may read
        var a = Tok.Make();
        int Show() => a.Id;
        Take(a);

        ## local function calls itself
        var a = Tok.Make();
        int Show(int k) => k == 0 ? a.Id : Show(k - 1);
        Note(Show(3));
        Take(a);

        ## local function calls another that captures
        var a = Tok.Make();
        int Inner() => a.Id;
        int Outer() => Inner();
        Take(a);
        Note({|~STRAT1001:Outer()|});

        ## nested local function
        var a = Tok.Make();
        int Outer()
        {
            int Inner() => a.Id;
            return Inner();
        }
        Take(a);
        Note({|~STRAT1001:Outer()|});
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
