using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT0008: a type used as a carrier's state that is none of it. A marker belongs to the carriers whose transitions use it, so one
/// transition is enough to make it a state; but where that leaves it a dead end here, while it has its place in another protocol, it was
/// taken for another.
/// </summary>
internal static class ForeignState
{
    /// <summary>A carrier's type argument, anywhere.</summary>
    public static void CheckUse(SyntaxNodeAnalysisContext context, ProtocolModel model)
    {
        var name = (GenericNameSyntax)context.Node;
        if (!model.Protocols.Any(p => p.Carrier is not null && p.Type.Name == name.Identifier.ValueText) ||
            name.IsPartOfStructuredTrivia() ||
            GeneratedSource.IsOurs(name.SyntaxTree) ||
            context.SemanticModel.GetSymbolInfo(name, context.CancellationToken).Symbol is not INamedTypeSymbol type ||
            model.Of(type) is not { Carrier: { } carrier } protocol ||
            carrier.StateOf(type) is not { } state ||
            carrier.StateIndex >= name.TypeArgumentList.Arguments.Count)
        {
            return;
        }

        var reason = Reason(state, protocol, model) ??
            (IsInTransition(name, context) && IsStray(state, protocol, model) ? StrayReason(state, protocol, model) : null);
        if (reason is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.STRAT0008_ForeignState,
                name.TypeArgumentList.Arguments[carrier.StateIndex].GetLocation(),
                Show(state),
                protocol.Type.Name,
                reason));
        }
    }

    /// <summary>
    /// The <c>typeof</c>s in <c>[Requires]</c> and <c>[Ensures]</c> of a carrier's member, which the compiler lets be any type.
    /// </summary>
    public static void CheckContract(SymbolAnalysisContext context, ProtocolModel model)
    {
        if (context.Symbol.ContainingType is not { } type || model.Of(type) is not { Carrier: not null } protocol)
        {
            return;
        }

        foreach (var attribute in context.Symbol.FindAll(KnownNames.Requires).Concat(context.Symbol.FindAll(KnownNames.Ensures)))
        {
            if (attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken) is not AttributeSyntax
                {
                    ArgumentList: { } list,
                })
            {
                continue;
            }

            var states = attribute.Constants().ToList();
            var written = list.DescendantNodes().OfType<TypeOfExpressionSyntax>().ToList();
            for (var i = 0; i < states.Count && states.Count == written.Count; i++)
            {
                if (states[i] is { Kind: TypedConstantKind.Type, Value: ITypeSymbol state } && Reason(state, protocol, model) is { } reason)
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        Descriptors.STRAT0008_ForeignState, written[i].Type.GetLocation(), Show(state), protocol.Type.Name, reason));
                }
            }
        }
    }

    /// <summary>Whether a marker, of several protocols, is a dead end or out of reach in this one and has its place in another.</summary>
    public static bool IsStray(ITypeSymbol marker, Protocol protocol, ProtocolModel model) =>
        protocol.StateOf(marker) is { } state && !Fits(state, protocol) &&
        model.With(marker).Any(other => other != protocol && other.StateOf(marker) is { } there && Fits(there, other));

    private static bool Fits(ProtocolState state, Protocol protocol) =>
        (state.IsInitial || protocol.LeadingTo(state).Any(t => t.Kind == TransitionKind.Entry || t.From.Any(s => s != state))) &&
        (state.IsFinal || protocol.Leaving(state).Any(t => t.Kind == TransitionKind.End || t.Targets(state).Any(s => s != state)));

    private static string StrayReason(ITypeSymbol state, Protocol protocol, ProtocolModel model)
    {
        var home = model.With(state).First(p => p != protocol);
        return $"it belongs to '{home.Type.Name}', and here nothing else " +
            (protocol.Leaving(protocol.StateOf(state)!).Any() ? "leads to it" : "leads out of it");
    }

    private static string? Reason(ITypeSymbol state, Protocol protocol, ProtocolModel model)
    {
        if (state is ITypeParameterSymbol || state.TypeKind == TypeKind.Error)
        {
            return null;
        }

        if (!state.Has(KnownNames.State) || state.TypeKind != TypeKind.Struct)
        {
            return "it is not a struct marked [State]";
        }

        if (!state.ContainingAssembly.SameAs(protocol.Type.ContainingAssembly))
        {
            return $"it is declared in assembly '{state.ContainingAssembly.Name}'; a carrier's states are declared in its own";
        }

        if (protocol.StateOf(state) is not null)
        {
            return null;
        }

        // Used by no transition at all: that is STRAT0004, at the marker.
        var homes = model.With(state).Select(p => $"'{p.Type.Name}'").ToList();
        return homes.Count == 0 ? null : $"it belongs to {string.Join(" and ", homes)}, and no transition here uses it";
    }

    private static bool IsInTransition(GenericNameSyntax name, SyntaxNodeAnalysisContext context)
    {
        for (SyntaxNode? node = name; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case BlockSyntax or ArrowExpressionClauseSyntax or AttributeListSyntax:
                    return false;
                case MethodDeclarationSyntax method:
                    return context.SemanticModel.GetDeclaredSymbol(method, context.CancellationToken) is { } symbol &&
                        TransitionSignature.IsMarked(symbol) && symbol.PartialDefinitionPart is null;
                // An extension block; its node has another name in each version of the compiler.
                case ParameterListSyntax { Parent: TypeDeclarationSyntax block }:
                    return block.Members.OfType<MethodDeclarationSyntax>().Any(m =>
                        context.SemanticModel.GetDeclaredSymbol(m, context.CancellationToken) is { IsStatic: false } member &&
                        TransitionSignature.IsMarked(member));
            }
        }

        return false;
    }

    private static string Show(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
