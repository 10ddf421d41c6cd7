using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Strat9.Samples.Tour;

/// <summary>The first half: compiles the broken driver as a build would, with Strat9's analyzers, and shows its errors.</summary>
internal static class BrokenBuild
{
    private const string Folder = "samples/BrokenDriver/";

    // What ImplicitUsings gives a project.
    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>Shows every error.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="TourException">They are not those the source announces.</exception>
    public static async Task<int> Show(Screen screen)
    {
        (string Path, string Text)[] sources = [.. Resources.Paths(Folder).Select(path => (path, Resources.Read(path)!))];
        List<Diagnostic> errors = await Errors(sources);
        foreach (Diagnostic error in errors)
        {
            SourceReport.Write(screen, error);
            screen.Line();
        }

        string difference = Announced.Difference(
            sources.SelectMany(source => Announced.In(source.Path, source.Text)),
            errors.Select(error => new ErrorAt(SourceReport.PathOf(error.Location), SourceReport.LineOf(error.Location), error.Id)));
        return difference.Length == 0 && errors.Count > 0
            ? errors.Count
            : throw new TourException($"The broken driver's errors are not those its comments announce.{Environment.NewLine}{difference}");
    }

    /// <summary>Compiles sources and gives the errors, the compiler's and ours, in the order of the files.</summary>
    public static async Task<List<Diagnostic>> Errors(IEnumerable<(string Path, string Text)> sources)
    {
        CSharpParseOptions parse = new(LanguageVersion.CSharp14);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "BrokenDriver",
            sources.Append(("ImplicitUsings.cs", Usings))
                .Select(source => CSharpSyntaxTree.ParseText(SourceText.From(source.Item2, Encoding.UTF8), parse, source.Item1)),
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        IEnumerable<ISourceGenerator> generators = Instances<IIncrementalGenerator>("Strat9.Generators").Select(g => g.AsSourceGenerator());
        CSharpGeneratorDriver.Create(generators, parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        Exception? crash = null;
        CompilationWithAnalyzers analysis = generated.WithAnalyzers(
            [.. Instances<DiagnosticAnalyzer>("Strat9.Analyzers")],
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]),
                onAnalyzerException: (exception, _, _) => Interlocked.CompareExchange(ref crash, exception, null),
                concurrentAnalysis: true,
                logAnalyzerExecutionTime: false));
        ImmutableArray<Diagnostic> all = await analysis.GetAllDiagnosticsAsync();
        return crash is null
            ? [.. all.Where(d => d.Severity == DiagnosticSeverity.Error)
                .OrderBy(d => SourceReport.PathOf(d.Location), StringComparer.Ordinal)
                .ThenBy(d => d.Location.SourceSpan.Start)
                .ThenBy(d => d.Id, StringComparer.Ordinal)]
            : throw new InvalidOperationException("An analyzer crashed.", crash);
    }

    // The assemblies this process runs on are what the driver is compiled against.
    private static IEnumerable<MetadataReference> References() =>
        from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        let name = Path.GetFileName(path)
        where name.StartsWith("System.", StringComparison.Ordinal) || name is "Strat9.Runtime.dll" or "netstandard.dll" or "mscorlib.dll"
        select MetadataReference.CreateFromFile(path);

    private static IEnumerable<T> Instances<T>(string assembly) =>
        from type in Assembly.Load(assembly).GetTypes()
        where !type.IsAbstract && typeof(T).IsAssignableFrom(type)
        orderby type.FullName
        select (T)Activator.CreateInstance(type, nonPublic: true)!;
}
