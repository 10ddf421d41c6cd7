namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Captures, and which of two faults at one place is told.</summary>
public class CaptureTests
{
    public static TheoryData<string, string> Cases => Case.Bodies(
        """
        ## overwritten by out in a local function
        var a = Buf.Make();
        void Refill() => Fill({|STRAT1003:out a|});
        Refill();
        a.Free();

        ## overwritten by deconstruction in a local function
        var a = Buf.Make();
        void Refill() => ({|STRAT1003:a|}, _) = (Buf.Make(), 1);
        Refill();
        a.Free();

        ## edited by ref in a local function
        var a = Buf.Make();
        void Grow() => Edit(ref a);
        Grow();
        a.Free();

        ## swapped in a local function
        var a = Buf.Make();
        var b = Buf.Make();
        void Swap() => (a, b) = ({|~STRAT1005:b|}, {|~STRAT1005:a|});
        Swap();
        Take2(a, b);

        ## lambda that sets a captured move-only class
        Chip? k = null;
        Run(() => k = Chip.Make());
        if (k != null)
        {
            Take(k);
            Take({|STRAT1001:k|});
        }

        ## a lambda in a local function
        var t = Tok.Make();
        void F()
        {
            Action f = () => Note({|STRAT3002:t|}.Id);
            f();
        }

        ## a lambda in a lambda that borrows
        var t = Tok.Make();
        Run(() =>
        {
            Action f = () => Note({|STRAT3002:t|}.Id);
            f();
        });

        ## an escaping lambda consumes
        var t = Buf.Make();
        Action f = () => {|STRAT3002:t|}.Free();

        ## an escaping lambda moves and uses again
        var t = Buf.Make();
        Action f = () =>
        {
            Take({|STRAT3002:t|});
            Note(t.Length);
        };

        ## an escaping lambda overwrites
        var t = Buf.Make();
        Action f = () => {|STRAT3002:t|} = Buf.Make();

        ## escaping method group of a consuming local function
        var t = Buf.Make();
        void Drop() => {|STRAT3002:t|}.Free();
        Action f = Drop;

        ## escaping lambda calls a local function that captures
        var t = Tok.Make();
        int Show() => t.Id;
        Func<int> f = () => {|~STRAT3002:Show()|};

        ## own local inside an escaping lambda
        Action f = () =>
        {
            var {|STRAT1002:b|} = Buf.Make();
            Note(b.Length);
        };

        ## own parameter moved twice inside an escaping lambda
        TokTaker f = t =>
        {
            Take(t);
            Take({|STRAT1001:t|});
        };

        ## boxing what is lent
        void In(in Buf b) { object o = {|~STRAT1005:b|}; }

        ## storing in an array what is lent
        void In(in Buf b) { var o = new[] { {|~STRAT1005:b|} }; }

        ## boxing a moved one
        var t = Tok.Make();
        Take(t);
        object o = {|STRAT1001:t|};

        ## storing a moved one
        var t = Tok.Make();
        Take(t);
        var o = new[] { {|STRAT1001:t|} };

        ## capturing a moved one
        var t = Tok.Make();
        Take(t);
        Action f = () => Note({|STRAT1001:t|}.Id);

        ## method group over a moved one
        var t = Chip.Make();
        Take(t);
        Action f = {|~STRAT1001:t.Use|};

        ## generic argument by inference over a moved one
        var t = Tok.Make();
        Take(t);
        Show({|STRAT1001:t|});
        static void Show<[AllowsMoveOnly] T>([Borrows] T x) { }

        ## boxed as a ref argument of a generic without admission
        var t = Tok.Make();
        {|~STRAT3004:Show|}(t);
        static void Show<T>(T x) { }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
