using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>STRAT2001 at a method group that becomes a delegate over a carrier in another state.</summary>
internal static class UnfitMethodGroup
{
    public static void Check(StateScene scene)
    {
        if (scene.Operation is IDelegateCreationOperation { Target: var target, Type: { } type } &&
            target is not (IMethodReferenceOperation or IAnonymousFunctionOperation) &&
            target.Syntax is ExpressionSyntax group &&
            DelegateMismatch.Of(scene, group, type) is { } mismatch)
        {
            Report(scene, group, mismatch);
        }
    }

    public static void Report(StateScene scene, ExpressionSyntax group, DelegateMismatch mismatch)
    {
        if (MemberName.Of(group) is { } name && scene.ProtocolOf(mismatch.Given) is { } protocol)
        {
            var needed = mismatch.Needed.Select(n => protocol.StateOf(n.State)).OfType<ProtocolState>().Distinct().ToImmutableArray();
            if (!needed.IsEmpty)
            {
                new WrongState(scene, mismatch.Given, protocol, "the delegate's argument")
                    .Report(name.Identifier.GetLocation(), $"'{name.Identifier.ValueText}'", needed);
            }
        }
    }
}

/// <summary>A carrier that a delegate hands over, and what the methods of a group ask for instead.</summary>
internal readonly struct DelegateMismatch(CarrierInstance given, ImmutableArray<CarrierInstance> needed)
{
    public CarrierInstance Given { get; } = given;

    public ImmutableArray<CarrierInstance> Needed { get; } = needed;

    /// <summary><see langword="null"/> where the expression is no such group, or one of its methods takes the carrier as it is.</summary>
    public static DelegateMismatch? Of(StateScene scene, ExpressionSyntax group, ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { DelegateInvokeMethod: { } invoke } || MemberName.Of(group) is null)
        {
            return null;
        }

        CarrierInstance? given = null;
        var needed = ImmutableArray.CreateBuilder<CarrierInstance>();
        foreach (var method in scene.Model.GetMemberGroup(group, scene.Cancel).OfType<IMethodSymbol>())
        {
            if (method.Parameters.Length != invoke.Parameters.Length)
            {
                continue;
            }

            var refused = false;
            for (var i = 0; i < method.Parameters.Length && !refused; i++)
            {
                if (CarrierInstance.Of(invoke.Parameters[i].Type) is { } has && CarrierInstance.Of(method.Parameters[i].Type) is { } asks &&
                    has.IsRefusedFor(asks))
                {
                    refused = true;
                    given ??= has;
                    needed.Add(asks);
                }
            }

            if (!refused)
            {
                return null;
            }
        }

        return given is { } instance ? new DelegateMismatch(instance, needed.ToImmutable()) : null;
    }
}
