using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Ownership;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// One of the values that a <c>switch</c> over a tuple looks at: a closed set (the cases of a union, the members of an enum, true and false),
/// or anything else, which then counts as one value.
/// </summary>
internal sealed class SwitchPart
{
    private readonly ImmutableArray<(string Name, long Number, INamedTypeSymbol? Case)> _values;

    private SwitchPart(IOperation? operation, ITypeSymbol type, ImmutableArray<(string, long, INamedTypeSymbol?)> values)
    {
        Operation = operation;
        Type = type;
        _values = values;
    }

    /// <summary>The expression; <see langword="null"/> where the tuple was made elsewhere.</summary>
    public IOperation? Operation { get; }

    public ITypeSymbol Type { get; }

    public bool IsClosed => !_values.IsEmpty;

    public int Count => IsClosed ? _values.Length : 1;

    /// <summary>A union, matched by the types of its cases.</summary>
    public bool IsUnion => IsClosed && _values[0].Case is not null;

    public static SwitchPart Of(ITypeSymbol type, IOperation? operation) => new(operation, type, ValuesOf(type));

    public string NameOf(int value) => _values[value].Name;

    /// <summary>A member of the enum, true or false, as a number.</summary>
    public long NumberOf(int value) => _values[value].Number;

    public bool? Matches(IPatternOperation pattern, int value) =>
        _values[value] is { Case: { } @case } ? PatternShape.MatchesCase(pattern, @case) : SwitchArms.Matches(pattern, _values[value].Number);

    private static ImmutableArray<(string, long, INamedTypeSymbol?)> ValuesOf(ITypeSymbol type)
    {
        switch (type)
        {
            case { SpecialType: SpecialType.System_Boolean }:
                return [("false", 0, null), ("true", 1, null)];
            case INamedTypeSymbol { IsValueType: true } union when MissedCase.IsUnion(union):
                return [.. MissedCase.CasesOf(union).Select(c => (c.Name, 0L, (INamedTypeSymbol?)c))];
            case INamedTypeSymbol { TypeKind: TypeKind.Enum } members when !IsFlags(members):
                var seen = new HashSet<long>();
                return
                [
                    .. MissedCase.MembersOf(members)
                        .Where(m => seen.Add(m.Value))
                        .Select(m => (m.Name, m.Value, (INamedTypeSymbol?)null)),
                ];
            default:
                return [];
        }
    }

    private static bool IsFlags(INamedTypeSymbol type) =>
        type.GetAttributes().Any(a => a.AttributeClass is { Name: "FlagsAttribute", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });
}
