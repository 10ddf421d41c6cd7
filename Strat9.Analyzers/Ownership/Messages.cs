using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Strat9.Analyzers.Dataflow;

namespace Strat9.Analyzers.Ownership;

/// <summary>The words of the ownership rules: how it came about, and where.</summary>
internal static class Messages
{
    private const int ShortLength = 40;

    /// <summary>The token that names what a node declares.</summary>
    public static SyntaxToken Identifier(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier,
        SingleVariableDesignationSyntax single => single.Identifier,
        ParameterSyntax parameter => parameter.Identifier,
        ForEachStatementSyntax each => each.Identifier,
        CatchDeclarationSyntax @catch => @catch.Identifier,
        MethodDeclarationSyntax method => method.Identifier,
        LocalFunctionStatementSyntax local => local.Identifier,
        PropertyDeclarationSyntax property => property.Identifier,
        IndexerDeclarationSyntax indexer => indexer.ThisKeyword,
        ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax property } => property.Identifier,
        ArrowExpressionClauseSyntax { Parent: IndexerDeclarationSyntax indexer } => indexer.ThisKeyword,
        AccessorDeclarationSyntax accessor => accessor.Keyword,
        TypeDeclarationSyntax type => type.Identifier,
        _ => declaration.GetFirstToken(),
    };

    /// <summary>How a moved value got moved, seen from the use.</summary>
    public static string Came(Fact fact, SyntaxNode use)
    {
        if (fact.MovedAt is not { } moved)
        {
            return string.Empty;
        }

        var line = Line(moved.Syntax);
        if (moved.Start >= use.SpanStart && moved.Syntax.SyntaxTree == use.SyntaxTree)
        {
            return $" in an earlier pass of the loop ({moved.What}, line {line})";
        }

        var path = fact.May(Status.Owned) ? " on some path" : string.Empty;
        var @finally = moved.Syntax.FirstAncestorOrSelf<FinallyClauseSyntax>() is { } clause && !clause.Span.Contains(use.Span)
            ? " in a 'finally'"
            : string.Empty;
        return $"{path}{@finally} ({moved.What}, line {line})";
    }

    /// <summary>How a place got empty, seen from its declaration.</summary>
    public static string Left(Fact fact) => fact.MovedAt is { } moved ? $" ({moved.What}, line {Line(moved.Syntax)})" : string.Empty;

    /// <summary>Why a variable holds nothing: the call did not give it a value on this result.</summary>
    public static string NotGiven(Fact fact) =>
        fact.CameFrom is { } from ? $", or rather never given on this result ({from.What}, line {Line(from.Syntax)})" : ", or never given on this result";

    public static string CameFrom(Fact fact) => fact.CameFrom is { } from ? $" (from line {Line(from.Syntax)})" : string.Empty;

    public static string NotConsumed(in Departure departure) => departure.Kind switch
    {
        DepartureKind.Throw => "is not consumed when this exception is thrown",
        DepartureKind.Exception => "is not consumed when an exception is raised",
        _ => "is not consumed on every path to the end of its scope",
    };

    /// <summary>What is wrong with a container at the end of its scope.</summary>
    public static string NotEmptied(in Departure departure) => departure.Kind switch
    {
        DepartureKind.Throw => "may still hold linear values when this exception is thrown: take them out, or drain it",
        DepartureKind.Exception => "may still hold linear values when an exception is raised: take them out, or drain it",
        _ => "may still hold linear values at the end of its scope: take them out, or drain it",
    };

    /// <summary>The start of a node's text, for a message.</summary>
    public static string Short(SyntaxNode node)
    {
        var text = node.ToString();
        var end = text.IndexOf('\n');
        if (end < 0 && text.Length <= ShortLength)
        {
            return text;
        }

        end = end < 0 ? ShortLength : Math.Min(end, ShortLength);
        return text.Substring(0, end).TrimEnd() + "…";
    }

    /// <summary>An operator as its declaration writes it.</summary>
    public static string Operator(IMethodSymbol method) =>
        SyntaxFacts.GetOperatorKind(method.Name) is var kind && kind != SyntaxKind.None ? $"operator {SyntaxFacts.GetText(kind)}" : method.Name;

    public static string Line(SyntaxNode node) =>
        (node.GetLocation().GetLineSpan().StartLinePosition.Line + 1).ToString(CultureInfo.InvariantCulture);
}
