using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Verify;

namespace Strat9.Analysis;

/// <summary>What analysing one source cost.</summary>
/// <param name="Compile">The compiler alone, with flow analysis: what a build pays anyway.</param>
/// <param name="Analyze">The analyzers, after that.</param>
/// <param name="Reported">The IDs that were reported, each once.</param>
/// <param name="TooLarge">Whether a body went over the budget.</param>
/// <param name="CompilerErrors">Errors of the compiler.</param>
/// <param name="Crash">The first exception of an analyzer or generator.</param>
public sealed record Measured(
    TimeSpan Compile,
    TimeSpan Analyze,
    ImmutableArray<string> Reported,
    bool TooLarge,
    ImmutableArray<string> CompilerErrors,
    string? Crash)
{
    private const int LargeStack = 256 << 20;

    /// <summary>Compiles and analyses a source.</summary>
    /// <remarks>
    /// The compiler alone gets a large stack: the question is what the analyzers make of what it accepted. They run on threads of the pool,
    /// whose stacks are as large as <c>DOTNET_DefaultStackSize</c> says.
    /// </remarks>
    /// <param name="source">The source.</param>
    /// <param name="cancel">Stops it.</param>
    public static Measured Of(string source, CancellationToken cancel = default)
    {
        var (compilation, compile, errors) = OnLargeStack(() =>
        {
            var (compilation, generated) = TestCompilation.Generate(TestCompilation.Create([source, Shapes.Prelude]));
            if (generated.Results.FirstOrDefault(r => r.Exception is not null).Exception is { } crash)
            {
                throw crash;
            }

            var watch = Stopwatch.StartNew();
            var errors = compilation.GetDiagnostics(cancel).Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
            return (compilation, watch.Elapsed, errors);
        });
        return Run(compilation, cancel) with
        {
            Compile = compile,
            CompilerErrors = [.. errors.Select(e => e.ToString()).Take(3)],
        };
    }

    private static T OnLargeStack<T>(Func<T> function)
    {
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = function();
                }
                catch (Exception e)
                {
                    failure = e;
                }
            },
            LargeStack);
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw new InvalidOperationException(failure.Message, failure);
    }

    private static Measured Run(Compilation compilation, CancellationToken cancel)
    {
        string? crash = null;
        var driver = compilation.WithAnalyzers(
            TestCompilation.Analyzers,
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]),
                (e, a, _) => crash ??= $"{a.GetType().Name}: {e}",
                concurrentAnalysis: false,
                logAnalyzerExecutionTime: false));
        var watch = Stopwatch.StartNew();
        var found = driver.GetAnalyzerDiagnosticsAsync(cancel).GetAwaiter().GetResult();
        var elapsed = watch.Elapsed;
        return new Measured(
            default,
            elapsed,
            [.. found.Where(d => d.Location.SourceTree?.FilePath == "Test.cs").Select(d => d.Id).Distinct().Order(StringComparer.Ordinal)],
            found.Any(d => d.Id == "STRAT3000" && d.GetMessage(null).Contains("more paths", StringComparison.Ordinal)),
            [],
            crash);
    }
}
