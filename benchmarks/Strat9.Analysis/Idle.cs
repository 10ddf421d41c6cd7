using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Verify;

namespace Strat9.Analysis;

/// <summary>
/// What a build pays that has nothing to check: ordinary code, compiled and emitted with analyzers and generators, against the same
/// without them. Rounds alternate and the least counts, since the machine may be shared.
/// </summary>
public static class Idle
{
    private static readonly MetadataReference Runtime = MetadataReference.CreateFromFile(typeof(MoveOnlyAttribute).Assembly.Location);

    /// <summary>Compiles <paramref name="classes"/> ordinary classes <paramref name="rounds"/> times each way and prints the times.</summary>
    public static void Run(int classes, int rounds)
    {
        var trees = Enumerable.Range(0, classes / 20).Select(i => CSharpSyntaxTree.ParseText(Write(i), TestCompilation.ParseOptions(LanguageVersion.CSharp14))).ToList();
        var ways = new (string Name, bool Referenced, string Extra, bool Generators, bool Analyzers)[]
        {
            ("an analyzer that does nothing", false, "", false, false),
            ("Strat9.Runtime not referenced", false, "", true, true),
            ("  of that the generators", false, "", true, false),
            ("referenced, one that does nothing", true, "", false, false),
            ("referenced, no type of its own", true, "", true, true),
            ("  of that the generators", true, "", true, false),
            ("one linear type, nobody uses it", true, "[Strat9.Linear] public struct Res { [Strat9.Consumes] public void Free() { } }", true, true),
        };
        var least = new double[ways.Length];
        Array.Fill(least, double.MaxValue);
        for (var round = 0; round < rounds + 1; round++)
        {
            for (var i = 0; i < ways.Length; i++)
            {
                var (_, referenced, extra, generators, analyzers) = ways[i];
                var elapsed = Build(trees, referenced, extra, generators, analyzers);

                // The first round warms up.
                least[i] = round == 0 ? least[i] : Math.Min(least[i], elapsed);
            }
        }

        Console.WriteLine($"{classes} classes, {trees.Sum(t => t.GetText().Lines.Count)} lines; milliseconds of processor time, the least of {rounds}");
        for (var i = 0; i < ways.Length; i++)
        {
            var against = least[ways[i].Referenced ? 3 : 0];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ways[i].Name,-36}{least[i],8:F0}{least[i] / against,8:F3}"));
        }
    }

    private static double Build(List<SyntaxTree> trees, bool referenced, string extra, bool generators, bool analyzers)
    {
        IEnumerable<MetadataReference> references = referenced ? [.. Net100.References.All, Runtime] : Net100.References.All;
        Compilation compilation = CSharpCompilation.Create(
            "Idle",
            extra.Length == 0 ? trees : [.. trees, CSharpSyntaxTree.ParseText(extra, TestCompilation.ParseOptions(LanguageVersion.CSharp14))],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        GC.Collect();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        if (generators)
        {
            (compilation, _) = TestCompilation.Generate(compilation);
        }

        var driver = compilation.WithAnalyzers(
            analyzers ? TestCompilation.Analyzers : [new NoAnalyzer()],
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), (e, a, _) => throw new InvalidOperationException(a.GetType().Name, e), concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        if (driver.GetAllDiagnosticsAsync().GetAwaiter().GetResult().FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new InvalidOperationException(error.ToString());
        }

        using var output = new MemoryStream();
        var result = compilation.Emit(output);
        return result.Success
            ? (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds
            : throw new InvalidOperationException(result.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error).ToString());
    }

    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class NoAnalyzer : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
            [new("IDLE", "Never reported", "Never reported", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        }
    }

    // A file of twenty classes: properties, loops, lambdas, strings, exceptions, generics, asynchronous methods.
    private static string Write(int file)
    {
        var text = new StringBuilder("using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading.Tasks;\n");
        for (var i = 0; i < 20; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"Order{file}_{i}");
            text.Append(
                $$"""
                public sealed class {{name}} : IDisposable, IComparable<{{name}}>
                {
                    private readonly Dictionary<string, List<int>> _lines = new();
                    private readonly Stream _log = new MemoryStream();
                    public int Id { get; init; }
                    public string? Customer { get; set; }
                    public event EventHandler? Changed;

                    public int Total(int tax)
                    {
                        var sum = 0;
                        foreach (var (key, values) in _lines)
                        {
                            for (var i = 0; i < values.Count; i++)
                            {
                                sum += key.Length > 3 ? values[i] * tax : values[i];
                            }
                        }

                        return sum switch { < 0 => 0, > 1000 when tax > 3 => 1000, _ => sum };
                    }

                    public bool TryAdd(string key, int value, out int count)
                    {
                        if (!_lines.TryGetValue(key, out var list))
                        {
                            _lines.Add(key, list = new List<int>());
                        }

                        list.Add(value);
                        count = list.Count;
                        Changed?.Invoke(this, EventArgs.Empty);
                        return count > 1 && value != 0;
                    }

                    public async Task<int> SaveAsync(TextWriter writer)
                    {
                        try
                        {
                            await writer.WriteLineAsync($"{Id}: {Customer ?? "nobody"}");
                            using var copy = new MemoryStream();
                            await _log.CopyToAsync(copy);
                            return (int)copy.Length;
                        }
                        catch (IOException e) when (e.Message.Length > 0)
                        {
                            return -1;
                        }
                        finally
                        {
                            await writer.FlushAsync();
                        }
                    }

                    public IEnumerable<string> Names(int least) =>
                        from pair in _lines where pair.Value.Count >= least orderby pair.Key select pair.Key + pair.Value.Sum(v => v + least);

                    public int CompareTo({{name}}? other) => other is null ? 1 : Id.CompareTo(other.Id);

                    public void Dispose() => _log.Dispose();
                }

                """);
        }

        return text.ToString();
    }
}
