using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT2001 at a name that the compiler does not find on a carrier. After such an error there are no candidates: whether the name is
/// something in another state is asked anew, of the compiler for what is in scope and of the protocol for the rest.
/// </summary>
internal static class UnavailableMember
{
    /// <returns>Whether the expression is such a name.</returns>
    public static bool Check(StateScene scene, ExpressionSyntax access)
    {
        if (MemberName.Of(access) is not { Identifier: { IsMissing: false, ValueText: { Length: > 0 } text } } name ||
            MemberName.ReceiverOf(access) is not { } receiver ||
            scene.CarrierOf(receiver) is not { } instance ||
            scene.ProtocolOf(instance) is not { } protocol ||
            scene.Model.GetSymbolInfo(receiver, scene.Cancel).Symbol is ITypeSymbol ||
            (access is MemberAccessExpressionSyntax && !scene.Model.GetTypeInfo(receiver, scene.Cancel).Type.SameAs(instance.Type)) ||
            !Lookup(instance.Type).IsEmpty)
        {
            return false;
        }

        var found = new List<ISymbol>();
        var states = ImmutableArray.CreateBuilder<ProtocolState>();
        foreach (var state in protocol.States)
        {
            if (instance.In(state.Symbol) is { } other && Lookup(other) is { IsEmpty: false } symbols)
            {
                found.AddRange(symbols);
                states.Add(state);
            }
        }

        if (states.Count == 0)
        {
            // Not in scope, where a namespace is not imported; then the protocol still knows.
            var leaving = protocol.Transitions
                .Where(t => t.Name == text && t.Signature is { IsCalledOnValue: true } && scene.CanCall(t.Member))
                .ToList();
            found.AddRange(leaving.Select(t => t.Member));
            states.AddRange(leaving.SelectMany(t => t.From).Distinct());
        }

        if (states.Count == 0 || (protocol.StateOf(instance.State) is { } own && states.Contains(own)))
        {
            return false;
        }

        new WrongState(scene, instance, protocol, StateScene.Show(receiver))
        {
            Value = found.All(TakesReceiver) ? receiver : null,
        }.Report(name.Identifier.GetLocation(), $"'{text}'", states.ToImmutable());
        return true;

        ImmutableArray<ISymbol> Lookup(INamedTypeSymbol type) =>
            scene.Model.LookupSymbols(name.SpanStart, type, text, includeReducedExtensionMethods: true);
    }

    // By value: then the value may as well come from a step before it. A temporary that is only lent would be lost.
    private static bool TakesReceiver(ISymbol member) => member switch
    {
        IMethodSymbol { ReducedFrom: { } method } => TakesValue(method.Parameters[0]),
        IMethodSymbol { IsExtensionMethod: true, Parameters: [var first, ..] } => TakesValue(first),
        { ContainingType: { IsExtension: true, ExtensionParameter: { } receiver } } => TakesValue(receiver),
        IMethodSymbol method => method.Has(KnownNames.Consumes) || TransitionSignature.IsMarked(method),
        _ => false,
    };

    private static bool TakesValue(IParameterSymbol parameter) => parameter.RefKind == RefKind.None && !parameter.Has(KnownNames.Borrows);
}
