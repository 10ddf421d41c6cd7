using Strat9.CodeFixes.Storage;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.CodeFixes;

public class MarkContainerFixTests
{
    [Theory]
    [InlineData("class C { Tok _t; }", "[MoveOnly]\nclass C { Tok _t; }", "Mark the type [MoveOnly]")]
    [InlineData("struct C { public Buf B { get; set; } }", "[Linear]\nstruct C { public Buf B { get; set; } }", "Mark the type [Linear]")]
    [InlineData("/// <summary>C.</summary>\nclass C\n{\n    Tok _t;\n}", "/// <summary>C.</summary>\n[MoveOnly]\nclass C\n{\n    Tok _t;\n}", "Mark the type [MoveOnly]")]
    [InlineData("namespace N\n{\n    [Obsolete]\n    public class C\n    {\n        Buf _b;\n    }\n}", "namespace N\n{\n    [Linear]\n    [Obsolete]\n    public class C\n    {\n        Buf _b;\n    }\n}", null)]
    [InlineData("[MoveOnly] class C { Buf _b; }", "[Linear] class C { Buf _b; }", "Mark the type [Linear]")]
    [InlineData("[MoveOnly, Obsolete] struct C { Buf _b; }", "[Linear, Obsolete] struct C { Buf _b; }", "Mark the type [Linear]")]
    [InlineData("class C(Tok t) { int M() => t.Id; }", "[MoveOnly]\nclass C(Tok t) { int M() => t.Id; }", "Mark the type [MoveOnly]")]
    [InlineData("record struct C(Buf B);", "[Linear]\nrecord struct C(Buf B);", "Mark the type [Linear]")]
    public Task Type_IsMarked(string before, string after, string? title) =>
        Fixes.Apply(new MarkContainerFix(), before, after, title, Prelude.Source);

    /// <summary>Who holds a type that has just become linear has to become linear too.</summary>
    [Fact]
    public Task Types_AreMarkedEverywhere_AndThoseThatHoldThem() => Fixes.ApplyAll(
        new MarkContainerFix(),
        "class A { Tok _t; }\nclass B { D? _d; }\nclass D\n{\n    Buf _b; // the block\n}\nclass E { int _n; }\n",
        "[MoveOnly]\nclass A { Tok _t; }\n[Linear]\nclass B { D? _d; }\n[Linear]\nclass D\n{\n    Buf _b; // the block\n}\nclass E { int _n; }\n",
        prelude: Prelude.Source);
}
