using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Leaks;

/// <summary>Finds by trial at which exits a value is lost: where consuming it is right, and all of it together makes the report go.</summary>
internal sealed class Mending(Scene scene, Diagnostic leak, string value, ExitPoints exits)
{
    private const int MostTrials = 32;

    /// <summary>The exits where the consumer is needed; <see langword="null"/> where it does not help.</summary>
    public async Task<IReadOnlyList<ExitPoint>?> ExitsFor(Consumer consumer)
    {
        var kept = new List<ExitPoint>();
        foreach (var exit in exits.All().Take(MostTrials))
        {
            kept.Add(exit);
            switch (await Try(kept, consumer).ConfigureAwait(false))
            {
                case Outcome.Wrong:
                    kept.RemoveAt(kept.Count - 1);
                    break;
                case Outcome.Mended:
                    return await Needed(kept, consumer).ConfigureAwait(false);
            }
        }

        return null;
    }

    public Solution? Write(IEnumerable<ExitPoint> at, Consumer consumer)
    {
        var changes = at.Select(e => e.Write(consumer.Around(value) + ";")).OrderBy(c => c.Span.Start).ThenBy(c => c.Span.End).ToList();
        for (var i = 1; i < changes.Count; i++)
        {
            if (changes[i].Span.Start < changes[i - 1].Span.End)
            {
                return null;
            }
        }

        return scene.With(changes);
    }

    // An exit that another one made needless, or where nothing was lost, is left alone.
    private async Task<IReadOnlyList<ExitPoint>> Needed(List<ExitPoint> kept, Consumer consumer)
    {
        foreach (var exit in kept.ToList())
        {
            if (kept.Count > 1 && await Try(kept.Where(e => e != exit), consumer).ConfigureAwait(false) == Outcome.Mended)
            {
                kept.Remove(exit);
            }
        }

        return kept;
    }

    private async Task<Outcome> Try(IEnumerable<ExitPoint> at, Consumer consumer)
    {
        if (Write(at, consumer)?.GetDocument(scene.Document.Id) is not { } changed)
        {
            return Outcome.Wrong;
        }

        var before = await scene.Before(scene.Document).ConfigureAwait(false);
        var after = await Reports.Of(changed, scene.Cancel).ConfigureAwait(false);
        return after.HasMoreThan(before, Demand.NothingNew) ? Outcome.Wrong
            : after.CountOf(leak.Id) < before.CountOf(leak.Id) ? Outcome.Mended
            : Outcome.Harmless;
    }

    private enum Outcome
    {
        Wrong,
        Harmless,
        Mended,
    }
}
