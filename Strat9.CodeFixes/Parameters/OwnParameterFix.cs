using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Rules;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Parameters;

/// <summary>STRAT1005: a parameter that its method consumes owns its value from now on, if no caller still needs it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OwnParameterFix))]
[Shared]
public sealed class OwnParameterFix : CheckedFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.STRAT1005_ConsumedThroughBorrow.Id];

    private protected override async Task<IReadOnlyList<Proposal>> Propose(Scene scene, Diagnostic diagnostic)
    {
        if (scene.NodeAt(diagnostic.Location) is not { } node
            || scene.Model.GetSymbolInfo(node is ArgumentSyntax argument ? argument.Expression : node, scene.Cancel).Symbol is not IParameterSymbol parameter
            || await ParameterFamily.Of(scene, parameter).ConfigureAwait(false) is not { } family)
        {
            return [];
        }

        var title = $"Let '{parameter.ContainingSymbol.Name}' own '{parameter.Name}'";
        return await family.Change(title, nameof(OwnParameterFix), (model, text, p) => Owning(model, text, p, scene.Cancel)).ConfigureAwait(false) is { } proposal
            ? [proposal]
            : [];
    }

    private static TextChange? Owning(SemanticModel model, SourceText text, ParameterSyntax parameter, CancellationToken cancel)
    {
        if (parameter.AttributeLists.Find(model, KnownNames.Borrows, cancel) is { } borrows)
        {
            return text.Without(borrows);
        }

        var keyword = parameter.Modifiers.FirstOrDefault(m => m.IsKind(SyntaxKind.InKeyword));
        return keyword.IsKind(SyntaxKind.InKeyword)
            ? new TextChange(TextSpan.FromBounds(keyword.SpanStart, keyword.GetNextToken().SpanStart), string.Empty)
            : null;
    }
}
