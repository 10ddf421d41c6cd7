using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

/// <summary>
/// <c>switch</c> statements without a default whose labels take every value there is: of <c>bool</c>, enums, integers, their nullables, and
/// tuples of these. The control-flow graph has a way past the last label all the same.
/// </summary>
internal static class ExhaustiveSwitches
{
    /// <summary>More combinations of the values that matter are not tried.</summary>
    private const int MaxCombinations = 2048;

    /// <summary>The last label of each such statement: it takes whatever comes to it.</summary>
    public static HashSet<SyntaxNode> LastLabels(IOperation body)
    {
        var labels = new HashSet<SyntaxNode>();
        foreach (var operation in body.DescendantsAndSelf())
        {
            if (operation is ISwitchOperation { Cases.IsEmpty: false } statement && TakesEverything(statement) && LabelOf(statement.Cases.Last().Clauses.Last()) is { } last)
            {
                labels.Add(last);
            }
        }

        return labels;
    }

    private static SyntaxNode? LabelOf(ICaseClauseOperation clause) => clause switch
    {
        ISingleValueCaseClauseOperation single => single.Value.Syntax,
        IPatternCaseClauseOperation pattern => pattern.Pattern.Syntax,
        _ => null,
    };

    private static bool TakesEverything(ISwitchOperation statement)
    {
        var labels = new List<IOperation>();
        foreach (var clause in statement.Cases.SelectMany(c => c.Clauses))
        {
            switch (clause)
            {
                case IDefaultCaseClauseOperation:
                    return false;
                case ISingleValueCaseClauseOperation { Value.ConstantValue.HasValue: true } single:
                    labels.Add(single.Value);
                    break;
                case IPatternCaseClauseOperation { Guard: null or { ConstantValue: { HasValue: true, Value: true } } } pattern:
                    labels.Add(pattern.Pattern);
                    break;
            }
        }

        var subject = statement.Value.Type;
        ImmutableArray<ITypeSymbol?> elements = subject is INamedTypeSymbol { IsTupleType: true } tuple ? [.. tuple.TupleElements.Select(e => e.Type)] : [subject];
        var domains = elements.Select((t, i) => DomainOf(t, labels.SelectMany(l => ConstantsOf(l, elements.Length, i)))).ToList();
        var count = domains.Aggregate(1L, (product, domain) => Math.Min(product * domain.Length, MaxCombinations + 1L));
        if (count is 0 or > MaxCombinations)
        {
            return false;
        }

        for (var n = 0L; n < count; n++)
        {
            var values = new Leaf[domains.Count];
            var rest = n;
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = domains[i][(int)(rest % domains[i].Length)];
                rest /= domains[i].Length;
            }

            if (!labels.Any(l => Takes(l, values)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Takes(IOperation label, Leaf[] values) =>
        label is not IPatternOperation pattern
            ? values.Length == 1 && TakesConstant(label, values[0])
            : PatternShape.Matches(pattern, p => values.Length == 1 ? TakesOne(p, values[0]) : TakesTuple(p, values)) == true;

    private static bool? TakesTuple(IPatternOperation pattern, Leaf[] values)
    {
        if (pattern is not IRecursivePatternOperation { DeconstructSymbol: null, PropertySubpatterns.IsEmpty: true } positional
            || positional.DeconstructionSubpatterns.Length != values.Length)
        {
            return null;
        }

        bool? all = true;
        for (var i = 0; i < values.Length && all != false; i++)
        {
            var value = values[i];
            var takes = PatternShape.Matches(positional.DeconstructionSubpatterns[i], p => TakesOne(p, value));
            all = takes == true ? all : takes;
        }

        return all;
    }

    private static bool? TakesOne(IPatternOperation pattern, Leaf value) => pattern switch
    {
        IConstantPatternOperation constant => TakesConstant(constant.Value, value),
        IRelationalPatternOperation { Value.ConstantValue: { HasValue: true, Value: { } bound } } relational
            when Constants.Of(bound) is { } limit && value.Number is { } number => relational.OperatorKind switch
            {
                BinaryOperatorKind.LessThan => number < limit,
                BinaryOperatorKind.LessThanOrEqual => number <= limit,
                BinaryOperatorKind.GreaterThan => number > limit,
                BinaryOperatorKind.GreaterThanOrEqual => number >= limit,
                _ => null,
            },
        IRelationalPatternOperation when value.IsNull => false,
        _ => null,
    };

    private static bool TakesConstant(IOperation constant, Leaf value) =>
        constant.ConstantValue is { HasValue: true, Value: var expected }
        && (expected is null ? value.IsNull : value.Number is { } number && Constants.Of(expected) == number);

    // The values that the labels tell apart: all of a small type, of integers those around each constant.
    private static ImmutableArray<Leaf> DomainOf(ITypeSymbol? type, IEnumerable<long> constants)
    {
        var content = KnownTypes.ContentOf(type);
        IEnumerable<Leaf> values = content switch
        {
            { SpecialType: SpecialType.System_Boolean } => [Leaf.Of(0), Leaf.Of(1)],
            { TypeKind: TypeKind.Enum } when !content.Has("System.FlagsAttribute") => content.GetMembers().OfType<IFieldSymbol>()
                .Where(f => f.HasConstantValue).Select(f => Constants.Of(f.ConstantValue)).OfType<long>().Distinct().Select(Leaf.Of),
            _ when Range(content) is var (least, greatest) => constants.Concat([0]).SelectMany(c => new[] { c - 1, c, c + 1 })
                .Where(c => c >= least && c <= greatest).Distinct().Select(Leaf.Of),
            _ => [Leaf.Any],
        };
        return KnownTypes.IsNullable(type) ? [.. values, Leaf.Null] : [.. values];
    }

    private static (long Least, long Greatest)? Range(ITypeSymbol? type) => type?.SpecialType switch
    {
        SpecialType.System_SByte => (sbyte.MinValue, sbyte.MaxValue),
        SpecialType.System_Byte => (byte.MinValue, byte.MaxValue),
        SpecialType.System_Int16 => (short.MinValue, short.MaxValue),
        SpecialType.System_UInt16 => (ushort.MinValue, ushort.MaxValue),
        SpecialType.System_Int32 => (int.MinValue, int.MaxValue),
        SpecialType.System_UInt32 => (uint.MinValue, uint.MaxValue),
        _ => null,
    };

    private static IEnumerable<long> ConstantsOf(IOperation label, int count, int element)
    {
        var scope = count > 1 && label is IRecursivePatternOperation positional && element < positional.DeconstructionSubpatterns.Length
            ? positional.DeconstructionSubpatterns[element]
            : label;
        return scope.DescendantsAndSelf()
            .Select(o => o.ConstantValue is { HasValue: true, Value: { } value } ? Constants.Of(value) : null)
            .OfType<long>();
    }

    // A value of one element; `Any` is one that only a pattern without a condition surely takes.
    private readonly record struct Leaf(long? Number, bool IsNull)
    {
        public static readonly Leaf Null = new(null, true);
        public static readonly Leaf Any = new(null, false);

        public static Leaf Of(long number) => new(number, false);
    }
}
