using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Strat9.Verify;

/// <summary>Runs the analyzers over a marked-up source and compares what they report with the markup, to the character.</summary>
public static class Verifier
{
    /// <summary>The usings every test source starts with, as global usings, so that sources stay short.</summary>
    public const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Strat9;
        """;

    /// <summary>
    /// Checks that exactly the marked Strat9 diagnostics are reported, and that the source otherwise compiles (compiler errors must be
    /// marked too, as <c>{|CS0246:…|}</c>; unmarked ones fail the test unless <paramref name="ignoreCompilerErrors"/>).
    /// </summary>
    public static async Task<ImmutableArray<Diagnostic>> Diagnostics(
        string marked,
        string? prelude = null,
        LanguageVersion version = LanguageVersion.CSharp14,
        OutputKind kind = OutputKind.DynamicallyLinkedLibrary,
        bool ignoreCompilerErrors = false,
        IReadOnlyDictionary<string, string>? config = null)
    {
        var (source, expected) = Markup.Parse(marked);
        string[] sources = prelude is null ? [source, Usings] : [source, Usings, prelude];
        var (compilation, generated) = TestCompilation.Generate(TestCompilation.Create(sources, version, kind));
        if (generated.Results.FirstOrDefault(r => r.Exception is not null) is { Exception: { } crash })
        {
            throw new InvalidOperationException("A generator crashed.", crash);
        }

        var options = config is null ? null : new FixedConfig(config);
        var found = (await TestCompilation.Analyze(compilation, options)).Where(d => !d.IsSuppressed).ToList();
        if (!ignoreCompilerErrors)
        {
            found.AddRange(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        }

        Compare(source, expected, found);
        return [.. found.OrderBy(d => d.Location.SourceSpan.Start)];
    }

    private static void Compare(string source, ImmutableArray<Expected> expected, List<Diagnostic> found)
    {
        var actual = found.Select(d => new Expected(d.Id, InTestFile(d) ? d.Location.SourceSpan : default)).ToList();
        var missing = expected.ToList();
        var surplus = new List<int>();
        for (var i = 0; i < actual.Count; i++)
        {
            if (!missing.Remove(actual[i]))
            {
                surplus.Add(i);
            }
        }

        if (missing.Count == 0 && surplus.Count == 0)
        {
            return;
        }

        var message = new StringBuilder();
        foreach (var m in missing)
        {
            message.AppendLine($"missing   {m.Id} at {Show(source, m)}");
        }

        foreach (var s in surplus)
        {
            message.AppendLine(
                $"surplus   {found[s].Id} at {(InTestFile(found[s]) ? Show(source, actual[s]) : found[s].Location.ToString())}: {found[s].GetMessage(null)}");
        }

        throw new VerifyException(message + "\n" + source);
    }

    private static bool InTestFile(Diagnostic d) => d.Location.SourceTree?.FilePath == "Test.cs";

    private static string Show(string source, Expected e)
    {
        var line = source.AsSpan(0, Math.Min(e.Span.Start, source.Length)).Count('\n') + 1;
        return $"line {line} «{source.Substring(e.Span.Start, Math.Min(e.Span.Length, 60)).ReplaceLineEndings("⏎")}»";
    }
}

/// <summary>The reported diagnostics differ from the marked ones.</summary>
public sealed class VerifyException(string message) : Exception(message);
