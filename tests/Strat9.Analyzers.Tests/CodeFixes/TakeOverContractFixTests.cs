using Strat9.CodeFixes.Declarations;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.CodeFixes;

public class TakeOverContractFixTests
{
    private const string Types =
        """
        interface I { int Look([Borrows] Tok t); }
        abstract class A
        {
            public abstract void Give(Buf b);
            public abstract bool Try([Consumes(When = true)] Tok t, int n);
            public abstract Sent Send([Consumes(When = Sent.Full)] Tok t);
            [return: Borrows] public virtual Res Lend(Res r) => throw new NotImplementedException();
        }

        """;

    [Theory]
    [InlineData("I.Look", "class C : I { public int Look(Tok t) => t.Id; }", "class C : I { public int Look([Borrows] Tok t) => t.Id; }")]
    [InlineData("I.Look", "class C : I\n{\n    int I.Look(/* seen */ Tok t) => t.Id; // looked\n}", "class C : I\n{\n    int I.Look(/* seen */ [Borrows] Tok t) => t.Id; // looked\n}")]
    [InlineData("I.Look", "class C : I { public int Look([Consumes(When = 1)] Tok t) => throw new NotImplementedException(); }", "class C : I { public int Look([Borrows] Tok t) => throw new NotImplementedException(); }")]
    [InlineData("A.Try", "abstract class C : A { public override bool Try(Tok t, int n) => throw new NotImplementedException(); }", "abstract class C : A { public override bool Try([Consumes(When = true)] Tok t, int n) => throw new NotImplementedException(); }")]
    [InlineData("A.Send", "abstract class C : A { public override Sent Send(Tok t) => throw new NotImplementedException(); }", "abstract class C : A { public override Sent Send([Consumes(When = Sent.Full)] Tok t) => throw new NotImplementedException(); }")]
    [InlineData("A.Lend", "abstract class C : A\n{\n    public override Res Lend(Res r) => throw new NotImplementedException();\n}", "abstract class C : A\n{\n    [return: Borrows]\n    public override Res Lend(Res r) => throw new NotImplementedException();\n}")]
    public Task Contract_IsTakenOver(string from, string before, string after) => Fixes.Apply(
        new TakeOverContractFix(), Types + before, Types + after, $"Take over the contract of '{from}'", Prelude.Source);

    /// <summary>The body needs what it has, a lambda or a property is no method, or the attribute stands among others.</summary>
    [Theory]
    [InlineData("class C : I { public int Look(Tok t) { t.Spend(); return 1; } }")]
    [InlineData("abstract class C : A { public override void Give([Borrows] Buf b) { } void M(Buf b) { Give(b); b.Free(); } }")]
    [InlineData("class C { TokLooker M() => Take; }")]
    public async Task Contract_Stays(string source) =>
        Assert.Empty(await Fixes.Offered(new TakeOverContractFix(), Types + source, Prelude.Source));

    [Fact]
    public Task Contracts_AreTakenOverEverywhere() => Fixes.ApplyAll(
        new TakeOverContractFix(),
        Types + "class C : I { public int Look(Tok t) => t.Id; }\nclass D : I { public int Look(Tok t) => 1; }\nclass E : I { public int Look(Tok t) { t.Spend(); return 1; } }\n",
        Types + "class C : I { public int Look([Borrows] Tok t) => t.Id; }\nclass D : I { public int Look([Borrows] Tok t) => 1; }\nclass E : I { public int Look(Tok t) { t.Spend(); return 1; } }\n",
        prelude: Prelude.Source);

    [Fact]
    public Task HalfTyped_NothingThrows()
    {
        var source = Types + "class C : A, I { public int Look(Tok t) => t.Id; public override bool Try(Tok t, int n) => true; [return: Borrows] public override Res Lend(Res r) => r; }";
        var halves = Enumerable.Range(0, source.Length / 13).Select(i => source[..(13 * i)]);
        return Fixes.Survives(new TakeOverContractFix(), halves, Prelude.Source, TestContext.Current.CancellationToken);
    }
}
