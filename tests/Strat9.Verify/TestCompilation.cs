using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Strat9.Verify;

/// <summary>Compiles test sources against .NET 10 and Strat9.Runtime, with this repository's own generators and analyzers.</summary>
public static class TestCompilation
{
    private static readonly MetadataReference Runtime = MetadataReference.CreateFromFile(typeof(MoveOnlyAttribute).Assembly.Location);

    /// <summary>All analyzers of Strat9.Analyzers, found by reflection so that a new one cannot be forgotten.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. Instances<DiagnosticAnalyzer>("Strat9.Analyzers"),
    ];

    /// <summary>All incremental generators of Strat9.Generators.</summary>
    public static ImmutableArray<IIncrementalGenerator> Generators { get; } =
    [
        .. Instances<IIncrementalGenerator>("Strat9.Generators"),
    ];

    public static CSharpParseOptions ParseOptions(LanguageVersion version) =>
        new(version, DocumentationMode.Parse, SourceCodeKind.Regular);

    public static CSharpCompilation Create(
        IEnumerable<string> sources,
        LanguageVersion version = LanguageVersion.CSharp14,
        OutputKind kind = OutputKind.DynamicallyLinkedLibrary,
        string assemblyName = "Test",
        IEnumerable<MetadataReference>? references = null) =>
        CSharpCompilation.Create(
            assemblyName,
            sources.Select((s, i) => CSharpSyntaxTree.ParseText(
                SourceText.From(s, System.Text.Encoding.UTF8), ParseOptions(version), i == 0 ? "Test.cs" : $"Test{i}.cs")),
            references ?? [.. Net100.References.All, Runtime],
            new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));

    /// <summary>The compilation with all generated sources added; generator diagnostics are returned too.</summary>
    public static (Compilation Compilation, GeneratorDriverRunResult Result) Generate(Compilation compilation)
    {
        var options = (CSharpParseOptions)compilation.SyntaxTrees.First().Options;
        var driver = CSharpGeneratorDriver.Create(Generators.Select(g => g.AsSourceGenerator()), parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var updated, out _);
        return (updated, driver.GetRunResult());
    }

    public static async Task<ImmutableArray<Diagnostic>> Analyze(
        Compilation compilation,
        AnalyzerConfigOptionsProvider? options = null,
        IEnumerable<DiagnosticAnalyzer>? analyzers = null,
        CancellationToken cancel = default)
    {
        var crashes = new List<string>();
        var withAnalyzers = compilation.WithAnalyzers(
            analyzers is null ? Analyzers : [.. analyzers],
            new CompilationWithAnalyzersOptions(
                options is null ? new AnalyzerOptions([]) : new AnalyzerOptions([], options),
                onAnalyzerException: (e, a, d) =>
                {
                    lock (crashes)
                    {
                        crashes.Add($"{a.GetType().Name}: {e}");
                    }
                },
                concurrentAnalysis: false,
                logAnalyzerExecutionTime: false));
        var found = await withAnalyzers.GetAnalyzerDiagnosticsAsync(cancel);
        return crashes.Count == 0
            ? found
            : throw new InvalidOperationException("An analyzer crashed (AD0001): " + string.Join("\n", crashes));
    }

    private static IEnumerable<T> Instances<T>(string assembly) =>
        System.Reflection.Assembly.Load(assembly).GetTypes()
            .Where(t => !t.IsAbstract && typeof(T).IsAssignableFrom(t))
            .OrderBy(t => t.FullName, StringComparer.Ordinal)
            .Select(t => (T)Activator.CreateInstance(t, nonPublic: true)!);
}
