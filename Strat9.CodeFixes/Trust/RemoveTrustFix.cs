using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Strat9.Analyzers.Rules;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Trust;

/// <summary>STRAT5002: takes away a <c>[Trusted]</c> that hides nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveTrustFix))]
[Shared]
public sealed class RemoveTrustFix : CheckedFix
{
    private const string Title = "Remove [Trusted]";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.STRAT5002_HidesNothing.Id];

    private protected override Task<IReadOnlyList<Proposal>> Propose(Scene scene, Diagnostic diagnostic)
    {
        IReadOnlyList<Proposal> proposals = scene.NodeAt(diagnostic.Location)?.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute
            ? [new Proposal(Title, Title, scene.With(scene.Text.Without(attribute)))]
            : [];
        return Task.FromResult(proposals);
    }
}
