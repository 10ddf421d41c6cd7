using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Strat9.Verify;

/// <summary>A source with one edit.</summary>
/// <param name="Edit">What was done to it.</param>
/// <param name="Source">What it became.</param>
public readonly record struct Mutant(string Edit, string Source);

/// <summary>What a source is at some moment of being edited: cut off, a token short, two tokens in the wrong order, a line twice.</summary>
public static class Mutants
{
    /// <summary>Every single edit of a source.</summary>
    public static IEnumerable<Mutant> Of(string source)
    {
        var root = CSharpSyntaxTree.ParseText(source, TestCompilation.ParseOptions(LanguageVersion.CSharp14)).GetRoot();
        var tokens = root.DescendantTokens().Where(t => t.Span.Length > 0).ToList();
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            yield return new Mutant($"cut after '{token}'", source[..token.Span.End]);
            yield return new Mutant($"without '{token}'", source.Remove(token.SpanStart, token.Span.Length));
            if (i > 0)
            {
                yield return Swap(source, tokens[i - 1], token);
            }

            // Another one, far away: a fixed choice for each place.
            var other = tokens[(int)((uint)(i * 2654435761u) % (uint)tokens.Count)];
            if (other.Span.End <= token.SpanStart)
            {
                yield return Swap(source, other, token);
                yield return new Mutant($"'{other}' for '{token}'", source.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, other.Text));
            }
        }

        foreach (var node in root.DescendantNodes())
        {
            if (node is StatementSyntax or MemberDeclarationSyntax or ArgumentSyntax or AttributeListSyntax or ParameterSyntax)
            {
                var separator = node is ArgumentSyntax or ParameterSyntax ? ", " : " ";
                yield return new Mutant($"twice '{FirstLine(node)}'", source.Insert(node.Span.End, separator + node));
                yield return new Mutant($"without '{FirstLine(node)}'", source.Remove(node.SpanStart, node.Span.Length));
            }
        }
    }

    private static Mutant Swap(string source, SyntaxToken first, SyntaxToken second) => new(
        $"'{first}' and '{second}' swapped",
        source[..first.SpanStart] + second.Text + source[first.Span.End..second.SpanStart] + first.Text + source[second.Span.End..]);

    private static string FirstLine(SyntaxNode node) => node.ToString().Split('\n')[0].Trim();
}
