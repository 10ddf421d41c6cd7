namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Values that may be missing: coalescing, null-conditional access, tests.</summary>
public class NullPathTests
{
    public static TheoryData<string, string> Cases => Case.Bodies(
        """
        ## coalescing throw leaves nothing
        var t = MaybeTok() ?? throw new InvalidOperationException();
        Take(t);

        ## conditional throw
        var t = Tok.Make();
        var u = c ? t : throw new InvalidOperationException();
        Note({|STRAT1001:t|}.Id);

        ## throw expression that uses a moved value
        var t = Tok.Make();
        Take(t);
        var u = c ? 1 : throw new InvalidOperationException($"{{|STRAT1001:t|}.Id}");

        ## nameof and sizeof and default are no uses
        var t = Tok.Make();
        Take(t);
        Note(nameof(t));
        Note(nameof(t.Id));

        ## is null after move of struct nullable
        var t = MaybeTok();
        if (t is { } u)
        {
            Take(u);
        }
        Note(t is null ? 1 : 2);

        ## nullable twice by Value
        var t = MaybeTok();
        if (t.HasValue)
        {
            Take(t.Value);
            Take({|~STRAT1001:t.Value|});
        }

        ## nullable GetValueOrDefault with arg
        var t = MaybeTok();
        if (t != null)
        {
            Take(t.Value);
        }

        ## nullable linear, HasValue held in a bool
        var b = MaybeBuf();
        var has = b.HasValue;
        if (has) b!.Value.Free();

        ## nullable linear, is not null pattern chain
        var b = MaybeBuf();
        if (b is not { } v) return;
        v.Free();

        ## nullable linear, early return on null, by != null
        var b = MaybeBuf();
        if (b == null) return;
        b.Value.Free();

        ## nullable class linear by is null
        var r = MaybeRes();
        if (r is null) return;
        r.Close();

        ## nullable class linear by ?.
        var r = MaybeRes();
        r?.Close();

        ## nullable class, ?. twice
        var r = MaybeRes();
        r?.Close();
        {|STRAT1001:r|}?.Use();

        ## nullable struct ?. consuming
        var b = MaybeBuf();
        b?.Free();

        ## ?. and ?? chain
        var r = MaybeRes();
        var name = r?.Name ?? "none";
        Note(name);
        r?.Close();

        ## ??= on a moved class
        Res? r = Res.Open("a");
        r.Close();
        r = null;
        r ??= Res.Open("b");
        r.Close();

        ## ??= on a moved place is a use? null test only reading
        Res? r = Res.Open("a");
        Take(r);
        r ??= Res.Open("b");
        Take({|STRAT1001:r|});

        ## ??= over an owned nullable
        Res? r = MaybeRes();
        r ??= Res.Open("b");
        r.Close();

        ## ??= makes and the result used
        Res? r = MaybeRes();
        Take(r ??= Res.Open("b"));

        ## assigned where it is missing
        Buf? b = MaybeBuf();
        b ??= Buf.Make();
        b.Value.Free();

        ## assigned where it is missing, and moved on as it is
        Buf? b = MaybeBuf();
        Take(b ??= Buf.Make());

        ## assigned where it is missing, and left
        Buf? {|STRAT1002:b|} = MaybeBuf();
        b ??= Buf.Make();
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
