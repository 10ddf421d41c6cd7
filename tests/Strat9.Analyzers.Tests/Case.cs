using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests;

/// <summary>
/// Tables of small cases that share a frame. A table is one raw string; <c>## name</c> begins a case, the lines up to the next one are its
/// body. Places are marked as in <see cref="Markup"/>.
/// </summary>
/// <remarks>
/// Where the specification says where a rule points (<see cref="Exact"/>), the mark must fit to the character. Elsewhere, and for a mark
/// that begins with <c>~</c>, it is enough that the report overlaps the mark.
/// </remarks>
internal static partial class Case
{
    /// <summary>Rules that point at a name: their marks must fit to the character, and their messages tell the name.</summary>
    private static readonly ImmutableHashSet<string> Exact = ["STRAT1001", "STRAT1002", "STRAT3002"];

    /// <summary>Each body becomes <c>void M(bool c, bool d, int n, string s) { … }</c>, an <c>async Task</c> where it awaits.</summary>
    public static TheoryData<string, string> Bodies(string table) => Table(table, body =>
        $$"""
        sealed class C
        {
            {{(Awaits().IsMatch(body) ? "async Task" : "void")}} M(bool c, bool d, int n, string s)
            {
        {{body}}
            }
        }
        """);

    /// <summary>Each body becomes the members of a <c>sealed class C</c>.</summary>
    public static TheoryData<string, string> Members(string table) => Table(table, body => $"sealed class C\n{{\n{body}\n}}");

    /// <summary>Each body is a source of its own.</summary>
    public static TheoryData<string, string> Sources(string table) => Table(table, body => body);

    /// <summary>Each body takes the place of the <c>$</c> in <paramref name="frame"/>.</summary>
    public static TheoryData<string, string> In(string frame, string table) =>
        Table(table, body => frame.Replace("$", body, StringComparison.Ordinal));

    /// <summary>Exactly the marked places are reported, and one of them by rule <paramref name="id"/>.</summary>
    public static Task Reports(string id, string name, string source)
    {
        Assert.Contains("|" + id, source.Replace("|~", "|", StringComparison.Ordinal), StringComparison.Ordinal);
        return Check(name, source);
    }

    /// <summary>Nothing is reported.</summary>
    public static Task DoesNotTrigger(string name, string source, IReadOnlyDictionary<string, string>? config = null)
    {
        Assert.DoesNotContain("{|", source, StringComparison.Ordinal);
        return Check(name, source, config);
    }

    /// <summary>Exactly the marked places of the source are reported; the prelude has a test of its own.</summary>
    public static async Task Check(
        string name,
        string marked,
        IReadOnlyDictionary<string, string>? config = null,
        LanguageVersion version = LanguageVersion.CSharp14,
        OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        var (source, expected) = Markup.Parse(marked);
        var (compilation, _) = TestCompilation.Generate(TestCompilation.Create([source, Verifier.Usings, Prelude.Source], version, kind));
        var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error);
        var reported = await TestCompilation.Analyze(compilation, config is null ? null : new FixedConfig(config));
        List<Diagnostic> surplus =
        [
            .. errors,
            .. reported.Where(d => d.Location.SourceTree?.FilePath == "Test.cs").OrderBy(d => d.Location.SourceSpan.Start),
        ];
        var missing = expected.ToList();
        var messages = new StringBuilder();
        Match(Fits);
        Match(Overlaps);
        foreach (var m in missing)
        {
            messages.AppendLine($"missing   {m.Id} at {Show(m.Span.Start, m.Span.End)}");
        }

        foreach (var d in surplus)
        {
            messages.AppendLine($"surplus   {d.Id} at {Show(d.Location.SourceSpan.Start, d.Location.SourceSpan.End)}: {d.GetMessage(null)}");
        }

        Assert.True(messages.Length == 0, $"{name}\n{messages}\n{source}");

        void Match(Func<Expected, Diagnostic, bool> fits)
        {
            foreach (var d in surplus.ToArray())
            {
                var i = missing.FindIndex(e => fits(e, d));
                if (i >= 0)
                {
                    CheckMessage(missing[i], d);
                    missing.RemoveAt(i);
                    surplus.Remove(d);
                }
            }
        }

        void CheckMessage(Expected e, Diagnostic d)
        {
            var text = source[e.Span.Start..e.Span.End];
            var atName = Exact.Contains(e.Id) && (e.Span.End == source.Length || source[e.Span.End] != '(');
            if (atName && !d.GetMessage(null).Contains(text, StringComparison.Ordinal))
            {
                messages.AppendLine($"message   {e.Id} does not name '{text}': {d.GetMessage(null)}");
            }
        }

        string Show(int start, int end) => end > source.Length
            ? "another file"
            : $"line {source.AsSpan(0, start).Count('\n') + 1} «{source[start..Math.Min(end, start + 60)].ReplaceLineEndings("⏎")}»";
    }

    private static bool Fits(Expected expected, Diagnostic found) =>
        expected.Id.TrimStart('~') == found.Id && expected.Span == found.Location.SourceSpan;

    private static bool Overlaps(Expected expected, Diagnostic found) =>
        !Exact.Contains(expected.Id) && expected.Id.TrimStart('~') == found.Id && expected.Span.OverlapsWith(found.Location.SourceSpan);

    private static TheoryData<string, string> Table(string table, Func<string, string> frame)
    {
        var data = new TheoryData<string, string>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in ("\n" + table.ReplaceLineEndings("\n")).Split("\n## ").Skip(1))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            Assert.True(end > 0 && names.Add(part[..end]), $"A case needs a name of its own and a body: {part}");
            data.Add(part[..end], frame(part[(end + 1)..].Trim('\n')));
        }

        return data;
    }

    [GeneratedRegex(@"\bawait\b")]
    private static partial Regex Awaits();
}
