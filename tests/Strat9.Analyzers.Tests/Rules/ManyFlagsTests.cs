using System.Text;

namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Flags keep paths apart only as long as somebody may ask them: a method may have any number of them one after another.</summary>
public class ManyFlagsTests
{
    private const int Many = 40;

    [Fact]
    public Task FlagsOneAfterAnother_DoNotTrigger() => Case.DoesNotTrigger(
        "flags",
        Method(i =>
            $$"""
            var b{{i}} = Buf.Make();
            bool sent{{i}} = false;
            if (c) { Take(b{{i}}); sent{{i}} = true; }
            if (!sent{{i}}) b{{i}}.Free();
            """));

    [Fact]
    public Task FlagsInFinally_DoNotTrigger() => Case.DoesNotTrigger(
        "finally",
        Method(i =>
            $$"""
            var b{{i}} = Buf.Make();
            bool done{{i}} = false;
            try { if (c) { done{{i}} = true; Take(b{{i}}); } }
            finally { if (!done{{i}}) b{{i}}.Free(); }
            """));

    [Fact]
    public Task NullsOneAfterAnother_DoNotTrigger() => Case.DoesNotTrigger(
        "nulls",
        Method(i =>
            $$"""
            Res? r{{i}} = null;
            if (c) r{{i}} = Res.Open("x");
            if (r{{i}} is not null) r{{i}}.Close();
            """));

    [Fact]
    public Task AFlagAskedTooEarly_IsReported() => Case.Reports(
        "STRAT1001",
        "early",
        Method(i =>
            $$"""
            var b{{i}} = Buf.Make();
            bool sent{{i}} = false;
            if (c) { Take(b{{i}}); sent{{i}} = true; }
            if (!sent{{i}}) b{{i}}.Free();
            """,
            "var {|STRAT1002:z|} = Buf.Make(); bool gone = false; if (c) { Take(z); gone = true; } if (gone) {|STRAT1001:z|}.Free();"));

    private static string Method(Func<int, string> part, string end = "")
    {
        var text = new StringBuilder("sealed class C\n{\n    void M(bool c)\n    {\n");
        for (var i = 0; i < Many; i++)
        {
            text.Append(part(i)).Append('\n');
        }

        return text.Append(end).Append("\n    }\n}\n").ToString();
    }
}
