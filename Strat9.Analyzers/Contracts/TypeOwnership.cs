using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>Says of every type of a compilation how its values are owned. Thread-safe; lives as long as its compilation.</summary>
internal sealed class TypeOwnership(KnownTypes known)
{
    private readonly ConcurrentDictionary<ITypeSymbol, OwnershipKind> _kinds = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<IFieldSymbol>> _parts = new(SymbolEqualityComparer.Default);

    public OwnershipKind Of(ITypeSymbol? type)
    {
        if (IsNeverOwned(type))
        {
            return OwnershipKind.Copy;
        }

        if (!_kinds.TryGetValue(type!, out var kind))
        {
            kind = Compute(type!);
            _kinds.TryAdd(type!, kind);
        }

        return kind;
    }

    public bool IsTracked(ITypeSymbol? type) => Of(type) != OwnershipKind.Copy;

    public bool IsLinear(ITypeSymbol? type) => Of(type) == OwnershipKind.Linear;

    /// <summary>
    /// Whether the type is a slot or owning container of this library, which may sit in any class's fields and in statics: what it holds
    /// there is watched at run time.
    /// </summary>
    public bool MaySitAnywhere(ITypeSymbol? type) => OwningContainers.IsContainer(type);

    /// <summary>
    /// Whether a value of the type can be followed by value: tracked itself, or a struct or tuple whose fields may hold tracked values.
    /// </summary>
    public bool CanHoldPlaces(ITypeSymbol? type) =>
        type is not null && (IsTracked(type) || (type.IsValueType && type.SpecialType == SpecialType.None && type.TypeKind == TypeKind.Struct));

    /// <summary>
    /// The fields (of a tuple: elements) whose values must all have been moved for a whole of this type to count as consumed. Empty when
    /// only the whole can be consumed: it has no linear parts, or a member or disposal that takes it apart itself.
    /// </summary>
    public ImmutableArray<IFieldSymbol> LinearParts(ITypeSymbol? type) =>
        KnownTypes.ContentOf(type) is INamedTypeSymbol named ? _parts.GetOrAdd(named, ComputeParts) : [];

    /// <summary>The instance fields of linear types, of the type and its bases.</summary>
    public ImmutableArray<IFieldSymbol> LinearFields(INamedTypeSymbol type)
    {
        if (type.IsTupleType)
        {
            return [.. type.TupleElements.Where(e => IsLinear(e.Type)).Select(e => e.CorrespondingTupleField ?? e)];
        }

        var fields = ImmutableArray.CreateBuilder<IFieldSymbol>();
        for (var t = type; t is not null; t = t.BaseType)
        {
            foreach (var member in t.GetMembers())
            {
                if (member is IFieldSymbol { IsStatic: false } field && IsLinear(field.Type) && !IsBorrow(field))
                {
                    fields.Add(field);
                }
            }
        }

        return fields.ToImmutable();
    }

    private static bool IsBorrow(IFieldSymbol field) =>
        field.Has(KnownNames.Borrows) || (field.AssociatedSymbol is { } property && property.Has(KnownNames.Borrows));

    private ImmutableArray<IFieldSymbol> ComputeParts(INamedTypeSymbol type)
    {
        if (!type.IsTupleType && (Disposes(type) || HasConsumingMember(type)))
        {
            return [];
        }

        return LinearFields(type);
    }

    private bool Disposes(INamedTypeSymbol type) =>
        type.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i, known.Disposable)
            || SymbolEqualityComparer.Default.Equals(i, known.AsyncDisposable));

    private static bool HasConsumingMember(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            foreach (var member in t.GetMembers())
            {
                if (member is IMethodSymbol { IsStatic: false } && member.Has(KnownNames.Consumes))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsNeverOwned(ITypeSymbol? type) => type switch
    {
        null or IArrayTypeSymbol => true,
        { TypeKind: TypeKind.Enum or TypeKind.Delegate or TypeKind.Dynamic or TypeKind.Pointer or TypeKind.FunctionPointer } => true,
        _ => type.SpecialType is not SpecialType.None and not SpecialType.System_Nullable_T
            and not SpecialType.System_Collections_Generic_IEnumerable_T
            and not SpecialType.System_Collections_Generic_IEnumerator_T,
    };

    // The strongest of what the type follows: what a tuple or task holds, what constrains a parameter. Without recursion, since types are as
    // deep as their source likes.
    private OwnershipKind Compute(ITypeSymbol root)
    {
        var strongest = OwnershipKind.Copy;
        var seen = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        var seenInSequence = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        var open = new Stack<(ITypeSymbol Type, bool InSequence)>();
        open.Push((root, false));
        while (open.Count > 0 && strongest != OwnershipKind.Linear)
        {
            var (type, inSequence) = open.Pop();
            if (IsNeverOwned(type) || !(inSequence ? seenInSequence : seen).Add(type))
            {
                continue;
            }

            var kind = OwnershipKind.Copy;
            switch (type)
            {
                case ITypeParameterSymbol parameter when parameter.Has(KnownNames.AllowsMoveOnly):
                    kind = OwnershipKind.Linear;
                    break;
                case ITypeParameterSymbol parameter:
                    Follow(parameter.ConstraintTypes, inSequence);
                    break;
                case INamedTypeSymbol named when named.IsTupleType || known.IsTransparent(named):
                    Follow(named.TypeArguments, inSequence);
                    break;
                case INamedTypeSymbol named when known.ElementOf(named) is { } element:
                    // A sequence hands its elements out once; leaving it early loses nothing by itself, so it is never linear.
                    Follow([element], true);
                    break;
                case INamedTypeSymbol named:
                    kind = OfDeclaration(named);
                    break;
            }

            strongest = Max(strongest, inSequence && kind == OwnershipKind.Linear ? OwnershipKind.MoveOnly : kind);

            void Follow(ImmutableArray<ITypeSymbol> types, bool inSequence)
            {
                foreach (var next in types)
                {
                    open.Push((next, inSequence));
                }
            }
        }

        return strongest;
    }

    private static OwnershipKind OfDeclaration(INamedTypeSymbol named)
    {
        var strongest = OfAttributes(named);
        for (var type = named.BaseType; type is not null && strongest != OwnershipKind.Linear; type = type.BaseType)
        {
            strongest = Max(strongest, OfAttributes(type));
        }

        foreach (var type in named.AllInterfaces)
        {
            if (strongest == OwnershipKind.Linear)
            {
                break;
            }

            strongest = Max(strongest, OfAttributes(type));
        }

        return strongest;
    }

    private static OwnershipKind OfAttributes(INamedTypeSymbol type)
    {
        var kind = OwnershipKind.Copy;
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is not { Name: var name } attributeClass)
            {
                continue;
            }

            // The names are compared first because this runs for every type that a method mentions.
            if (name == "LinearAttribute" && attributeClass.Is(KnownNames.Linear))
            {
                kind = OwnershipKind.Linear;
            }
            else if (name == "MoveOnlyAttribute" && attributeClass.Is(KnownNames.MoveOnly))
            {
                kind = Max(kind, OwnershipKind.MoveOnly);
            }
            else if (name == "TypestateAttribute" && attributeClass.Is(KnownNames.Typestate))
            {
                if (attribute.ConstructorArguments.IsEmpty)
                {
                    // A carrier: linear, and in a final state only move-only.
                    return CarrierState(type) is { } state && IsFinal(state) ? OwnershipKind.MoveOnly : OwnershipKind.Linear;
                }

                kind = Max(kind, OwnershipKind.MoveOnly);
            }
        }

        return kind;
    }

    /// <summary>The type argument that is the state of a constructed carrier.</summary>
    public static ITypeSymbol? CarrierState(INamedTypeSymbol carrier)
    {
        if (carrier.TypeParameters.Length == 1)
        {
            return carrier.TypeArguments[0];
        }

        for (var i = 0; i < carrier.TypeParameters.Length; i++)
        {
            if (carrier.TypeParameters[i].Has(KnownNames.State))
            {
                return carrier.TypeArguments[i];
            }
        }

        return null;
    }

    private static bool IsFinal(ITypeSymbol state) =>
        state is INamedTypeSymbol && state.Find(KnownNames.State)?.Flag(KnownNames.FinalProperty) == true;

    private static OwnershipKind Max(OwnershipKind a, OwnershipKind b) => a > b ? a : b;
}
