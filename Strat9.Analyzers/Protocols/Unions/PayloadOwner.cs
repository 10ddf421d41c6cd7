using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Protocols.Unions;

/// <summary>
/// Determines from declarations alone what the holder of a value of a type owes: what generators will add (a carrier's or a union's
/// own attribute) does not exist yet when this is asked.
/// </summary>
internal sealed class PayloadOwner
{
    // A union may hold itself through an array: what is being determined adds nothing of its own.
    private readonly HashSet<ITypeSymbol> _open = new(SymbolEqualityComparer.Default);

    public static PayloadOwnership Of(ITypeSymbol type) => new PayloadOwner().Determine(type);

    private PayloadOwnership Determine(ITypeSymbol type)
    {
        if (!_open.Add(type))
        {
            return PayloadOwnership.Copyable;
        }

        var result = type switch
        {
            IArrayTypeSymbol array => Determine(array.ElementType),
            ITypeParameterSymbol parameter => OfTypeParameter(parameter),
            INamedTypeSymbol named => OfNamed(named),
            _ => PayloadOwnership.Copyable,
        };
        _open.Remove(type);
        return result;
    }

    private PayloadOwnership OfTypeParameter(ITypeParameterSymbol parameter) =>
        parameter.Has(KnownNames.AllowsMoveOnly)
            ? PayloadOwnership.Linear
            : Most(parameter.ConstraintTypes);

    private PayloadOwnership OfNamed(INamedTypeSymbol type)
    {
        if (FollowsItsContent(type))
        {
            return Most(type.TypeArguments);
        }

        if (type.Find(KnownNames.Typestate) is { } typestate)
        {
            return OfProtocol(type, typestate);
        }

        var own = Declared(type);
        if (own != PayloadOwnership.Linear && type.Has(KnownNames.TaggedUnion))
        {
            // A generic union is marked once, for all its type arguments.
            own = Max(own, OfUnion(type.OriginalDefinition));
        }

        return own == PayloadOwnership.MoveOnly ? Max(own, OfContent(type)) : own;
    }

    private PayloadOwnership OfUnion(INamedTypeSymbol union)
    {
        var most = PayloadOwnership.Copyable;
        foreach (var factory in UnionDeclaration.Factories(union))
        {
            foreach (var parameter in factory.Parameters)
            {
                most = Max(most, Determine(parameter.Type));
            }
        }

        return most;
    }

    // An owning container is linear while it holds linear values.
    private PayloadOwnership OfContent(INamedTypeSymbol type)
    {
        var most = PayloadOwnership.Copyable;
        for (var i = 0; i < type.TypeParameters.Length; i++)
        {
            if (type.TypeParameters[i].Has(KnownNames.AllowsMoveOnly))
            {
                most = Max(most, Determine(type.TypeArguments[i]));
            }
        }

        return most;
    }

    private PayloadOwnership Most(IEnumerable<ITypeSymbol> types)
    {
        var most = PayloadOwnership.Copyable;
        foreach (var type in types)
        {
            most = Max(most, Determine(type));
        }

        return most;
    }

    private static PayloadOwnership Declared(INamedTypeSymbol type)
    {
        var most = PayloadOwnership.Copyable;
        for (var t = type; t is not null; t = t.BaseType)
        {
            most = Max(most, Marked(t));
        }

        foreach (var inherited in type.AllInterfaces)
        {
            most = Max(most, Marked(inherited));
        }

        return most;
    }

    private static PayloadOwnership Marked(INamedTypeSymbol type) =>
        type.Has(KnownNames.Linear) ? PayloadOwnership.Linear
        : type.Has(KnownNames.MoveOnly) ? PayloadOwnership.MoveOnly
        : PayloadOwnership.Copyable;

    private static PayloadOwnership OfProtocol(INamedTypeSymbol type, AttributeData typestate)
    {
        if (typestate.ConstructorArguments is [{ Value: INamedTypeSymbol states }])
        {
            return states.GetMembers().OfType<IFieldSymbol>().All(IsFinal)
                ? Max(PayloadOwnership.MoveOnly, Declared(type))
                : PayloadOwnership.Linear;
        }

        // The carrier itself is linear; in a final state it is less, whatever attribute its declaration has.
        return StateArgument(type) is { } state && IsFinal(state) ? PayloadOwnership.MoveOnly : PayloadOwnership.Linear;
    }

    private static ITypeSymbol? StateArgument(INamedTypeSymbol carrier)
    {
        for (var i = 0; i < carrier.TypeParameters.Length; i++)
        {
            if (carrier.TypeParameters.Length == 1 || carrier.TypeParameters[i].Has(KnownNames.State))
            {
                return carrier.TypeArguments[i];
            }
        }

        return null;
    }

    private static bool IsFinal(ISymbol state) =>
        (state is IFieldSymbol { IsConst: false }) ||
        (state.Find(KnownNames.State) is { } mark && mark.Flag(KnownNames.FinalProperty));

    private static bool FollowsItsContent(INamedTypeSymbol type)
    {
        if (type.IsTupleType || type.OriginalDefinition.SpecialType is
            SpecialType.System_Nullable_T or
            SpecialType.System_Collections_Generic_IEnumerable_T or
            SpecialType.System_Collections_Generic_IEnumerator_T)
        {
            return true;
        }

        return type is { Arity: 1, ContainingType: null } && type.Name switch
        {
            "Task" or "ValueTask" => IsIn(type, "System", "Threading", "Tasks"),
            "IAsyncEnumerable" or "IAsyncEnumerator" => IsIn(type, "System", "Collections", "Generic"),
            _ => false,
        };
    }

    private static bool IsIn(INamedTypeSymbol type, string first, string second, string third) =>
        type.ContainingNamespace is { } c && c.Name == third &&
        c.ContainingNamespace is { } b && b.Name == second &&
        b.ContainingNamespace is { ContainingNamespace.IsGlobalNamespace: true } a && a.Name == first;

    private static PayloadOwnership Max(PayloadOwnership left, PayloadOwnership right) => left > right ? left : right;
}
