using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Strat9.Analyzers.Rules;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Trust;

/// <summary>STRAT5001: gives <c>[Trusted]</c> the sentence that is still to be written.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(JustifyTrustFix))]
[Shared]
public sealed class JustifyTrustFix : CheckedFix
{
    private const string Title = "Write a reason";
    private const string Reason = "\"say why this is right\"";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.STRAT5001_NoJustification.Id];

    private protected override Task<IReadOnlyList<Proposal>> Propose(Scene scene, Diagnostic diagnostic)
    {
        IReadOnlyList<Proposal> proposals = scene.NodeAt(diagnostic.Location)?.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute
            ? [new Proposal(Title, Title, scene.With(Change(attribute)))]
            : [];
        return Task.FromResult(proposals);
    }

    private static TextChange Change(AttributeSyntax attribute) => attribute.ArgumentList switch
    {
        null => Writing.Insert(attribute.Span.End, $"({Reason})"),
        { Arguments: [var empty, ..] } => new TextChange(empty.Expression.Span, Reason),
        var list => Writing.Insert(list.OpenParenToken.Span.End, Reason),
    };
}
