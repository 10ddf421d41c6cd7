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
    private readonly HashSet<ITypeSymbol> _seen = new(SymbolEqualityComparer.Default);
    private readonly Stack<ITypeSymbol> _open = new();

    public static PayloadOwnership Of(ITypeSymbol type) => new PayloadOwner().Determine(type);

    // The strongest of what the type says itself and of all that it holds.
    private PayloadOwnership Determine(ITypeSymbol type)
    {
        var most = PayloadOwnership.Copyable;
        Hold(type);
        while (_open.Count > 0 && most != PayloadOwnership.Linear)
        {
            most = Max(most, Own(_open.Pop()));
        }

        return most;
    }

    private void Hold(ITypeSymbol type)
    {
        if (_seen.Add(type))
        {
            _open.Push(type);
        }
    }

    private PayloadOwnership Own(ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                Hold(array.ElementType);
                return PayloadOwnership.Copyable;
            case ITypeParameterSymbol parameter when parameter.Has(KnownNames.AllowsMoveOnly):
                return PayloadOwnership.Linear;
            case ITypeParameterSymbol parameter:
                HoldAll(parameter.ConstraintTypes);
                return PayloadOwnership.Copyable;
            case INamedTypeSymbol named when FollowsItsContent(named):
                HoldAll(named.TypeArguments);
                return PayloadOwnership.Copyable;
            case INamedTypeSymbol named when named.Find(KnownNames.Typestate) is { } typestate:
                return OfProtocol(named, typestate);
            case INamedTypeSymbol named:
                return OfDeclaration(named);
            default:
                return PayloadOwnership.Copyable;
        }
    }

    private PayloadOwnership OfDeclaration(INamedTypeSymbol type)
    {
        var own = Declared(type);
        if (type.Has(KnownNames.TaggedUnion))
        {
            // A generic union is marked once, for all its type arguments.
            HoldAll(UnionDeclaration.Factories(type.OriginalDefinition).SelectMany(f => f.Parameters.Select(p => p.Type)));
        }

        if (own == PayloadOwnership.MoveOnly)
        {
            // An owning container is linear while it holds linear values.
            HoldAll(type.TypeArguments.Where((_, i) => type.TypeParameters[i].Has(KnownNames.AllowsMoveOnly)));
        }

        return own;
    }

    private void HoldAll(IEnumerable<ITypeSymbol> types)
    {
        foreach (var type in types)
        {
            Hold(type);
        }
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
