using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Strat9.Analyzers.Ownership;

/// <summary>Which values a pattern matches, as far as its form says. Without recursion: patterns may be deep.</summary>
internal static class PatternShape
{
    /// <summary>Puts together what is known of the parts of <c>and</c>, <c>or</c> and <c>not</c>; null: it matches some such values only.</summary>
    /// <param name="pattern">The whole.</param>
    /// <param name="one">What is known of a pattern that is none of the three and does not match everything.</param>
    public static bool? Matches(IPatternOperation pattern, Func<IPatternOperation, bool?> one)
    {
        var known = new Dictionary<IPatternOperation, bool?>();
        var open = new Stack<(IPatternOperation Pattern, bool IsEntered)>();
        open.Push((pattern, false));
        while (open.Count > 0)
        {
            var (current, isEntered) = open.Pop();
            IPatternOperation[] parts = current switch
            {
                INegatedPatternOperation not => [not.Pattern],
                IBinaryPatternOperation both => [both.LeftPattern, both.RightPattern],
                _ => [],
            };
            if (parts.Length > 0 && !isEntered)
            {
                open.Push((current, true));
                foreach (var part in parts)
                {
                    open.Push((part, false));
                }

                continue;
            }

            known[current] = current switch
            {
                INegatedPatternOperation => !known[parts[0]],
                IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } => Or(known[parts[0]], known[parts[1]]),
                IBinaryPatternOperation => And(known[parts[0]], known[parts[1]]),
                _ => TakesAll([current], orNull: false) ? true : one(current),
            };
        }

        return known[pattern];
    }

    /// <summary>What is known of a match with a value of this case of a union.</summary>
    public static bool? MatchesCase(IPatternOperation pattern, INamedTypeSymbol @case) => Matches(pattern, p => OneMatchesCase(p, @case));

    /// <summary>Whether the pattern fails on null only, or on nothing at all.</summary>
    public static bool FailsOnNullOnly(IPatternOperation pattern) => TakesAll([pattern], orNull: true);

    /// <summary>Whether the pattern fails on no value that its input may have.</summary>
    public static bool TakesEverything(IPatternOperation pattern) => TakesAll([pattern], orNull: false);

    private static bool? Or(bool? a, bool? b) => a == true || b == true ? true : a is null || b is null ? null : false;

    /// <summary>What is known of both together.</summary>
    public static bool? And(bool? a, bool? b) => a == false || b == false ? false : a is null || b is null ? null : true;

    private static bool? OneMatchesCase(IPatternOperation pattern, INamedTypeSymbol @case)
    {
        var matched = pattern switch
        {
            ITypePatternOperation type => type.MatchedType,
            IDeclarationPatternOperation declaration => declaration.MatchedType,
            IRecursivePatternOperation recursive => recursive.MatchedType,
            _ => null,
        };
        return matched is null || SymbolEqualityComparer.Default.Equals(matched, pattern.InputType)
            ? pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } ? false : null
            : !SymbolEqualityComparer.Default.Equals(matched, @case) ? false
            : pattern is not IRecursivePatternOperation parts || TakesAll(PartsOf(parts), orNull: true) ? true : null;
    }

    // Whether each matches every value of its input; `orNull`: null alone may be missing.
    private static bool TakesAll(IEnumerable<IPatternOperation> patterns, bool orNull)
    {
        var open = new Stack<IPatternOperation>(patterns);
        while (open.Count > 0)
        {
            var pattern = open.Pop();
            switch (pattern)
            {
                case IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true }:
                case IDeclarationPatternOperation { MatchedType: var declared } when IsInput(pattern, declared, orNull):
                case ITypePatternOperation { MatchedType: var type } when IsInput(pattern, type, orNull):
                case INegatedPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } } when orNull:
                    break;
                case IRecursivePatternOperation recursive when IsInput(pattern, recursive.MatchedType, orNull):
                    foreach (var part in PartsOf(recursive))
                    {
                        open.Push(part);
                    }

                    break;
                case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both:
                    open.Push(both.LeftPattern);
                    open.Push(both.RightPattern);
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool IsInput(IPatternOperation pattern, ITypeSymbol? matched, bool orNull)
    {
        var input = pattern.InputType;
        if (!orNull)
        {
            return input.IsValueType && SymbolEqualityComparer.Default.Equals(matched, input);
        }

        if (input is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var content] })
        {
            input = content;
        }

        for (var type = input; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, matched))
            {
                return true;
            }
        }

        return SymbolEqualityComparer.Default.Equals(matched, pattern.InputType)
            || (matched is { TypeKind: TypeKind.Interface } && input.AllInterfaces.Contains(matched, SymbolEqualityComparer.Default));
    }

    private static IEnumerable<IPatternOperation> PartsOf(IRecursivePatternOperation pattern) =>
        pattern.DeconstructionSubpatterns.Concat(pattern.PropertySubpatterns.Select(p => p.Pattern));
}
