namespace Strat9.Samples.Tour;

/// <summary>What the command line asks for.</summary>
internal enum Request
{
    Tour,
    Help,
    Explain,
    Wrong,
}

/// <summary>The command line.</summary>
/// <param name="Request">What it asks for.</param>
/// <param name="Text">The rule to explain, or what is wrong.</param>
internal readonly record struct Arguments(Request Request, string Text = "")
{
    public const string Usage =
        """
        A tour of Strat9: the errors of a broken driver, and a mended one at work.

        dotnet run --project samples/Tour                        the tour
        dotnet run --project samples/Tour -- --explain STRAT1001 the page of a rule
        dotnet run --project samples/Tour -- --help              this text

        Colours are used on a terminal, unless NO_COLOR is set.
        Exit codes: 0 all is well, 1 something is not, 2 wrong arguments.
        """;

    public static Arguments Parse(IReadOnlyList<string> arguments) => arguments switch
    {
        [] => new(Request.Tour),
        ["--help" or "-h"] => new(Request.Help),
        ["--explain", var rule] => new(Request.Explain, rule),
        ["--explain"] => new(Request.Wrong, "--explain needs the ID of a rule, as in '--explain STRAT1001'."),
        ["--help" or "-h", var extra, ..] => new(Request.Wrong, $"Unexpected argument '{extra}'."),
        ["--explain", _, var extra, ..] => new(Request.Wrong, $"Unexpected argument '{extra}'."),
        [var unknown, ..] => new(Request.Wrong, $"Unknown argument '{unknown}'."),
    };
}
