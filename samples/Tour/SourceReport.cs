using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Spectre.Console;

namespace Strat9.Samples.Tour;

/// <summary>Prints an error as rustc does: the message, the lines it speaks of with carets under the places, and the help.</summary>
internal static class SourceReport
{
    private const int HelpWidth = 100;

    private static readonly Style Red = new(Color.Red, decoration: Decoration.Bold);
    private static readonly Style Blue = new(Color.Blue, decoration: Decoration.Bold);
    private static readonly Style Bold = new(decoration: Decoration.Bold);

    public static string PathOf(Location location) => location.GetLineSpan().Path.Replace('\\', '/');

    public static int LineOf(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;

    public static void Write(Screen screen, Diagnostic error)
    {
        screen.Line(new Ink($"error[{error.Id}]", Red), new Ink(": " + error.GetMessage(CultureInfo.InvariantCulture), Bold));
        List<Label> labels = Labels.Of(error);
        int gutter = labels.Max(label => LineOf(label.At)).ToString(CultureInfo.InvariantCulture).Length;
        string margin = new(' ', gutter);

        // The error's own file first, then others the locations lead to.
        foreach (IGrouping<string, Label> file in labels.GroupBy(label => PathOf(label.At)))
        {
            Label first = file.First();
            LinePosition start = first.At.GetLineSpan().StartLinePosition;
            screen.Line(
                new Ink(margin + (first.IsPrimary ? "--> " : "::: "), Blue), new Ink($"{file.Key}:{start.Line + 1}:{start.Character + 1}"));
            screen.Line(margin + " |", Blue);
            WriteLines(screen, [.. file], gutter);
        }

        screen.Line(margin + " |", Blue);
        WriteHelp(screen, error, margin);
    }

    private static void WriteLines(Screen screen, List<Label> labels, int gutter)
    {
        if (labels[0].At.SourceTree is not { } tree)
        {
            return;
        }

        string margin = new(' ', gutter);
        TextLineCollection lines = tree.GetText().Lines;
        int? previous = null;
        foreach (IGrouping<int, Label> line in labels.GroupBy(label => LineOf(label.At)).OrderBy(line => line.Key))
        {
            if (previous is { } last && line.Key > last + 2)
            {
                screen.Line("...", Blue);
            }
            else if (previous is { } near && line.Key == near + 2)
            {
                WriteSource(screen, lines, line.Key - 1, gutter);
            }

            WriteSource(screen, lines, line.Key, gutter);
            foreach (Label label in line.OrderByDescending(label => label.IsPrimary).ThenBy(label => label.At.SourceSpan.Start))
            {
                Style style = label.IsPrimary ? Red : Blue;
                screen.Line(new Ink(margin + " | ", Blue), new Ink(Carets(lines[line.Key - 1], label), style));
            }

            previous = line.Key;
        }
    }

    private static void WriteSource(Screen screen, TextLineCollection lines, int number, int gutter) =>
        screen.Line(
            new Ink(number.ToString(CultureInfo.InvariantCulture).PadLeft(gutter) + " | ", Blue), new Ink(lines[number - 1].ToString()));

    /// <summary>The row below a line; of a place of several lines the part on the first.</summary>
    private static string Carets(TextLine line, Label label)
    {
        TextSpan span = label.At.SourceSpan;
        StringBuilder row = new();
        foreach (char c in line.ToString().AsSpan(0, span.Start - line.Start))
        {
            row.Append(c == '\t' ? '\t' : ' ');
        }

        int length = Math.Max(1, Math.Min(span.End, line.End) - span.Start);
        return row.Append(label.IsPrimary ? '^' : '-', length).Append(' ').Append(label.Text).ToString().TrimEnd();
    }

    private static void WriteHelp(Screen screen, Diagnostic error, string margin)
    {
        string description = error.Descriptor.Description.ToString(CultureInfo.InvariantCulture);
        string lead = "= help: ";
        foreach (string line in Wrap(description))
        {
            screen.Line(new Ink($"{margin} {lead}", Blue), new Ink(line));
            lead = new string(' ', lead.Length);
        }

        // The compiler's own errors have no page here.
        if (error.Id.StartsWith("STRAT", StringComparison.Ordinal))
        {
            string page = RulePages.PathOf(error.Id);
            string see = Resources.Read(page) is null ? error.Descriptor.HelpLinkUri : $"{page} (or --explain {error.Id})";
            screen.Line(new Ink($"{margin} = see:  ", Blue), new Ink(see));
        }
    }

    private static IEnumerable<string> Wrap(string text)
    {
        StringBuilder line = new();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > HelpWidth)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : string.Empty).Append(word);
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }
}
