using Strat9.CodeFixes.Leaks;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.CodeFixes;

public class LoopFixTests
{
    private const string Hoist = "Move it behind the loop";
    private const string Leave = "Leave the loop after it";

    [Theory]
    [InlineData(Hoist, "while (c)\n{\n    Look(t);\n    t.Spend();\n}", "while (c)\n{\n    Look(t);\n}\nt.Spend();")]
    [InlineData(Hoist, "for (var i = 0; i < n; i++)\n{\n    t.Spend(); // Spent.\n    Prepare();\n}\nPrepare();", "for (var i = 0; i < n; i++)\n{\n     // Spent.\n    Prepare();\n}\nt.Spend();\nPrepare();")]
    [InlineData(Leave, "while (c)\n{\n    Look(t);\n    t.Spend();\n}", "while (c)\n{\n    Look(t);\n    t.Spend();\n    break;\n}")]
    [InlineData(Leave, "foreach (var x in s) { Note(x); Take(t); }", "foreach (var x in s) { Note(x); Take(t); break; }")]
    [InlineData(Hoist, "do\n{\n    Take(t);\n}\nwhile (Ready());", "do\n{\n}\nwhile (Ready());\nTake(t);")]
    public Task Move_HappensOnce(string title, string before, string after) =>
        Fixes.Apply(new LoopFix(), Body(before), Body(after), title, Prelude.Source);

    /// <summary>The statement needs what the loop declares, its value is declared, what follows would never run, or there is no loop.</summary>
    [Theory]
    [InlineData("foreach (var x in s)\n{\n    Note(t.Id);\n    var u = t;\n}", "")]
    [InlineData("foreach (var x in s)\n{\n    t.Absorb(Tok.Make());\n    Keep(x, t);\n}", Leave)]
    [InlineData("while (c)\n{\n    t.Spend();\n    Prepare();\n}", Hoist)]
    [InlineData("t.Spend();\nt.Spend();", "")]
    [InlineData("while (c)\n{\n    if (c) t.Spend();\n}", "")]
    public async Task Offers(string body, string titles) =>
        Assert.Equal(titles, string.Join("|", await Fixes.Offered(new LoopFix(), Body(body), Prelude.Source)));

    [Fact]
    public Task Moves_HappenOnceEverywhere() => Fixes.ApplyAll(
        new LoopFix(),
        Body("while (c)\n{\n    t.Spend();\n}\nforeach (var x in s)\n{\n    u.Spend();\n}"),
        Body("while (c)\n{\n}\nt.Spend();\nforeach (var x in s)\n{\n}\nu.Spend();"),
        Hoist,
        Prelude.Source);

    [Fact]
    public Task HalfTyped_NothingThrows()
    {
        var source = Body("while (c) { Look(t); t.Spend(); } do { Take(u); } while (c)");
        var halves = Enumerable.Range(0, source.Length / 7).Select(i => source[..(7 * i)]);
        return Fixes.Survives(new LoopFix(), halves, Prelude.Source, TestContext.Current.CancellationToken);
    }

    private static string Body(string body) =>
        $"class C\n{{\n    static void Keep(char x, Tok t) {{ }}\n    static void M(bool c, int n, string s, Tok t, Tok u)\n    {{\n{string.Join("\n", body.Split('\n').Select(l => "        " + l))}\n    }}\n}}\n";
}
