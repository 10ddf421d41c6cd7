using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Strat9.Generators.Unions;

/// <summary>
/// Gives the parts of all cases their fields. Only one case is there at a time, so cases share fields of the same type; explicit overlap
/// would go further but cannot mix references with bits.
/// </summary>
internal sealed class FieldLayout(UniqueNames names)
{
    private readonly List<(ITypeSymbol Type, FieldSpec Spec)> _fields = [];
    private readonly HashSet<int> _usedByCase = [];

    public void NextCase() => _usedByCase.Clear();

    public string Place(IParameterSymbol part)
    {
        for (var i = 0; i < _fields.Count; i++)
        {
            if (SymbolEqualityComparer.IncludeNullability.Equals(_fields[i].Type, Unannotated(part.Type)) && _usedByCase.Add(i))
            {
                return _fields[i].Spec.Name;
            }
        }

        var type = Unannotated(part.Type);
        var text = CSharpText.Type(MayBeReference(type) ? type.WithNullableAnnotation(NullableAnnotation.Annotated) : type);
        var bare = part.Name.TrimStart('_');
        var spec = new FieldSpec(names.Next(bare.Length == 0 ? "_part" : "_" + bare), text, EqualityOf(type));
        _usedByCase.Add(_fields.Count);
        _fields.Add((type, spec));
        return spec.Name;
    }

    public ImmutableArray<FieldSpec> ToArray() => [.. _fields.Select(f => f.Spec)];

    /// <summary>Whether the default of the type is a null that the type, as it is written, does not allow.</summary>
    public static bool MayLackValue(ITypeSymbol type) =>
        type.NullableAnnotation != NullableAnnotation.Annotated && MayBeReference(type);

    // Where a null can be, 'T' and 'T?' are one type and share a field.
    private static ITypeSymbol Unannotated(ITypeSymbol type) =>
        MayBeReference(type) ? type.WithNullableAnnotation(NullableAnnotation.None) : type;

    private static bool MayBeReference(ITypeSymbol type) =>
        type.IsReferenceType || type is ITypeParameterSymbol { IsValueType: false };

    private static FieldEquality EqualityOf(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Enum } => FieldEquality.Enum,
        {
            SpecialType: SpecialType.System_Boolean or SpecialType.System_Char or
                SpecialType.System_SByte or SpecialType.System_Byte or
                SpecialType.System_Int16 or SpecialType.System_UInt16 or
                SpecialType.System_Int32 or SpecialType.System_UInt32 or
                SpecialType.System_Int64 or SpecialType.System_UInt64 or
                SpecialType.System_IntPtr or SpecialType.System_UIntPtr,
        } => FieldEquality.Operator,
        { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => FieldEquality.NullableComparer,
        INamedTypeSymbol { IsValueType: true } when HasOwnEquals(type) => FieldEquality.Method,
        { IsValueType: true } => FieldEquality.Comparer,
        _ => FieldEquality.NullableComparer,
    };

    private static bool HasOwnEquals(ITypeSymbol type) =>
        type.GetMembers("Equals").Any(m =>
            m is IMethodSymbol { DeclaredAccessibility: Accessibility.Public, IsStatic: false, Parameters: [{ RefKind: RefKind.None } other] } &&
            SymbolEqualityComparer.Default.Equals(other.Type, type));
}
