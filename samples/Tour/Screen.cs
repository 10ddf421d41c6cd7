using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Strat9.Samples.Tour;

/// <summary>A piece of a line.</summary>
internal readonly record struct Ink(string Text, Style? Style = null);

/// <summary>
/// The terminal, or the file or pipe that stands in for it: that gets plain text without escape codes. So does a terminal where
/// NO_COLOR is set.
/// </summary>
internal sealed class Screen
{
    private const int PlainWidth = 120;

    private readonly IAnsiConsole _console;

    private Screen(IAnsiConsole console, bool isPlain)
    {
        _console = console;
        IsPlain = isPlain;
    }

    /// <summary>Whether only ASCII and no colours are drawn.</summary>
    public bool IsPlain { get; }

    /// <summary>The screen of this process.</summary>
    public static Screen Open()
    {
        bool plain = Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        if (!plain)
        {
            Console.OutputEncoding = Encoding.UTF8;
        }

        return new Screen(Create(plain, Console.Out), plain);
    }

    /// <summary>A plain screen over a writer.</summary>
    public static Screen Plain(TextWriter output) => new(Create(plain: true, output), isPlain: true);

    public void Title(string title)
    {
        Line();
        Line(title, new Style(Color.Aqua, decoration: Decoration.Bold));
        Line(new string('=', title.Length), new Style(Color.Aqua));
        Line();
    }

    public void Line(string text = "", Style? style = null) => Line([new Ink(text, style)]);

    /// <summary>A line that is never wrapped: carets must stay under what they point at.</summary>
    public void Line(params IReadOnlyList<Ink> inks) => _console.Write(new Unwrapped(inks));

    public void Write(IRenderable drawing) => _console.Write(drawing);

    private static IAnsiConsole Create(bool plain, TextWriter output)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
            // Build servers would switch escape codes on again.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        if (plain)
        {
            // Not the terminal's: a file has none.
            console.Profile.Width = PlainWidth;
        }

        return console;
    }

    private sealed class Unwrapped(IReadOnlyList<Ink> inks) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            [.. inks.Select(ink => new Segment(ink.Text, ink.Style ?? Style.Plain)), Segment.LineBreak];
    }
}
