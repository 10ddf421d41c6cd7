using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Strat9.Samples.Tour;

namespace Strat9.Samples.Tests;

/// <summary>The printed form of one error.</summary>
public class SourceReportTests
{
    private static readonly DiagnosticDescriptor Rule = new(
        "STRAT1001", "Title", "'{0}' is wrong", "Category", DiagnosticSeverity.Error, true, "Do it right.", "https://example.org/page");

    [Fact]
    public void Places_FarApart_AreJoinedByDots() => Check(
        """
        var x = Make();
        Take([2:x]);
        One();
        Two();
        Use([1:x]);
        """,
        """
        error[STRAT1001]: 'x' is wrong
         --> a.cs:5:5
          |
        2 | Take(x);
          |      - moved here
        ...
        5 | Use(x);
          |     ^ used here
          |
          = help: Do it right.
        """);

    [Fact]
    public void Places_OneLineApart_ShowThatLine() => Check(
        """
        Take([2:x]);
        One();
        Use([1:x]);
        """,
        """
        error[STRAT1001]: 'x' is wrong
         --> a.cs:3:5
          |
        1 | Take(x);
          |      - moved here
        2 | One();
        3 | Use(x);
          |     ^ used here
          |
          = help: Do it right.
        """);

    [Fact]
    public void OnePlace_NamedTwice_HasOneRow() => Check(
        "while (true) Take([1:x]);",
        """
        error[STRAT1001]: 'x' is wrong
         --> a.cs:1:19
          |
        1 | while (true) Take(x);
          |                   ^ used here, and moved here
          |
          = help: Do it right.
        """,
        secondIsFirst: true);

    [Fact]
    public void Tabs_StayTabs_AndManyLines_AreCutAtTheFirst() => Check(
        "\tUse([1:x +\n\t\ty]);",
        """
        error[STRAT1001]: 'x' is wrong
         --> a.cs:1:6
          |
        1 | →Use(x +
          | →    ^^^ used here
          |
          = help: Do it right.
        """.Replace('→', '\t'));

    private static void Check(string marked, string expected, bool secondIsFirst = false)
    {
        Dictionary<char, TextSpan> spans = [];
        string source = marked;
        for (int open = source.IndexOf('['); open >= 0; open = source.IndexOf('['))
        {
            int close = source.IndexOf(']', open);
            spans.Add(source[open + 1], new TextSpan(open, close - open - 3));
            source = source.Remove(close, 1).Remove(open, 3);
        }

        SyntaxTree tree = CSharpSyntaxTree.ParseText(SourceText.From(source), path: "a.cs");
        Location first = tree.GetLocation(spans['1']);
        Location[] others = secondIsFirst ? [first] : spans.ContainsKey('2') ? [tree.GetLocation(spans['2'])] : [];
        StringWriter output = new() { NewLine = "\n" };
        SourceReport.Write(Screen.Plain(output), Diagnostic.Create(Rule, first, others, "x"));
        string text = output.ToString().ReplaceLineEndings("\n");
        Assert.StartsWith(expected.ReplaceLineEndings("\n") + "\n", text);
    }
}
