using Microsoft.CodeAnalysis.CodeFixes;
using Strat9.CodeFixes.Parameters;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.CodeFixes;

public class ParameterFixTests
{
    private const string ByIn = "Pass 't' by 'in'";
    private const string Marked = "Mark 't' [Borrows]";

    [Theory]
    [InlineData(ByIn, "void M(Tok t) { F(t); F(t); } void F(Tok t) => Note(t.Id);", "void M(Tok t) { F(t); F(t); } void F(in Tok t) => Note(t.Id);")]
    [InlineData(Marked, "void M(Tok t) { F(t); F(t); } void F(Tok t) => Note(t.Id);", "void M(Tok t) { F(t); F(t); } void F([Borrows] Tok t) => Note(t.Id);")]
    [InlineData(Marked, "void M(Chip t) { F(1, t: t); t.Use(); } void F(int n, /* seen */ Chip t) => t.Use();", "void M(Chip t) { F(1, t: t); t.Use(); } void F(int n, /* seen */ [Borrows] Chip t) => t.Use();")]
    [InlineData(ByIn, "void M(Tok t) { void L(Tok t) { Look(t); } L(t); L(t); }", "void M(Tok t) { void L(in Tok t) { Look(t); } L(t); L(t); }")]
    [InlineData(ByIn, "int M(in Tok t) => G(t); int G(Tok t) => t.Id;", "int M(in Tok t) => G(t); int G(in Tok t) => t.Id;")]
    [InlineData(Marked, "int M([Borrows] Tok t) => G(t); int G(Tok t) => t.Id;", "int M([Borrows] Tok t) => G(t); int G([Borrows] Tok t) => t.Id;")]
    [InlineData(ByIn, "int M(Buf t) => t.Length;", "int M(in Buf t) => t.Length;")]
    [InlineData(Marked, "void M(Res t) { t.Use(); }", "void M([Borrows] Res t) { t.Use(); }")]
    [InlineData(Marked, "void M(Res t) { t.Use(); } void N(Res r) { M(r); r.Close(); }", "void M([Borrows] Res t) { t.Use(); } void N(Res r) { M(r); r.Close(); }")]
    public Task Parameter_IsLent(string title, string before, string after) =>
        Fixes.Apply(new LendParameterFix(), Frame(before), Frame(after), title, Prelude.Source);

    /// <summary>What is overridden and implemented has the same contract, and gets the same attribute.</summary>
    [Fact]
    public Task Hierarchy_IsChangedAsAWhole() => Fixes.Apply(
        new LendParameterFix(),
        "interface I { int F(Tok t); }\nabstract class A : I { public abstract int F(Tok t); }\nclass B : A { public override int F(Tok t) => t.Id; }\nclass C { int M(I i, Tok t) => i.F(t) + t.Id; }",
        "interface I { int F([Borrows] Tok t); }\nabstract class A : I { public abstract int F([Borrows] Tok t); }\nclass B : A { public override int F([Borrows] Tok t) => t.Id; }\nclass C { int M(I i, Tok t) => i.F(t) + t.Id; }",
        Marked,
        Prelude.Source);

    [Fact]
    public Task Extension_IsLent() => Fixes.Apply(
        new LendParameterFix(),
        "static class E { public static int Seen(this Tok t) => t.Id; }\nclass C { int M(Tok t) => t.Seen() + t.Seen(); }",
        "static class E { public static int Seen(this in Tok t) => t.Id; }\nclass C { int M(Tok t) => t.Seen() + t.Seen(); }",
        ByIn,
        Prelude.Source);

    /// <summary>The callee keeps or consumes it, another caller gives its value away, or it is not ours.</summary>
    [Theory]
    [InlineData("void M(Tok t) { F(t); F(t); } void F(Tok t) => t.Spend();")]
    [InlineData("Tok F(Tok t) => t; void M(Tok t) { F(t); F(t); }")]
    [InlineData("void M(Res t) { t.Use(); } void N(Res r) { M(r); }")]
    [InlineData("void M(Buf b) { b.Free(); b.Free(); }")]
    [InlineData("void M(Tok t) { var a = t; var b = t; }")]
    public async Task Parameter_IsNotLent(string members) =>
        Assert.Empty(await Fixes.Offered(new LendParameterFix(), Frame(members), Prelude.Source));

    /// <summary>A delegate takes its argument by value: what becomes one may borrow it, but not take it by reference.</summary>
    [Fact]
    public async Task MethodThatBecomesADelegate_CanOnlyBeMarked() => Assert.Equal(
        [Marked],
        await Fixes.Offered(
            new LendParameterFix(), Frame("void M(Tok t) { Func<Tok, int> f = F; F(t); F(t); } int F(Tok t) => t.Id;"), Prelude.Source));

    [Fact]
    public Task Parameters_AreLentEverywhere() => Fixes.ApplyAll(
        new LendParameterFix(),
        Frame("void M(Tok t, Tok u, Tok v) { F(t); F(t); G(u); G(u); v.Spend(); v.Spend(); }\n    void F(Tok t) => Note(t.Id);\n    void G(Tok u) => Note(u.Id);"),
        Frame("void M(Tok t, Tok u, Tok v) { F(t); F(t); G(u); G(u); v.Spend(); v.Spend(); }\n    void F(in Tok t) => Note(t.Id);\n    void G(in Tok u) => Note(u.Id);"),
        "in",
        Prelude.Source);

    [Theory]
    [InlineData("void M([Borrows] Tok t) { t.Spend(); }", "void M(Tok t) { t.Spend(); }")]
    [InlineData("void M(in Buf t) => t.Free(); void N() => M(Buf.Make());", "void M(Buf t) => t.Free(); void N() => M(Buf.Make());")]
    [InlineData("void M(int n, /* lent */ [Borrows] Res t)\n    {\n        t.Close(); // Gone.\n    }", "void M(int n, /* lent */ Res t)\n    {\n        t.Close(); // Gone.\n    }")]
    public async Task Parameter_Owns(string before, string after)
    {
        // A temporary was passed by 'in': it was lost there, and is not now.
        await Fixes.Apply(new OwnParameterFix(), Frame(before), Frame(after), "Let 'M' own 't'", Prelude.Source);
    }

    /// <summary>A caller still uses its value, or writes 'in'.</summary>
    [Theory]
    [InlineData("void M([Borrows] Tok t) { t.Spend(); } void N(Tok t) { M(t); M(t); }")]
    [InlineData("void M(in Tok t) { t.Spend(); } void N(Tok t) { M(in t); }")]
    [InlineData("Tok P { get; set; } void M() { P.Spend(); }")]
    [InlineData("C M() { return this; }")]
    [InlineData("static C Kept; void M() { Keep(this); } static void Keep(C c) => Kept = c;")]
    public async Task Parameter_GoesOnBorrowing(string members) =>
        Assert.Empty(await Fixes.Offered(new OwnParameterFix(), Frame(members), Prelude.Source));

    [Fact]
    public Task Parameters_OwnEverywhere() => Fixes.ApplyAll(
        new OwnParameterFix(),
        Frame("void M([Borrows] Tok t, in Buf b) { t.Spend(); b.Free(); }\n    void N([Borrows] Tok t) { t.Spend(); }\n    void O(Tok t) { N(t); N(t); }"),
        Frame("void M(Tok t, Buf b) { t.Spend(); b.Free(); }\n    void N([Borrows] Tok t) { t.Spend(); }\n    void O(Tok t) { N(t); N(t); }"),
        prelude: Prelude.Source);

    public static TheoryData<string> Each => ["Lend", "Own"];

    [Theory]
    [MemberData(nameof(Each))]
    public Task HalfTyped_NothingThrows(string which)
    {
        const string Source =
            """
            interface I { void F(Tok t); }
            [MoveOnly] class C : I { public void F(Tok t) { } void M(Tok t, [Borrows] Tok u, I i) { i.F(t); F(t); u.Spend(); void L(Tok v) { } L(t); L(u); } }
            """;
        CodeFixProvider fix = which == "Lend" ? new LendParameterFix() : new OwnParameterFix();
        var halves = Enumerable.Range(0, Source.Length / 7).Select(i => Source[..(7 * i)]);
        return Fixes.Survives(fix, halves, Prelude.Source, TestContext.Current.CancellationToken);
    }

    private static string Frame(string members) => $"[MoveOnly]\nclass C\n{{\n    {members}\n}}\n";
}
