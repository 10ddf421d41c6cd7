using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>A carrier with its type arguments, one of which is the state of its values.</summary>
internal readonly struct CarrierInstance
{
    private readonly Carrier _carrier;

    private CarrierInstance(INamedTypeSymbol type, Carrier carrier)
    {
        Type = type;
        _carrier = carrier;
    }

    public INamedTypeSymbol Type { get; }

    public ITypeSymbol State => Type.TypeArguments[_carrier.StateIndex];

    /// <summary>The carrier that a type is, or that it is the nullable of.</summary>
    public static CarrierInstance? Of(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var content] })
        {
            type = content;
        }

        // Most types are neither: no attribute is looked at for them.
        return type is INamedTypeSymbol { TypeKind: TypeKind.Struct, Arity: > 0, SpecialType: SpecialType.None } named &&
            Carrier.Of(named) is { } carrier
                ? new CarrierInstance(named, carrier)
                : null;
    }

    /// <summary>The same carrier in another state; <see langword="null"/> for a marker that is generic itself.</summary>
    public INamedTypeSymbol? In(ISymbol marker)
    {
        if (marker is not INamedTypeSymbol { Arity: 0 } state)
        {
            return null;
        }

        var arguments = Type.TypeArguments.ToArray();
        arguments[_carrier.StateIndex] = state;
        return Type.ConstructedFrom.Construct(arguments);
    }

    /// <summary>
    /// Whether a value of this type is refused where another instance is asked for, and would be taken in another state: the two differ in
    /// their states, and in nothing else that inference could not settle.
    /// </summary>
    public bool IsRefusedFor(CarrierInstance asked) =>
        Type.SameDefinition(asked.Type) && asked.State is not ITypeParameterSymbol && !State.SameAs(asked.State) &&
        FitsButForState(asked.Type);

    /// <summary>Whether the type arguments but for the state, of the types around too, are or may become those of another.</summary>
    public bool FitsButForState(INamedTypeSymbol asked)
    {
        for (var i = 0; i < Type.TypeArguments.Length; i++)
        {
            if (i != _carrier.StateIndex && !MayBecome(Type.TypeArguments[i], asked.TypeArguments[i]))
            {
                return false;
            }
        }

        return Type.ContainingType is null || asked.ContainingType is null || MayBecome(Type.ContainingType, asked.ContainingType);
    }

    // The type parameter of a method or an extension block stands for whatever inference finds.
    private static bool MayBecome(ITypeSymbol given, ITypeSymbol asked)
    {
        var open = new Stack<(ITypeSymbol Given, ITypeSymbol Asked)>();
        open.Push((given, asked));
        while (open.Count > 0)
        {
            (given, asked) = open.Pop();
            switch (asked)
            {
                case ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method }:
                case ITypeParameterSymbol { ContainingType.IsExtension: true }:
                    break;
                case INamedTypeSymbol { Arity: > 0 } right when given is INamedTypeSymbol left && left.SameDefinition(right):
                    for (var i = 0; i < left.TypeArguments.Length; i++)
                    {
                        open.Push((left.TypeArguments[i], right.TypeArguments[i]));
                    }

                    break;
                case var _ when !given.SameAs(asked):
                    return false;
            }
        }

        return true;
    }
}
