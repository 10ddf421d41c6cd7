using Strat9.CodeFixes.Leaks;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.CodeFixes;

public class LeakFixTests
{
    /// <summary>Bodies of <c>void M(bool c, bool d, int n)</c>.</summary>
    [Theory]
    [InlineData("Call 'Free'", "var b = Buf.Make();\nb.Grow();", "var b = Buf.Make();\nb.Grow();\nb.Free();")]
    [InlineData("Call 'Take'", "var b = Buf.Make();", "var b = Buf.Make();\nTake(b);")]
    [InlineData("Call 'Eat'", "var b = Buf.Make();", "var b = Buf.Make();\nb.Eat();")]
    [InlineData("Forget with a reason", "var b = Buf.Make();", "var b = Buf.Make();\nOwnership.Forget(b, \"say why it may be lost\");")]
    [InlineData("Call 'Free'", "var b = Buf.Make();\nif (c) b.Free();", "var b = Buf.Make();\nif (c) b.Free();\nelse\n{\n    b.Free();\n}")]
    [InlineData("Call 'Free'", "var b = Buf.Make();\nif (c)\n{\n    b.Free();\n}\nelse\n{\n    Prepare();\n    // The end.\n}\nNote(1);",
        "var b = Buf.Make();\nif (c)\n{\n    b.Free();\n}\nelse\n{\n    Prepare();\n    // The end.\n    b.Free();\n}\nNote(1);")]
    [InlineData("Call 'Free'", "var b = Buf.Make();\nif (c)\n    return; // Early.\nb.Free();", "var b = Buf.Make();\nif (c)\n{\n    b.Free();\n    return;\n} // Early.\nb.Free();")]
    [InlineData("Call 'Free'", "var b = Buf.Make();\nif (c) return;\nif (d)\n{\n    return;\n}\nb.Free();", "var b = Buf.Make();\nif (c) { b.Free(); return; }\nif (d)\n{\n    b.Free();\n    return;\n}\nb.Free();")]
    [InlineData("Call 'Free'", "var b = Buf.Make();\nif (c) throw new InvalidOperationException();\nb.Free();", "var b = Buf.Make();\nif (c) { b.Free(); throw new InvalidOperationException(); }\nb.Free();")]
    [InlineData("Call 'Free'", "while (c)\n{\n    var b = Buf.Make();\n    if (d) continue;\n    if (n > 1) break;\n    b.Free();\n}",
        "while (c)\n{\n    var b = Buf.Make();\n    if (d) { b.Free(); continue; }\n    if (n > 1) { b.Free(); break; }\n    b.Free();\n}")]
    [InlineData("Call 'Free'", "foreach (var b in ManyBufs()) { Look(b); }", "foreach (var b in ManyBufs()) { Look(b); b.Free(); }")]
    [InlineData("Call 'Free'", "var b = Buf.Make();\nswitch (n)\n{\n    case 1:\n        b.Free();\n        break;\n    default:\n        break;\n}",
        "var b = Buf.Make();\nswitch (n)\n{\n    case 1:\n        b.Free();\n        break;\n    default:\n        b.Free();\n        break;\n}")]
    [InlineData("Call 'Free'", "Fill(out Buf b);", "Fill(out Buf b);\nb.Free();")]
    [InlineData("Call 'Free'", "if (TryMake(out Buf b)) { Look(b); }", "if (TryMake(out Buf b)) { Look(b); b.Free(); }")]
    [InlineData("Call 'Close'", "var r = Res.Open(\"a\"); r.Use();", "var r = Res.Open(\"a\"); r.Use();\nr.Close();")]
    [InlineData("Call 'Run'", "IJob j = new Job(1);", "IJob j = new Job(1);\nj.Run();")]
    [InlineData("Dispose with 'using'", "var k = Conn.Open();\nk.Ping();", "using var k = Conn.Open();\nk.Ping();")]
    [InlineData("Call 'Dispose'", "var k = Conn.Open();\nk.Ping();", "var k = Conn.Open();\nk.Ping();\nk.Dispose();")]
    [InlineData("Call 'Free'", "Buf L()\n{\n    var b = Buf.Make();\n    return b.Resized(2);\n}\nvar @class = L();", "Buf L()\n{\n    var b = Buf.Make();\n    return b.Resized(2);\n}\nvar @class = L();\n@class.Free();")]
    [InlineData("Call 'Smash'", "var k = Crate.Make();", "var k = Crate.Make();\nk.Smash();")]
    public Task Local_IsConsumed(string title, string before, string after) =>
        Fixes.Apply(new LeakFix(), Body(before), Body(after), title, Prelude.Source);

    [Theory]
    [InlineData("Call 'Free'", "static void M(Buf b)\n{\n}", "static void M(Buf b)\n{\n    b.Free();\n}")]
    [InlineData("Call 'Free'", "static void M(Buf b) { }", "static void M(Buf b) { b.Free(); }")]
    [InlineData("Call 'Free'", "static void M(Buf b) {}", "static void M(Buf b) { b.Free(); }")]
    [InlineData("Call 'Free'", "static int M(Buf b)\n{\n    return b.Length; // The length.\n}", "static int M(Buf b)\n{\n    var result = b.Length;\n    b.Free();\n    return result; // The length.\n}")]
    [InlineData("Call 'Free'", "static int M(Buf b, int result)\n{\n    return b.Length + result;\n}", "static int M(Buf b, int result)\n{\n    var result2 = b.Length + result;\n    b.Free();\n    return result2;\n}")]
    [InlineData("Call 'Free'", "static int M(Buf b) => b.Length;", "static int M(Buf b)\n{\n    var result = b.Length;\n    b.Free();\n    return result;\n}")]
    [InlineData("Call 'Free'", "static int M(Buf b) => 1; // One.", "static int M(Buf b)\n{\n    b.Free();\n    return 1;\n} // One.")]
    [InlineData("Call 'Free'", "static void M(Buf b) => Look(b);", "static void M(Buf b)\n{\n    Look(b);\n    b.Free();\n}")]
    [InlineData("Call 'Free'", "static async Task M(Buf b) => await Task.Yield();", "static async Task M(Buf b)\n{\n    await Task.Yield();\n    b.Free();\n}")]
    [InlineData("Call 'TakeAsync'", "static async Task M(Buf b)\n{\n    await Task.Yield();\n}", "static async Task M(Buf b)\n{\n    await Task.Yield();\n    await TakeAsync(b);\n}")]
    [InlineData("Dispose with 'using'", "static async Task M()\n{\n    var k = Link.Open();\n    await Task.Yield();\n}", "static async Task M()\n{\n    await using var k = Link.Open();\n    await Task.Yield();\n}")]
    [InlineData("Call 'Free'", "Action<Buf> F = b => { };", "Action<Buf> F = b => { b.Free(); };")]
    public Task Member_Consumes(string title, string before, string after) =>
        Fixes.Apply(new LeakFix(), Member(before), Member(after), title, Prelude.Source);

    [Theory]
    [InlineData("Call 'Free'", "Buf.Make();", "Buf.Make().Free();")]
    [InlineData("Call 'Take'", "Buf.Make(); // Made.", "Take(Buf.Make()); // Made.")]
    [InlineData("Forget with a reason", "_ = Buf.Make();", "Ownership.Forget(Buf.Make(), \"say why it may be lost\");")]
    [InlineData("Call 'Close'", "new Res(\"a\");", "new Res(\"a\").Close();")]
    public Task Result_IsConsumed(string title, string before, string after) =>
        Fixes.Apply(new LeakFix(), Body(before), Body(after), title, Prelude.Source);

    /// <summary>A member that takes its value apart has forgotten a part.</summary>
    [Fact]
    public Task Part_IsConsumed() => Fixes.Apply(
        new LeakFix(),
        "[Linear]\nclass C\n{\n    Buf _b;\n    [Consumes] public void Close()\n    {\n    }\n}",
        "[Linear]\nclass C\n{\n    Buf _b;\n    [Consumes] public void Close()\n    {\n        _b.Free();\n    }\n}",
        "Call 'Free'",
        Prelude.Source);

    private const string Protocol =
        """
        [Typestate] public readonly partial struct Door<TState> { public int Number { get; } }
        [State(Initial = true)] public readonly partial struct Open;
        [State] public readonly partial struct Shut;
        [State(Final = true)] public readonly partial struct Gone;

        public static partial class Doors
        {
            [Transition] public static partial Door<Open> Make(int number);
            [Transition] public static partial Door<Shut> Close(this Door<Open> door);
            [Transition] public static partial Door<Open> Reopen(this Door<Shut> door);
            [Transition] public static partial Door<Gone> Tear(this Door<Shut> door);
        }

        public enum FileState { [State(Initial = true, Final = true)] Closed, [State] Opened }

        [Typestate(typeof(FileState))]
        public sealed class LogFile
        {
            [Transition(FileState.Closed, FileState.Opened)] public void Open() { }
            [Transition(FileState.Opened, FileState.Closed)] public void Finish() { }
            [Requires(FileState.Opened)] public void Write(string line) { }
        }
        """;

    [Theory]
    [InlineData("Call 'Close', then 'Tear'", "var d = Doors.Make(1);", "var d = Doors.Make(1);\nd.Close().Tear();")]
    [InlineData("Call 'Tear'", "var d = Doors.Make(1).Close();", "var d = Doors.Make(1).Close();\nd.Tear();")]
    [InlineData("Call 'Finish'", "var f = new LogFile();\nf.Open();\nif (f.GetHashCode() == 1) return;\nf.Finish();", "var f = new LogFile();\nf.Open();\nif (f.GetHashCode() == 1) { f.Finish(); return; }\nf.Finish();")]
    public Task Protocol_IsBroughtToItsEnd(string title, string before, string after) =>
        Fixes.Apply(new LeakFix(), Plain(before), Plain(after), title, Protocol);

    /// <summary>In the order in which the editor shows them; what is not in scope, or would not do, is not among them.</summary>
    [Theory]
    [InlineData("var b = Buf.Make();", "Call 'Free'|Call 'Eat'|Call 'Spend'|Call 'Take'|Forget with a reason")]
    [InlineData("var t = (Buf.Make(), 1);", "Forget with a reason")]
    [InlineData("try { var b = Buf.Make(); Look(b); } finally { Prepare(); }", "Call 'Free'|Call 'Eat'|Call 'Spend'|Call 'Take'|Forget with a reason")]
    [InlineData("var b = Buf.Make(); try { Prepare(); b.Free(); } catch (IOException) { }", "")]
    [InlineData("using var k = Conn.Open(); Ready(); Func<int> f = () => { var b = Buf.Make(); return 1; };", "Call 'Free'|Call 'Eat'|Call 'Spend'|Call 'Take'|Forget with a reason")]
    [InlineData("Buf b; do { b = Buf.Make(); } while (c); b.Free();", "")]
    public async Task Offers(string body, string titles)
    {
        var offered = await Fixes.Offered(new LeakFix(), Body(body), Prelude.Source);

        Assert.Equal(titles, string.Join("|", offered));
    }

    [Fact]
    public Task All_TwoLeakAtOneExit() => Fixes.ApplyAll(
        new LeakFix(),
        Body("var a = Buf.Make();\nvar b = Buf.Make();\nif (c) return;\na.Free();\nTok.Make().Spend();\nBuf.Make();"),
        Body("var a = Buf.Make();\nvar b = Buf.Make();\nif (c) { a.Free(); b.Free(); return; }\na.Free();\nTok.Make().Spend();\nBuf.Make().Free();\nb.Free();"),
        "Call 'Free'",
        Prelude.Source);

    [Fact]
    public Task HalfTyped_NothingThrows()
    {
        const string Source =
            """
            sealed class C
            {
                Buf _b;
                int M(Buf b, bool c) => b.Length;
                [Consumes] public void Close() { var r = Res.Open("a"); if (c) return; else { Buf.Make(); } }
                async Task N(Res r) { foreach (var b in ManyBufs()) { if (b.Length > 1) continue; } switch (1) { case 1: var k = Conn.Open(); break; } _ = Buf.Make(); }
            }
            """;
        var halves = Enumerable.Range(0, Source.Length / 11).Select(i => Source[..(11 * i)]);
        return Fixes.Survives(new LeakFix(), halves, Prelude.Source, TestContext.Current.CancellationToken);
    }

    private static string Body(string body) =>
        $"using System.IO;\nsealed class C\n{{\n    static void M(bool c, bool d, int n)\n    {{\n{Indented(body, 8)}\n    }}\n}}\n";

    private static string Plain(string body) => $"sealed class C\n{{\n    static void M()\n    {{\n{Indented(body, 8)}\n    }}\n}}\n";

    private static string Member(string member) => $"sealed class C\n{{\n{Indented(member, 4)}\n}}\n";

    private static string Indented(string text, int by) => string.Join("\n", text.Split('\n').Select(l => new string(' ', by) + l));
}
