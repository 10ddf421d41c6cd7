using Strat9.CodeFixes.Storage;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.CodeFixes;

public class SlotFixTests
{
    private const string Title = "Keep the value in a Slot<T>";

    [Theory]
    [InlineData(
        "private Buf _b;\n    public C(Buf b) { _b = b; }\n    public int Length => _b.Length;\n    public void Close() { _b.Free(); }",
        "private readonly Slot<Buf> _b = new();\n    public C(Buf b) { _b.Put(b); }\n    public int Length => _b.Value.Length;\n    public void Close() { _b.Take().Free(); }")]
    [InlineData(
        "readonly Res _r = Res.Open(\"a\"); // held\n    public void M() { Look(_r); Take(this._r); }",
        "readonly Slot<Res> _r = new(Res.Open(\"a\")); // held\n    public void M() { Look(_r.Value); Take(this._r.Take()); }")]
    [InlineData(
        "Tok _t;\n    public void M(Tok t) { _t = t; }\n    public Tok N() => _t;\n    public string O() => nameof(_t);",
        "readonly Slot<Tok> _t = new();\n    public void M(Tok t) { _t.Replace(t, out _); }\n    public Tok N() => _t.Take();\n    public string O() => nameof(_t);")]
    [InlineData("Chip? _k = null;\n    public void M(Chip k) => _k = k;", "readonly Slot<Chip> _k = new();\n    public void M(Chip k) => _k.Replace(k, out _);")]
    [InlineData("static Tok s_t;\n    public static int M() => s_t.Id;", "static readonly Slot<Tok> s_t = new();\n    public static int M() => s_t.Value.Id;")]
    [InlineData("static readonly Buf Shared = Buf.Make();\n    public static int M() => Size(in Shared);", "static readonly Slot<Buf> Shared = new(Buf.Make());\n    public static int M() => Size(in Shared.Value);")]
    [InlineData("Tok _t;\n    Buf _b;\n    int M() => _t.Id + _b.Length;", "readonly Slot<Tok> _t = new();\n    readonly Slot<Buf> _b = new();\n    int M() => _t.Value.Id + _b.Value.Length;")]
    public Task Field_BecomesASlot(string before, string after) =>
        Fixes.Apply(new SlotFix(), Frame(before), Frame(after), Title, Prelude.Source);

    /// <summary>There is no such way to write a use; a struct would begin with no slot at all.</summary>
    [Theory]
    [InlineData("class C { Tok _t; void M() => Edit(ref _t); }")]
    [InlineData("class C { Chip? _k; void M() => _k?.Use(); }")]
    [InlineData("class C { Chip? _k; bool M() => _k is null; }")]
    [InlineData("class C { Chip? _k; void M() { _k = null; } }")]
    [InlineData("class C { Tok _t; void M() => _t.Bump(); }")]
    [InlineData("class C { Tok _t, _u; }")]
    [InlineData("class C { public Tok T { get; set; } }")]
    [InlineData("class C(Tok t) { int M() => t.Id; }")]
    [InlineData("struct C { Tok _t; }")]
    [InlineData("class C { Tok? _t; }")]
    [InlineData("class C { Buf _b; bool M() => TrySend(_b); }")]
    public async Task Field_Stays(string source) =>
        Assert.DoesNotContain(Title, await Fixes.Offered(new SlotFix(), source, Prelude.Source));

    [Fact]
    public Task Fields_BecomeSlotsEverywhere() => Fixes.ApplyAll(
        new SlotFix(),
        "class A\n{\n    Buf _b;\n    int M() => _b.Length;\n}\n\nstatic class B\n{\n    static Tok s_t;\n    static Tok s_u = Tok.Make();\n}\n",
        "class A\n{\n    readonly Slot<Buf> _b = new();\n    int M() => _b.Value.Length;\n}\n\nstatic class B\n{\n    static readonly Slot<Tok> s_t = new();\n    static readonly Slot<Tok> s_u = new(Tok.Make());\n}\n",
        prelude: Prelude.Source);

    [Fact]
    public Task HalfTyped_NothingThrows()
    {
        const string Source =
            """
            class C { private Buf _b; static Tok s_t = Tok.Make(); Chip? _k = null; C(Buf b) { _b = b; } int L => _b.Length + s_t.Id; void M() { _k = new Chip(); Take(_b); var t = s_t; _b.Free(); Edit(ref _b); } }
            """;
        var halves = Enumerable.Range(0, Source.Length / 5).Select(i => Source[..(5 * i)]);
        return Fixes.Survives(new SlotFix(), halves, Prelude.Source, TestContext.Current.CancellationToken);
    }

    private static string Frame(string members) => $"public class C\n{{\n    {members}\n}}\n";
}
