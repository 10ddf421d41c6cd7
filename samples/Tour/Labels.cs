using Microsoft.CodeAnalysis;

namespace Strat9.Samples.Tour;

/// <summary>A place in a source, and what is said of it.</summary>
internal readonly record struct Label(Location At, string Text, bool IsPrimary);

/// <summary>The words at the carets. Where a rule says in its message what happened, its locations say where.</summary>
internal static class Labels
{
    private const string Exit = "a path ends here";

    /// <summary>The error's own location and the others it names, each place once.</summary>
    public static List<Label> Of(Diagnostic error)
    {
        List<Label> labels = [new(error.Location, Primary(error.Id), IsPrimary: true)];
        for (int i = 0; i < error.AdditionalLocations.Count; i++)
        {
            Location at = error.AdditionalLocations[i];
            string text = Secondary(error.Id, i, isLast: i == error.AdditionalLocations.Count - 1);
            int same = labels.FindIndex(label => label.At == at);
            if (same < 0)
            {
                labels.Add(new(at, text, IsPrimary: false));
            }
            else
            {
                labels[same] = labels[same] with { Text = $"{labels[same].Text}, and {text}" };
            }
        }

        return labels;
    }

    private static string Primary(string id) => id switch
    {
        "STRAT1001" => "used here",
        "STRAT1002" => "owned by this",
        "STRAT1003" => "overwritten here",
        "STRAT1004" => "discarded here",
        "STRAT1005" => "only borrowed",
        "STRAT1006" => "left without a value",
        "STRAT2001" => "not in this state",
        "STRAT3005" => "forged here",
        _ => string.Empty,
    };

    private static string Secondary(string id, int index, bool isLast) => id switch
    {
        "STRAT1001" => "moved here",
        "STRAT1002" => isLast ? Exit : "the value comes from here",
        "STRAT1003" => "the value lost comes from here",
        "STRAT1005" => "borrowed here",
        "STRAT1006" => index == 0 && !isLast ? "moved here" : Exit,
        _ => "see also",
    };
}
