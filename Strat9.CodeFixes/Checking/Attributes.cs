using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Strat9.CodeFixes.Checking;

/// <summary>Writes attributes and takes them away.</summary>
internal static class Attributes
{
    /// <summary>Takes an attribute away: with its list, and its line, where nothing else is there.</summary>
    public static TextChange Without(this SourceText text, AttributeSyntax attribute)
    {
        if (attribute.Parent is not AttributeListSyntax list)
        {
            return new TextChange(attribute.Span, string.Empty);
        }

        var index = list.Attributes.IndexOf(attribute);
        if (list.Attributes.Count > 1)
        {
            // Its comma goes with it: the one before, for the last; the one after, for the others.
            return index == list.Attributes.Count - 1
                ? new TextChange(TextSpan.FromBounds(list.Attributes[index - 1].Span.End, attribute.Span.End), string.Empty)
                : new TextChange(TextSpan.FromBounds(attribute.SpanStart, list.Attributes[index + 1].SpanStart), string.Empty);
        }

        return text.Without(list);
    }

    /// <summary>Takes a list of attributes away, with its line where nothing else is there.</summary>
    public static TextChange Without(this SourceText text, AttributeListSyntax list)
    {
        // Up to what follows, but a comment there stays.
        var end = list.Span.End;
        foreach (var trivia in list.GetLastToken().TrailingTrivia.Where(t => t.SpanStart >= list.Span.End))
        {
            if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                return new TextChange(list.Span, string.Empty);
            }

            end = trivia.Span.End;
        }

        var line = text.Lines.GetLineFromPosition(list.SpanStart);
        return text.BeginsLine(list.SpanStart) && end >= line.EndIncludingLineBreak
            ? new TextChange(TextSpan.FromBounds(line.Start, end), string.Empty)
            : new TextChange(TextSpan.FromBounds(list.SpanStart, end), string.Empty);
    }

    /// <summary>Writes an attribute on a line of its own before a declaration, or on the line where it begins in the middle of one.</summary>
    public static TextChange WithAttribute(this SourceText text, MemberDeclarationSyntax declaration, string attribute)
    {
        var at = declaration.SpanStart;
        return Writing.Insert(
            at, text.BeginsLine(at) ? $"[{attribute}]{text.LineEnd()}{text.IndentationAt(at)}" : $"[{attribute}] ");
    }

    /// <summary>The attribute as it is written on a declaration, if it is.</summary>
    public static AttributeSyntax? Find(this SyntaxList<AttributeListSyntax> lists, SemanticModel model, string fullName, CancellationToken cancel) =>
        lists.SelectMany(l => l.Attributes).FirstOrDefault(a =>
            model.GetSymbolInfo(a, cancel).Symbol?.ContainingType is { } type
            && Strat9.Analyzers.Contracts.SymbolNames.Is(type, fullName));
}
