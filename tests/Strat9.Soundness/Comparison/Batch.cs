using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Strat9.Soundness.Language;
using Strat9.Soundness.Oracle;
using Strat9.Verify;

namespace Strat9.Soundness.Comparison;

/// <summary>What the analyzers say of one method; a method that does not compile is a fault of the generator.</summary>
internal sealed record Answer(ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<Diagnostic> Errors)
{
    public bool Accepts => Diagnostics.IsEmpty;
}

/// <summary>Analyses many methods in one compilation.</summary>
internal static class Batch
{
    private static readonly ImmutableArray<MetadataReference> References = [.. Net100.References.All, .. Libraries()];
    private static readonly SyntaxTree Usings = Parse(Prelude.Usings, "Usings.cs");

    public static string Source(IReadOnlyList<Method> methods)
    {
        var text = new StringBuilder("internal static class Programs\n{\n");
        for (var i = 0; i < methods.Count; i++)
        {
            text.Append(Printer.Print(methods[i], "M" + i.ToString(CultureInfo.InvariantCulture)));
        }

        return text.Append("}\n").ToString();
    }

    public static IReadOnlyList<Answer> Analyze(IReadOnlyList<Method> methods, PathMode mode, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var tree = Parse(Source(methods), "Programs.cs");
        var states = Parse(Prelude.StateSource(methods.SelectMany(Walk.StateTypes).Distinct().OrderBy(t => t.Name, StringComparer.Ordinal)), "States.cs");
        var compilation = CSharpCompilation.Create("Programs", [tree, states, Usings], References, Options());
        var crashes = new List<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], new FixedConfig(new Dictionary<string, string>
            {
                ["strat9_exception_paths"] = mode.ToString().ToLowerInvariant(),
            })),
            (e, a, _) => crashes.Add($"{a.GetType().Name}: {e}"),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        var found = compilation.WithAnalyzers(analyzers, options).GetAllDiagnosticsAsync(default).GetAwaiter().GetResult();
        if (crashes.Count > 0)
        {
            throw new InvalidOperationException("An analyzer crashed: " + crashes[0]);
        }

        var starts = Starts(tree, methods.Count);
        var diagnostics = new List<Diagnostic>[methods.Count];
        var errors = new List<Diagnostic>[methods.Count];
        foreach (var diagnostic in found)
        {
            var isOurs = diagnostic.Id.StartsWith("STRAT", StringComparison.Ordinal);
            if (!isOurs && diagnostic.Severity != DiagnosticSeverity.Error)
            {
                continue;
            }

            if (diagnostic.Location.SourceTree != tree)
            {
                throw new InvalidOperationException("Outside the programs: " + diagnostic);
            }

            var index = Array.BinarySearch(starts, diagnostic.Location.SourceSpan.Start);
            index = index < 0 ? Math.Max(0, ~index - 1) : index;
            ((isOurs ? diagnostics : errors)[index] ??= []).Add(diagnostic);
        }

        return [.. methods.Select((_, i) => new Answer([.. diagnostics[i] ?? []], [.. errors[i] ?? []]))];
    }

    private static int[] Starts(SyntaxTree tree, int count)
    {
        var members = ((Microsoft.CodeAnalysis.CSharp.Syntax.CompilationUnitSyntax)tree.GetRoot()).Members[0];
        var starts = ((Microsoft.CodeAnalysis.CSharp.Syntax.ClassDeclarationSyntax)members).Members.Select(m => m.FullSpan.Start).ToArray();
        return starts.Length == count
            ? starts
            : throw new InvalidOperationException("The programs do not parse:\n" + tree);
    }

    private static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(
        SourceText.From(source, Encoding.UTF8), TestCompilation.ParseOptions(LanguageVersion.CSharp14), path);

    private static CSharpCompilationOptions Options() =>
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    // The library is compiled once: only its contracts matter.
    private static IEnumerable<MetadataReference> Libraries()
    {
        var runtime = MetadataReference.CreateFromFile(typeof(MoveOnlyAttribute).Assembly.Location);
        var prelude = CSharpCompilation.Create("Fuzz", [Parse(Prelude.Source, "Fuzz.cs")], [.. Net100.References.All, runtime], Options());
        using var image = new MemoryStream();
        var result = prelude.Emit(image);
        return result.Success
            ? [runtime, MetadataReference.CreateFromImage(image.ToArray())]
            : throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
    }
}
