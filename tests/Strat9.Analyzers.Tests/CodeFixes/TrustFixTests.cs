using Strat9.CodeFixes.Trust;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.CodeFixes;

public class TrustFixTests
{
    [Theory]
    [InlineData("[Trusted(\"\")] void M(Tok t) { Use(t); Use(t); }", "[Trusted(\"say why this is right\")] void M(Tok t) { Use(t); Use(t); }")]
    [InlineData("[Trusted(\" \" /* why? */)] void M(Tok t) { Use(t); Use(t); }", "[Trusted(\"say why this is right\" /* why? */)] void M(Tok t) { Use(t); Use(t); }")]
    [InlineData("[Trusted(justification: null!)] void M(Tok t) { Use(t); Use(t); }", "[Trusted(justification: \"say why this is right\")] void M(Tok t) { Use(t); Use(t); }")]
    public Task Reason_IsAskedFor(string before, string after) =>
        Fixes.Apply(new JustifyTrustFix(), Frame(before), Frame(after), "Write a reason", Prelude.Source);

    [Fact]
    public Task Reasons_AreAskedForEverywhere() => Fixes.ApplyAll(
        new JustifyTrustFix(),
        Frame("[Trusted(\"\")] void M(Tok t) { Use(t); Use(t); }\n    [Trusted(\"\")]\n    void N(Tok t) { Use(t); Use(t); }"),
        Frame("[Trusted(\"say why this is right\")] void M(Tok t) { Use(t); Use(t); }\n    [Trusted(\"say why this is right\")]\n    void N(Tok t) { Use(t); Use(t); }"),
        prelude: Prelude.Source);

    [Theory]
    [InlineData("[Trusted(\"because\")] void M() { }", "void M() { }")]
    [InlineData("// First.\n    [Trusted(\"because\")]\n    // Second.\n    void M() { }", "// First.\n    // Second.\n    void M() { }")]
    [InlineData("[Trusted(\"because\")] // told\n    void M() { }", " // told\n    void M() { }")]
    [InlineData("[Trusted(\"because\"), Obsolete] void M() { }", "[Obsolete] void M() { }")]
    [InlineData("[Obsolete, Trusted(\"because\")]\n    void M() { }", "[Obsolete]\n    void M() { }")]
    [InlineData("[Obsolete]\n    [Trusted(\"because\")]\n    void M() { }", "[Obsolete]\n    void M() { }")]
    [InlineData("void M() { [Trusted(\"because\")] void L() { } L(); }", "void M() { void L() { } L(); }")]
    public Task Trust_IsRemoved(string before, string after) =>
        Fixes.Apply(new RemoveTrustFix(), Frame(before), Frame(after), "Remove [Trusted]", Prelude.Source);

    [Fact]
    public Task Trust_IsRemovedEverywhere() => Fixes.ApplyAll(
        new RemoveTrustFix(),
        Frame("[Trusted(\"a\")] void M() { }\n    [Trusted(\"b\")]\n    void N() { }\n    [Trusted(\"c\")] void O(Tok t) { Use(t); Use(t); }"),
        Frame("void M() { }\n    void N() { }\n    [Trusted(\"c\")] void O(Tok t) { Use(t); Use(t); }"),
        prelude: Prelude.Source);

    private static string Frame(string member) => $"class C\n{{\n    static void Use(Tok t) {{ }}\n    {member}\n}}\n";
}
