using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Strat9.Verify;

/// <summary>Runs all analyzers, generators and code fixes over sources that need not make sense: nothing may throw, or hang.</summary>
/// <remarks>
/// Many sources share a compilation, each in a namespace of its own: to start a compilation costs more than to analyse a source.
/// </remarks>
public static class Survival
{
    private const int Together = 24;
    private const int ActionsOfABatch = 40;
    private const int FixedOfABatch = 12;
    private static readonly TimeSpan LimitOfABatch = TimeSpan.FromSeconds(60);

    private static readonly ImmutableArray<CodeFixProvider> Fixes =
    [
        .. System.Reflection.Assembly.Load("Strat9.CodeFixes").GetTypes()
            .Where(t => !t.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(t))
            .OrderBy(t => t.FullName, StringComparer.Ordinal)
            .Select(t => (CodeFixProvider)Activator.CreateInstance(t)!),
    ];

    /// <summary>
    /// How long each test is asked to go on: <c>STRAT9_MUTANTS=all</c>, until there is no mutant left, or a number of seconds. Otherwise
    /// tests take a sample that is always the same.
    /// </summary>
    private static readonly TimeSpan? Asked = Environment.GetEnvironmentVariable("STRAT9_MUTANTS") switch
    {
        "all" => TimeSpan.MaxValue,
        { } text when int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var seconds) => TimeSpan.FromSeconds(seconds),
        _ => null,
    };

    /// <summary>Whether a test that otherwise takes a sample is asked for everything.</summary>
    internal static bool IsWhole => Asked is not null;

    /// <summary>Tries mutants of some sources until they, or the time, have come to an end.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="prelude">A file that they use.</param>
    /// <param name="sample">How many mutants, chosen by a fixed seed; where <c>STRAT9_MUTANTS</c> is set, all.</param>
    /// <param name="limit">When to stop, unless <c>STRAT9_MUTANTS</c> says another time.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>How many mutants were tried, and what went wrong with which.</returns>
    public static async Task<(int Tried, ImmutableArray<string> Failures)> Of(
        IReadOnlyList<string> sources, string prelude, int sample, TimeSpan limit, CancellationToken cancel)
    {
        var mutants = sources.SelectMany(Mutants.Of).ToArray();
        new Random(9).Shuffle(mutants);
        var batches = mutants.Take(Asked is null ? sample : mutants.Length).Chunk(Together);
        var failures = new List<string>();
        var tried = 0;
        var watch = Stopwatch.StartNew();
        using var workspace = new AdhocWorkspace();
        var empty = Empty(workspace, prelude);
        await Parallel.ForEachAsync(batches, cancel, async (batch, _) =>
        {
            if (watch.Elapsed > (Asked ?? limit))
            {
                return;
            }

            Interlocked.Add(ref tried, batch.Length);
            if (await FailureOf(empty, batch, cancel) is null)
            {
                return;
            }

            foreach (var mutant in batch)
            {
                if (await FailureOf(empty, [mutant], cancel) is { } failure)
                {
                    lock (failures)
                    {
                        failures.Add($"{mutant.Edit}: {failure}\n{mutant.Source}");
                    }
                }
            }
        });
        return (tried, [.. failures]);
    }

    private static async Task<string?> FailureOf(Project empty, Mutant[] batch, CancellationToken cancel)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(LimitOfABatch);
        try
        {
            var project = empty;
            for (var i = 0; i < batch.Length; i++)
            {
                project = project.AddDocument($"Mutant{i}.cs", $"namespace Mutant{i};\n{batch[i].Source}").Project;
            }

            var compilation = (await project.GetCompilationAsync(limited.Token))!;
            var (generated, result) = TestCompilation.Generate(compilation);
            if (result.Results.FirstOrDefault(r => r.Exception is not null).Exception is { } crash)
            {
                return $"a generator crashed: {crash}";
            }

            var found = await TestCompilation.Analyze(generated, cancel: limited.Token);
            await Fix(project, found, cancel);
            return null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"not done after {LimitOfABatch.TotalSeconds} s";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return e.ToString();
        }
    }

    // Every fix that is offered is made. A fix tries itself out first, so an ordinary run asks for a few of a batch only; each has the time
    // that a batch has.
    private static async Task Fix(Project project, ImmutableArray<Diagnostic> found, CancellationToken cancel)
    {
        var left = ActionsOfABatch;
        var step = Asked is null ? Math.Max(1, found.Length / FixedOfABatch) : 1;
        foreach (var diagnostic in found.Where((_, i) => i % step == 0))
        {
            if (project.GetDocument(diagnostic.Location.SourceTree) is not { } document)
            {
                continue;
            }

            foreach (var fix in Fixes.Where(f => f.FixableDiagnosticIds.Contains(diagnostic.Id)))
            {
                var actions = new List<CodeAction>();
                using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                limited.CancelAfter(LimitOfABatch);
                await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), limited.Token));
                foreach (var action in actions)
                {
                    if (left-- > 0 || Asked is not null)
                    {
                        await action.GetOperationsAsync(cancel);
                    }
                }
            }
        }
    }

    private static Project Empty(AdhocWorkspace workspace, string prelude)
    {
        var model = TestCompilation.Create([]);
        return workspace.AddProject("Test", LanguageNames.CSharp)
            .WithParseOptions(TestCompilation.ParseOptions(Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp14))
            .WithCompilationOptions(model.Options)
            .WithMetadataReferences(model.References)
            .AddDocument("Usings.cs", Verifier.Usings).Project
            .AddDocument("Prelude.cs", prelude).Project;
    }
}
