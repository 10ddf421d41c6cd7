using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Leaks;

/// <summary>A place in a body where a statement can be written that is the last to see a variable.</summary>
internal abstract class ExitPoint(SourceText text)
{
    /// <summary>One step of indentation; a line that is indented by tabs gets one more of them.</summary>
    private const string Step = "    ";

    protected SourceText Text { get; } = text;

    protected string LineEnd { get; } = text.LineEnd();

    public abstract TextChange Write(string statement);

    protected static string Deeper(string indentation) =>
        indentation.EndsWith("\t", StringComparison.Ordinal) ? indentation + "\t" : indentation + Step;

    /// <summary>Before the closing brace of a block.</summary>
    internal sealed class End(BlockSyntax block, SourceText text) : ExitPoint(text)
    {
        public override TextChange Write(string statement)
        {
            var brace = block.CloseBraceToken;
            if (!Text.BeginsLine(brace.SpanStart))
            {
                var space = brace.SpanStart > 0 && char.IsWhiteSpace(Text[brace.SpanStart - 1]) ? string.Empty : " ";
                return Writing.Insert(brace.SpanStart, $"{space}{statement} ");
            }

            var indentation = block.Statements.LastOrDefault() is { } last && Text.BeginsLine(last.SpanStart)
                ? Text.IndentationAt(last.SpanStart)
                : Deeper(Text.IndentationAt(brace.SpanStart));
            return Writing.Insert(Text.Lines.GetLineFromPosition(brace.SpanStart).Start, indentation + statement + LineEnd);
        }
    }

    /// <summary>Before a statement that leaves. What a returned expression reads of the variable is read first.</summary>
    internal sealed class Jump(StatementSyntax jump, string? name, SourceText text) : ExitPoint(text)
    {
        public override TextChange Write(string statement)
        {
            var leaving = jump.ToString();
            if (name is not null && jump is ReturnStatementSyntax { Expression: { } returned })
            {
                statement = $"var {name} = {returned};\n{statement}";
                leaving = $"return {name};";
            }

            var isEmbedded = jump.Parent is not (BlockSyntax or SwitchSectionSyntax);
            var indentation = Text.IndentationAt(jump.SpanStart);
            if (!Text.BeginsLine(jump.SpanStart))
            {
                var line = $"{statement.Replace("\n", " ")} {leaving}";
                return new TextChange(jump.Span, isEmbedded ? $"{{ {line} }}" : line);
            }

            var lines = $"{statement.Replace("\n", LineEnd + indentation)}{LineEnd}{indentation}{leaving}";
            if (!isEmbedded)
            {
                return new TextChange(jump.Span, lines);
            }

            var outer = Text.IndentationAt(jump.Parent!.SpanStart);
            return new TextChange(
                TextSpan.FromBounds(Text.Lines.GetLineFromPosition(jump.SpanStart).Start, jump.Span.End),
                $"{outer}{{{LineEnd}{indentation}{lines}{LineEnd}{outer}}}");
        }
    }

    /// <summary>The other branch of an <c>if</c> that has none.</summary>
    internal sealed class Else(IfStatementSyntax test, SourceText text) : ExitPoint(text)
    {
        public override TextChange Write(string statement)
        {
            if (!Text.BeginsLine(test.SpanStart))
            {
                return Writing.Insert(test.Span.End, $" else {{ {statement} }}");
            }

            var outer = LineEnd + Text.IndentationAt(test.SpanStart);
            return Writing.Insert(test.Span.End, $"{outer}else{outer}{{{Deeper(outer)}{statement}{outer}}}");
        }
    }

    /// <summary>A body that is an expression becomes a block.</summary>
    internal sealed class Arrow(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon, bool returns, string? name, SourceText text) : ExitPoint(text)
    {
        public override TextChange Write(string statement)
        {
            var outer = LineEnd + Text.IndentationAt(arrow.Parent!.SpanStart);
            var inner = Deeper(outer);
            var body = !returns ? $"{inner}{arrow.Expression};{inner}{statement}"
                : name is not null ? $"{inner}var {name} = {arrow.Expression};{inner}{statement}{inner}return {name};"
                : $"{inner}{statement}{inner}return {arrow.Expression};";
            var start = arrow.GetFirstToken().GetPreviousToken().Span.End;
            return new TextChange(TextSpan.FromBounds(start, semicolon.Span.End), $"{outer}{{{body}{outer}}}");
        }
    }
}
