using Strat9.Analyzers.Contracts;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Protocols and unions of any size are followed: nothing depends on how many states fit into a word.</summary>
public class ManyStatesTests
{
    private static readonly string Long =
        $$"""
        public enum S { [State(Initial = true)] S0, {{string.Concat(Enumerable.Range(1, 198).Select(i => $"[State] S{i}, "))}}[State(Final = true)] S199 }

        [Typestate(typeof(S))]
        public sealed class Long
        {
            {{string.Concat(Enumerable.Range(0, 199).Select(i => $"[Transition(S.S{i}, S.S{i + 1})] public void To{i + 1}() {{ }}\n    "))}}
            [Ensures(S.S62, When = true), Ensures(S.S150, When = false)] public bool Jump() => throw new NotSupportedException();
            [Tests] public S State => throw new NotSupportedException();
        }

        """;

    private static readonly string Steps = string.Concat(Enumerable.Range(1, 198).Select(i => $"x.To{i}(); "));

    [Fact]
    public Task EveryStep_IsFollowed() => Verifier.Diagnostics(
        Long +
        $$"""
        sealed class C
        {
            void Right() { var x = new Long(); {{Steps}} x.To199(); }
            void Branch() { var x = new Long(); if (!x.Jump()) { {{Range(151, 199)}} } else { {{Range(63, 199)}} } }
        }
        """);

    [Fact]
    public async Task WrongSteps_AreReported()
    {
        var found = await Verifier.Diagnostics(
            Long +
            $$"""
            sealed class C
            {
                void Leaks() { var {|STRAT1002:x|} = new Long(); {{Steps}} }
                void Twice() { var x = new Long(); {{Steps}} {|STRAT2002:x.To198()|}; x.To199(); }
                void Mixed() { var x = new Long(); x.Jump(); {|STRAT2002:x.To151()|}; {{Range(152, 199)}} }
                void Switch([Borrows] Long x) { {|STRAT2005:switch (x.State)|} { case not S.S70: break; } }
            }
            """);

        Assert.Contains(found, d => d.GetMessage(null) == "'To198' needs 'S197'; 'x' is 'S198' here");
        Assert.Contains(found, d => d.GetMessage(null) == "'To151' needs 'S150'; 'x' is 'S62' or 'S150' here");
        Assert.Contains(found, d => d.GetMessage(null).EndsWith("misses the possible state 'S70'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UnionOfManyCases_IsLinearUntilTheLastIsRuledOut()
    {
        var union = "[TaggedUnion] public readonly partial struct Wide { public static partial Wide Held(Token token); " +
            string.Concat(Enumerable.Range(0, 80).Select(i => $"public static partial Wide C{i}(); ")) + "}\n" +
            "[Linear] public sealed class Token { [Consumes] public void End() { } }\n";

        await Verifier.Diagnostics(
            union +
            """
            sealed class C
            {
                void Right(Wide w) { if (w.IsHeld(out var t)) t.End(); }
                void Wrong(Wide {|STRAT1002:w|}) { if (w.IsC70()) return; }
            }
            """);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(200)]
    public void Sets_HaveNoLimit(int number)
    {
        var one = StateSet.Of(number);
        var all = StateSet.Below(number + 1);

        Assert.True(one.IsSingle);
        Assert.True(one.Contains(number));
        Assert.False(one.Contains(number + 1));
        Assert.True(one.IsSubsetOf(all));
        Assert.Equal(number == 0, all.IsSubsetOf(one));
        Assert.Equal(StateSet.Below(number), all & ~one);
        Assert.Equal(all, StateSet.Below(number) | one);
        Assert.True((all & StateSet.Mark).IsEmpty);
        Assert.False((all | StateSet.Mark).IsSubsetOf(all));
        Assert.False((one | StateSet.Mark).IsSingle);
        Assert.Equal(one, ~~one);
        Assert.True(all.IsSubsetOf(StateSet.Everything));
        Assert.True(StateSet.Mark.IsSubsetOf(StateSet.Everything));
        Assert.Equal(one.GetHashCode(), (all & one).GetHashCode());
    }

    private static string Range(int first, int last) => string.Concat(Enumerable.Range(first, last - first + 1).Select(i => $"x.To{i}(); "));
}
