using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Strat9.Analyzers.Rules;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.States;

/// <summary>
/// STRAT2005: writes an arm or section for each case or state that a <c>switch</c> misses. What is to be done there the user says; until
/// then it throws, and the rules may remind of the values that are lost by that.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MissingArmsFix))]
[Shared]
public sealed class MissingArmsFix : CheckedFix
{
    private const string Title = "Write what is missing";
    private const string CaseHolder = "Case";
    private const string Step = "    ";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.STRAT2005_MissedCase.Id];

    private protected override Task<IReadOnlyList<Proposal>> Propose(Scene scene, Diagnostic diagnostic)
    {
        var changes = scene.NodeAt(diagnostic.Location)?.AncestorsAndSelf().FirstOrDefault(n => n is SwitchStatementSyntax or SwitchExpressionSyntax) switch
        {
            SwitchStatementSyntax statement => Sections(scene, statement, Patterns(scene, statement.Expression, diagnostic)),
            SwitchExpressionSyntax expression => Arms(scene, expression, Patterns(scene, expression.GoverningExpression, diagnostic)),
            _ => [],
        };
        return Task.FromResult<IReadOnlyList<Proposal>>(
            changes.Count > 0 ? [new Proposal(Title, Title, scene.With(changes)) { Demand = Demand.Compiles }] : []);
    }

    // A member of the enum that is switched over, or a case type of the union; for a tuple one of each part.
    private static List<string> Patterns(Scene scene, ExpressionSyntax governing, Diagnostic diagnostic)
    {
        if (!diagnostic.Properties.TryGetValue(MissedCase.MissingProperty, out var missing) || missing is not { Length: > 0 }
            || scene.Model.GetTypeInfo(governing, scene.Cancel).Type is not INamedTypeSymbol type)
        {
            return [];
        }

        List<string> patterns = [];
        foreach (var names in missing.Split(',').Select(m => m.Split(MissedCase.PartSeparator)))
        {
            var types = type.IsTupleType ? [.. type.TupleElements.Select(e => e.Type)] : ImmutableArray.Create<ITypeSymbol>(type);
            var parts = types.Length == names.Length ? names.Select((n, i) => Pattern(scene, governing, types[i], n)).OfType<string>().ToList() : [];
            if (parts.Count != types.Length)
            {
                return [];
            }

            patterns.Add(type.IsTupleType ? $"({string.Join(", ", parts)})" : parts[0]);
        }

        return patterns;
    }

    private static string? Pattern(Scene scene, ExpressionSyntax governing, ITypeSymbol type, string name)
    {
        if (name == "_" || type.SpecialType == SpecialType.System_Boolean)
        {
            return name;
        }

        var holder = type.TypeKind == TypeKind.Enum ? (INamedTypeSymbol)type : type.GetTypeMembers(CaseHolder).FirstOrDefault(t => t.IsStatic);
        return holder is null ? null : $"{scene.Model.NameAt(holder, governing.SpanStart)}.{Writing.Escape(name)}";
    }

    private static List<TextChange> Sections(Scene scene, SwitchStatementSyntax @switch, List<string> patterns)
    {
        if (Throw(scene, @switch.SpanStart) is not { } body || @switch.CloseBraceToken.IsMissing)
        {
            return [];
        }

        var (text, brace) = (scene.Text, @switch.CloseBraceToken.SpanStart);
        if (!text.BeginsLine(brace))
        {
            return [.. patterns.Select(p => Writing.Insert(brace, $"case {p}: {body}; "))];
        }

        var indentation = @switch.Sections.LastOrDefault() is { } last && text.BeginsLine(last.SpanStart)
            ? text.IndentationAt(last.SpanStart)
            : text.IndentationAt(brace) + Step;
        var (start, end) = (text.Lines.GetLineFromPosition(brace).Start, text.LineEnd());
        return [.. patterns.Select(p => Writing.Insert(start, $"{indentation}case {p}:{end}{indentation}{Step}{body};{end}"))];
    }

    private static List<TextChange> Arms(Scene scene, SwitchExpressionSyntax @switch, List<string> patterns)
    {
        if (patterns.Count == 0 || Throw(scene, @switch.SpanStart) is not { } body || @switch.CloseBraceToken.IsMissing)
        {
            return [];
        }

        // After the last comma, or with one where there is none.
        var (text, arms) = (scene.Text, @switch.Arms);
        var hasComma = arms.Count > 0 && arms.SeparatorCount == arms.Count;
        var at = hasComma ? arms.GetSeparator(arms.Count - 1).Span.End : arms.Count > 0 ? arms.Last().Span.End : @switch.OpenBraceToken.Span.End;
        var isTall = text.BeginsLine(@switch.CloseBraceToken.SpanStart);
        var indentation = !isTall ? " "
            : text.LineEnd() + (arms.LastOrDefault() is { } last && text.BeginsLine(last.SpanStart)
                ? text.IndentationAt(last.SpanStart)
                : text.IndentationAt(@switch.CloseBraceToken.SpanStart) + Step);
        var written = string.Join(",", patterns.Select(p => $"{indentation}{p} => {body}"));
        return [Writing.Insert(at, (arms.Count > 0 && !hasComma ? "," : string.Empty) + written + (hasComma || (isTall && arms.Count == 0) ? "," : string.Empty))];
    }

    private static string? Throw(Scene scene, int position) =>
        scene.Model.Compilation.GetTypeByMetadataName("System.NotImplementedException") is { } type
            ? $"throw new {scene.Model.NameAt(type, position)}()"
            : null;
}
