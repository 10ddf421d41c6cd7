using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Protocols.Model;

/// <summary>
/// The generic struct whose type argument is the state of its value: <c>[Typestate] partial struct PhysBlock&lt;TState&gt;</c>.
/// </summary>
internal sealed class Carrier
{
    private Carrier(INamedTypeSymbol type, int stateIndex)
    {
        Type = type;
        StateIndex = stateIndex;
    }

    /// <summary>The definition, with its own type parameters as arguments.</summary>
    public INamedTypeSymbol Type { get; }

    /// <summary>Which of the type parameters is the state.</summary>
    public int StateIndex { get; }

    public ITypeParameterSymbol StateParameter => Type.TypeParameters[StateIndex];

    /// <summary>The carrier that a type is an instance of; <see langword="null"/> for other types and for malformed carriers.</summary>
    public static Carrier? Of(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Struct, Arity: > 0 } named || !IsMarked(named))
        {
            return null;
        }

        var definition = named.OriginalDefinition;
        return IndexOfState(definition) is { } index ? new Carrier(definition, index) : null;
    }

    /// <summary>Whether a type is meant as a carrier: <c>[Typestate]</c> without an argument, well-formed or not.</summary>
    public static bool IsMarked(ITypeSymbol type) =>
        type.OriginalDefinition.Find(KnownNames.Typestate) is { AttributeConstructor.Parameters.Length: 0 };

    /// <summary>The only type parameter, or the only one marked <c>[State]</c>.</summary>
    private static int? IndexOfState(INamedTypeSymbol definition)
    {
        if (definition.Arity == 1)
        {
            return 0;
        }

        int? found = null;
        for (var i = 0; i < definition.Arity; i++)
        {
            if (definition.TypeParameters[i].Has(KnownNames.State))
            {
                if (found is not null)
                {
                    return null;
                }

                found = i;
            }
        }

        return found;
    }

    /// <summary>The state argument of an instance of this carrier; <see langword="null"/> for other types.</summary>
    public ITypeSymbol? StateOf(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && named.SameDefinition(Type) ? named.TypeArguments[StateIndex] : null;

    /// <summary>Whether two instances differ in nothing but their state.</summary>
    public bool SameButForState(INamedTypeSymbol left, INamedTypeSymbol right)
    {
        for (var i = 0; i < Type.Arity; i++)
        {
            if (i != StateIndex && !left.TypeArguments[i].SameAs(right.TypeArguments[i]))
            {
                return false;
            }
        }

        return left.ContainingType.SameAs(right.ContainingType);
    }

    /// <summary>
    /// What an instance of a carrier holds: its fields and auto-properties, in order of declaration, with the types they have there.
    /// </summary>
    public static ImmutableArray<PayloadMember> PayloadOf(INamedTypeSymbol instance)
    {
        var payload = ImmutableArray.CreateBuilder<PayloadMember>();
        foreach (var member in instance.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false, IsConst: false } field)
            {
                // A field without a name that can be written (a captured parameter of a primary constructor) is STRAT0002.
                var named = field.AssociatedSymbol ?? field;
                if (named.CanBeReferencedByName)
                {
                    payload.Add(new PayloadMember(named, field));
                }
            }
        }

        return payload.ToImmutable();
    }
}

/// <summary>A field or auto-property of a carrier, which transitions carry over.</summary>
internal readonly struct PayloadMember(ISymbol symbol, IFieldSymbol storage)
{
    /// <summary>The property, or the field itself.</summary>
    public ISymbol Symbol { get; } = symbol;

    public string Name => Symbol.Name;

    public ITypeSymbol Type => storage.Type;

    /// <summary>Fixed buffers and <c>ref</c> fields cannot be given a value by a plain assignment.</summary>
    public bool CanBeCarried => !storage.IsFixedSizeBuffer && storage.RefKind == RefKind.None;

    public bool IsRequired => Symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };

    /// <summary>Whether every class of the assembly can read it.</summary>
    public bool IsReadableInAssembly =>
        Reaches(Symbol.DeclaredAccessibility) &&
        (Symbol is not IPropertySymbol { GetMethod: { } getter } || Reaches(getter.DeclaredAccessibility));

    /// <summary>
    /// Whether a parameter stands for this member: the same name but for case and a leading underscore, and the same type. A parameter
    /// that may be null does not stand for a member that may not.
    /// </summary>
    public bool Takes(IParameterSymbol parameter) =>
        HasNameOf(parameter) &&
        Type.SameAs(parameter.Type) &&
        !(parameter.NullableAnnotation == NullableAnnotation.Annotated && Type.NullableAnnotation == NullableAnnotation.NotAnnotated);

    /// <summary>Whether the member can be handed out as a type without a conversion, of nullability either.</summary>
    public bool Fits(ITypeSymbol type) =>
        Type.SameAs(type) &&
        !(Type.NullableAnnotation == NullableAnnotation.Annotated && type.NullableAnnotation == NullableAnnotation.NotAnnotated);

    public bool HasNameOf(IParameterSymbol parameter) =>
        string.Equals(Name.TrimStart('_'), parameter.Name.TrimStart('_'), StringComparison.OrdinalIgnoreCase);

    private static bool Reaches(Accessibility accessibility) =>
        accessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;
}
