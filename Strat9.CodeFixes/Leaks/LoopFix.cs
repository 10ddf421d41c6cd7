using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Strat9.Analyzers.Rules;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Leaks;

/// <summary>STRAT1001 in a loop: a value that each pass moves is moved once, behind the loop, or in its last pass.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LoopFix))]
[Shared]
public sealed class LoopFix : CheckedFix
{
    private const string Hoist = "Move it behind the loop";
    private const string Leave = "Leave the loop after it";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.STRAT1001_UseAfterMove.Id];

    private protected override Task<IReadOnlyList<Proposal>> Propose(Scene scene, Diagnostic diagnostic)
    {
        var proposals = new List<Proposal>();
        if (diagnostic.AdditionalLocations.FirstOrDefault() is { } moved && scene.NodeAt(moved) is { } node
            && moved.SourceSpan.Start >= diagnostic.Location.SourceSpan.Start
            && node.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Parent: BlockSyntax body } statement
            && body.Parent is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
        {
            var loop = (StatementSyntax)body.Parent;
            if (loop.Parent is BlockSyntax && scene.Text.BeginsLine(loop.SpanStart))
            {
                var behind = scene.Text.LineEnd() + scene.Text.IndentationAt(loop.SpanStart) + statement;
                proposals.Add(new Proposal(Hoist, Hoist, scene.With(LineOf(statement, scene.Text), Writing.Insert(loop.Span.End, behind))));
            }

            var separator = scene.Text.BeginsLine(statement.SpanStart)
                ? scene.Text.LineEnd() + scene.Text.IndentationAt(statement.SpanStart)
                : " ";
            proposals.Add(new Proposal(Leave, Leave, scene.With(Writing.Insert(statement.Span.End, separator + "break;"))));
        }

        return Task.FromResult<IReadOnlyList<Proposal>>(proposals);
    }

    // The statement with its line, where nothing else is on it.
    private static TextChange LineOf(StatementSyntax statement, SourceText text)
    {
        var line = text.Lines.GetLineFromPosition(statement.Span.End);
        var isAlone = text.BeginsLine(statement.SpanStart)
            && string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(statement.Span.End, line.End)));
        return isAlone
            ? new TextChange(TextSpan.FromBounds(text.Lines.GetLineFromPosition(statement.SpanStart).Start, line.EndIncludingLineBreak), string.Empty)
            : new TextChange(statement.Span, string.Empty);
    }
}
