using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>An argument as it is written.</summary>
internal readonly struct GivenArgument(ExpressionSyntax expression, string? name = null, SyntaxKind refKind = SyntaxKind.None)
{
    public ExpressionSyntax Expression { get; } = expression;

    public string? Name { get; } = name;

    public SyntaxKind RefKind { get; } = refKind;
}

/// <summary>How the arguments of a call fit one overload.</summary>
internal sealed class Attempt
{
    private Attempt(int length)
    {
        Needed = new CarrierInstance?[length];
        Groups = new DelegateMismatch?[length];
        TakesValue = new bool[length];
    }

    /// <summary>For each argument that is a carrier in the wrong state, what the parameter asks for.</summary>
    public CarrierInstance?[] Needed { get; }

    /// <summary>For each argument that is a method group over a carrier in another state than the parameter's delegate gives it.</summary>
    public DelegateMismatch?[] Groups { get; }

    /// <summary>For each argument whether the parameter takes ownership of it.</summary>
    public bool[] TakesValue { get; }

    /// <summary>Whether every other argument is accepted.</summary>
    public bool OthersFit { get; private set; } = true;

    public int RefusedCount => Needed.Count(n => n is not null) + Groups.Count(g => g is not null);

    public bool IsRefused => RefusedCount > 0;

    public bool SameRefusals(Attempt other) =>
        Needed.Zip(other.Needed, (a, b) => a.HasValue == b.HasValue).All(same => same) &&
        Groups.Zip(other.Groups, (a, b) => a.HasValue == b.HasValue).All(same => same);

    /// <summary><see langword="null"/> where the overload does not take so many arguments, or not of these names.</summary>
    public static Attempt? Of(
        StateScene scene, ISymbol candidate, ImmutableArray<GivenArgument> given, ImmutableArray<CarrierInstance?> carriers)
    {
        var parameters = candidate switch
        {
            IMethodSymbol method => method.Parameters,
            IPropertySymbol indexer => indexer.Parameters,
            _ => default,
        };
        if (parameters.IsDefault)
        {
            return null;
        }

        var attempt = new Attempt(given.Length);
        var supplied = new HashSet<int>();
        for (var i = 0; i < given.Length; i++)
        {
            if (ParameterFor(given[i], i, parameters) is not { } parameter)
            {
                return null;
            }

            supplied.Add(parameter.Ordinal);
            attempt.Try(scene, i, given[i], carriers[i], parameter, isLast: i >= parameters.Length - 1);
        }

        return parameters.All(p => p.IsOptional || p.IsParams || supplied.Contains(p.Ordinal)) ? attempt : null;
    }

    private void Try(StateScene scene, int i, GivenArgument given, CarrierInstance? carrier, IParameterSymbol parameter, bool isLast)
    {
        TakesValue[i] = parameter.RefKind == RefKind.None && !parameter.Has(KnownNames.Borrows);
        if (carrier is { } instance)
        {
            var asked = CarrierInstance.Of(parameter.Type) ??
                (parameter.IsParams && isLast ? CarrierInstance.Of(ElementOf(parameter.Type)) : null);
            if (asked is { } needed && instance.Type.SameDefinition(needed.Type))
            {
                // A variable that is only written to has no state of its own yet.
                if (parameter.RefKind != RefKind.Out && instance.IsRefusedFor(needed))
                {
                    Needed[i] = needed;
                }
                else if (parameter.RefKind == RefKind.Out || !instance.FitsButForState(needed.Type))
                {
                    OthersFit &= instance.Type.SameAs(needed.Type);
                }

                return;
            }
        }
        else if (DelegateMismatch.Of(scene, given.Expression, parameter.Type) is { } mismatch)
        {
            Groups[i] = mismatch;
            return;
        }

        OthersFit &= Accepts(scene, given.Expression, parameter, isLast);
    }

    private static bool Accepts(StateScene scene, ExpressionSyntax expression, IParameterSymbol parameter, bool isLast) =>
        HasTypeParameter(parameter.Type) ||
        scene.Model.ClassifyConversion(expression, parameter.Type).IsImplicit ||
        (parameter.IsParams && isLast && ElementOf(parameter.Type) is { } element &&
            scene.Model.ClassifyConversion(expression, element).IsImplicit);

    private static bool HasTypeParameter(ITypeSymbol type) =>
        type.Parts().Any(p => p is ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method });

    private static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: [var element] } => element,
        _ => null,
    };

    private static IParameterSymbol? ParameterFor(GivenArgument argument, int index, ImmutableArray<IParameterSymbol> parameters)
    {
        if (argument.Name is { } name)
        {
            return parameters.FirstOrDefault(p => p.Name == name);
        }

        return index < parameters.Length ? parameters[index]
            : parameters is [.., { IsParams: true } last] ? last
            : null;
    }
}
