using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

public class STRAT3000Tests
{
    [Theory]
    [InlineData("Trace({|STRAT3000:new Buf(1)|});")]
    [InlineData("var b = new Buf(1); Trace({|STRAT3000:b|});")]
    [InlineData("var b = new Buf(1); Count({|STRAT3000:Length(b)|});")]
    [InlineData("var b = new Buf(1); Count({|STRAT3000:b.Resized(2).Length|}); b.Free();", true)]
    public async Task MoveInAConditionalCall_Reports(string body, bool andMore = false)
    {
        var found = andMore ? await Among(body) : await Check(body);

        Assert.Contains("vanishes in builds without its [Conditional] symbol", Assert.Single(found).GetMessage(null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var b = new Buf(1); Look(in b); Count(b.Length); b.Free();")]
    [InlineData("Debug.Assert(n > 0);")]
    [InlineData("Whole(new Buf(n));")]
    public Task NoMoveOrNotConditional_DoesNotTrigger(string body) => Check(body);

    private static async Task<ImmutableArray<Diagnostic>> Among(string body)
    {
        var (source, expected) = Markup.Parse(Frame(body));
        var (compilation, _) = TestCompilation.Generate(TestCompilation.Create([source, Verifier.Usings, Prelude.Source]));
        var found = (await TestCompilation.Analyze(compilation, cancel: TestContext.Current.CancellationToken)).Where(d => d.Id == "STRAT3000").ToImmutableArray();
        Assert.Equal(expected.Select(e => e.Span), found.Select(d => d.Location.SourceSpan));
        return found;
    }

    private static Task<ImmutableArray<Diagnostic>> Check(string body) => Verifier.Diagnostics(Frame(body), Prelude.Source);

    private static string Frame(string body) =>
        $$"""
        class C
        {
            [Conditional("DEBUG")] static void Trace(Buf buf) => buf.Free();
            [Conditional("DEBUG")] static void Look(in Buf buf) { }
            [Conditional("DEBUG")] static void Count(int n) { }
            static void Whole(Buf buf) => buf.Free();
            static int Length(Buf buf) { buf.Free(); return 0; }
            void M(int n) { {{body}} }
        }
        """;
}
