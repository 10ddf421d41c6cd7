using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Strat9.CodeFixes.Checking;

/// <summary>Text as the user would write it: names as short as they can be, indentation and line ends as they are around.</summary>
internal static class Writing
{
    public static TextChange Insert(int position, string text) => new(new TextSpan(position, 0), text);

    /// <summary>The line end that the text uses.</summary>
    public static string LineEnd(this SourceText text)
    {
        foreach (var line in text.Lines)
        {
            if (line.EndIncludingLineBreak > line.End)
            {
                return text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak));
            }
        }

        return "\n";
    }

    /// <summary>The white space that the line of a position begins with.</summary>
    public static string IndentationAt(this SourceText text, int position)
    {
        var line = text.ToString(text.Lines.GetLineFromPosition(position).Span);
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    /// <summary>Whether only white space is before a position on its line.</summary>
    public static bool BeginsLine(this SourceText text, int position) =>
        string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(position).Start, position)));

    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>A type's name as it must be written at a position.</summary>
    public static string NameAt(this SemanticModel model, INamedTypeSymbol type, int position) => type.ToMinimalDisplayString(model, position);

    /// <summary>An attribute of ours as it must be written at a position, without brackets; <see langword="null"/> where it is not to be seen.</summary>
    public static string? AttributeAt(this SemanticModel model, string fullName, int position)
    {
        const string Suffix = "Attribute";
        if (model.Compilation.GetTypesByMetadataName(fullName).FirstOrDefault(t => model.Compilation.IsSymbolAccessibleWithin(t, model.Compilation.Assembly))
            is not { } type)
        {
            return null;
        }

        var name = model.NameAt(type, position);
        var brief = name.Substring(0, name.Length - Suffix.Length);
        return model.GetSpeculativeSymbolInfo(position, SyntaxFactory.Attribute(SyntaxFactory.ParseName(brief))) is { CandidateReason: not CandidateReason.NotAnAttributeType } info
            && (info.Symbol ?? info.CandidateSymbols.FirstOrDefault())?.ContainingType is { } found
            && SymbolEqualityComparer.Default.Equals(found, type)
                ? brief
                : name;
    }

    /// <summary>An expression that a member access may follow.</summary>
    public static string AsReceiver(ExpressionSyntax value) => value is
        SimpleNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax or
        ObjectCreationExpressionSyntax or ParenthesizedExpressionSyntax or ThisExpressionSyntax or PostfixUnaryExpressionSyntax
            ? value.ToString()
            : $"({value})";
}
