using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>STRAT2001 at an argument: a call that no overload accepts, and one would if a carrier came in another state.</summary>
internal static class UnfitArgument
{
    public static void CheckCall(StateScene scene, InvocationExpressionSyntax call)
    {
        var subject = MemberName.Of(call.Expression)?.Identifier.ValueText;
        Check(scene, $"'{subject ?? call.Expression.ToString()}'", Given(call.ArgumentList), Candidates(scene, call, call.Expression));
    }

    /// <summary>Constructors, indexers, elements of a collection initialiser.</summary>
    public static void CheckOther(StateScene scene, SyntaxNode node)
    {
        switch (node)
        {
            case BaseObjectCreationExpressionSyntax { ArgumentList: { } list } creation:
                Check(scene, NameOf(scene.Operation.Type), Given(list), Candidates(scene, creation, creation));
                break;
            case ConstructorInitializerSyntax { ArgumentList: { } list } initializer:
                Check(scene, "the constructor", Given(list), Candidates(scene, initializer, null));
                break;
            case PrimaryConstructorBaseTypeSyntax { ArgumentList: { } list } initializer:
                Check(scene, "the constructor", Given(list), Candidates(scene, initializer, null));
                break;
            case ElementAccessExpressionSyntax { ArgumentList: { } list } element:
                Check(scene, "the indexer", Given(list), Candidates(scene, element, null));
                break;
            case ElementBindingExpressionSyntax { ArgumentList: { } list } element:
                Check(scene, "the indexer", Given(list), Candidates(scene, element, null));
                break;
            case ExpressionSyntax { Parent: InitializerExpressionSyntax initializer } element
                when initializer.IsKind(SyntaxKind.CollectionInitializerExpression):
                Check(
                    scene,
                    "'Add'",
                    element is InitializerExpressionSyntax several
                        ? [.. several.Expressions.Select(e => new GivenArgument(e))]
                        : [new GivenArgument(element)],
                    scene.Model.GetCollectionInitializerSymbolInfo(element, scene.Cancel).CandidateSymbols);
                break;
        }
    }

    private static string NameOf(ITypeSymbol? type) => type is null ? "the constructor" : $"'{type.Name}'";

    private static ImmutableArray<GivenArgument> Given(BaseArgumentListSyntax list) =>
        [.. list.Arguments.Select(a => new GivenArgument(a.Expression, a.NameColon?.Name.Identifier.ValueText, a.RefKindKeyword.Kind()))];

    private static ImmutableArray<ISymbol> Candidates(StateScene scene, SyntaxNode call, ExpressionSyntax? group)
    {
        var symbols = group is null ? [] : scene.Model.GetMemberGroup(group, scene.Cancel);
        return symbols.IsEmpty ? scene.Model.GetSymbolInfo(call, scene.Cancel).CandidateSymbols : symbols;
    }

    private static void Check(StateScene scene, string subject, ImmutableArray<GivenArgument> given, ImmutableArray<ISymbol> candidates)
    {
        var carriers = given.Select(a => scene.CarrierOf(a.Expression)).ToImmutableArray();
        if (candidates.IsEmpty)
        {
            return;
        }

        var tried = candidates.Select(c => Attempt.Of(scene, c, given, carriers)).OfType<Attempt>().ToList();
        var best = tried.Where(a => a.OthersFit && a.IsRefused).ToList();
        if (best.Count == 0)
        {
            // Something else is wrong too. Where an overload takes every state as it is, that alone is.
            best = tried.All(a => a.IsRefused) ? tried : [];
        }

        if (best.Count == 0)
        {
            return;
        }

        var fewest = best.Min(a => a.RefusedCount);
        best.RemoveAll(a => a.RefusedCount != fewest);
        for (var i = 0; i < given.Length; i++)
        {
            if (best[0].Needed[i] is { } && carriers[i] is { } instance && scene.ProtocolOf(instance) is { } protocol)
            {
                var asking = best.Where(a => a.SameRefusals(best[0])).ToList();
                var needed = asking.Select(a => protocol.StateOf(a.Needed[i]?.State)).OfType<ProtocolState>().Distinct().ToImmutableArray();
                if (!needed.IsEmpty)
                {
                    new WrongState(scene, instance, protocol, StateScene.Show(given[i].Expression))
                    {
                        Value = asking.All(a => a.TakesValue[i]) ? given[i].Expression : null,
                    }.Report(given[i].Expression.GetLocation(), subject, needed);
                }
            }
            else if (best[0].Groups[i] is { } group)
            {
                UnfitMethodGroup.Report(scene, given[i].Expression, group);
            }
        }
    }
}
