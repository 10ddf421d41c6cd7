using Strat9.Analyzers.Protocols.Unions;
using Strat9.Generators.Infrastructure;

namespace Strat9.Generators.Unions;

/// <summary>Everything the emitter needs to know of a union. Names are ready to be written, keywords escaped.</summary>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="Containers">The headers of the types around it, outermost first: <c>partial class Outer&lt;T&gt;</c>.</param>
/// <param name="SelfType">The union in its own scope, with its type parameters.</param>
/// <param name="MarkedAs">The ownership attribute that the user's part already has.</param>
/// <param name="ResultParameter">The type parameter of <c>Match</c>.</param>
internal sealed record UnionSpec(
    string HintName,
    string Namespace,
    EquatableArray<string> Containers,
    string Name,
    string SelfType,
    PayloadOwnership Ownership,
    PayloadOwnership MarkedAs,
    bool WritesEquality,
    bool WritesToString,
    string MatchAccess,
    string TagField,
    string ResultParameter,
    EquatableArray<FieldSpec> Fields,
    EquatableArray<CaseSpec> Cases);

/// <summary>A field, shared by the cases that have a part of its type.</summary>
/// <param name="Type">With <c>?</c> on references: other cases leave it empty.</param>
internal sealed record FieldSpec(string Name, string Type, FieldEquality Equality);

/// <summary>How two values of a field are compared and hashed: without boxing, and without a comparer where that can be.</summary>
internal enum FieldEquality
{
    /// <summary>An enum or integer: <c>==</c>.</summary>
    Operator,

    /// <summary>A value type with its own <c>Equals</c>: a direct call.</summary>
    Method,

    /// <summary>Any other value type: <c>EqualityComparer&lt;T&gt;.Default</c>.</summary>
    Comparer,

    /// <summary>What may be null: as <see cref="Comparer"/>, save that null is not handed to it.</summary>
    NullableComparer,

    /// <summary>As <see cref="Operator"/>; an enum, hashed through its number, since its own hash code would box.</summary>
    Enum,
}

/// <summary>One case.</summary>
/// <param name="Text">The name without escapes, for documentation and string literals.</param>
/// <param name="TypeName">The name of the case type.</param>
/// <param name="Modifiers">The modifiers of the factory's declaration.</param>
/// <param name="ConstructorAccess">The accessibility of the case type's constructor.</param>
/// <param name="PartsAccess">The accessibility of the members that have every part in their signature.</param>
/// <param name="Handler">The parameter of <c>Match</c> and <c>Switch</c>.</param>
internal sealed record CaseSpec(
    string Text,
    string Name,
    string TypeName,
    string Modifiers,
    string ConstructorAccess,
    string PartsAccess,
    string Handler,
    PayloadOwnership Ownership,
    EquatableArray<PartSpec> Parts);

/// <summary>One value of a case.</summary>
/// <param name="Text">The parameter's name without escapes.</param>
/// <param name="Property">The property of the case type.</param>
/// <param name="Access">The accessibility of the property.</param>
/// <param name="Field">The union's field that holds it.</param>
/// <param name="MayLackValue">Whether the default of the type is a null that the type does not allow.</param>
internal sealed record PartSpec(
    string Text,
    string Parameter,
    string Type,
    string Property,
    string Access,
    string Field,
    bool MayLackValue);

/// <summary>What the compilation has and lacks, as far as generated unions depend on it.</summary>
internal sealed record UnionEnvironment(
    bool LacksUnionAttribute,
    bool LacksUnionInterface,
    bool LacksEmbedded,
    bool HasLinear,
    bool HasMoveOnly,
    bool HasConsumes,
    bool HasGives,
    bool HasAllowsMoveOnly,
    bool HasMaybeNullWhen);
