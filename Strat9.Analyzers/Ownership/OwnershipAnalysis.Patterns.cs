using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

// Patterns: what each tells of the value that it is matched with.
internal sealed partial class OwnershipAnalysis
{
    private Value TestType(World world, IIsTypeOperation test)
    {
        var value = ValueOf(world, test.ValueOperand);
        if (value.Kind == ValueKind.Place && SymbolEqualityComparer.Default.Equals(value.Place!.Type, test.TypeOperand))
        {
            return TestNull(world, value, test, whenNull: test.IsNegated);
        }

        Use(world, value, test.ValueOperand);
        return Value.Plain;
    }

    private Value TestPattern(World world, IIsPatternOperation test)
    {
        var value = ValueOf(world, test.Value);
        if (!Declares(test.Pattern))
        {
            DropTemporary(world, value, test.Value);
        }

        if (AsksMembers(test.Pattern))
        {
            MayThrow(world, test);
        }

        return AsksState(value, test.Pattern) ? MatchStates(world, value, test) : Match(world, value, test.Pattern, test);
    }

    /// <summary>Matches a value against a pattern: the fork is the world in which it does not match.</summary>
    private Value Match(World world, Value value, IPatternOperation pattern, IOperation operation)
    {
        var positive = true;
        while (pattern is INegatedPatternOperation negated)
        {
            positive = !positive;
            pattern = negated.Pattern;
        }

        var (yes, no) = (Value.Constant(Const.Of(positive)), Value.Constant(Const.Of(!positive)));
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return yes;
            case IConstantPatternOperation constant:
                return MatchConstant(world, value, constant, operation, positive);
            case IDeclarationPatternOperation { MatchesNull: true } declaration:
                Take(world, value, declaration.DeclaredSymbol, operation);
                return yes;
        }

        var matchesNull = MatchesNull(pattern);
        var surely = MatchesEverythingButNull(pattern, value);
        if (value.Kind == ValueKind.Place && value.Place!.IsTracked)
        {
            var place = value.Place;
            if (!CheckUseUnlessNullTest(world, place, pattern, operation))
            {
                Take(world, value, null, operation, pattern);
                return Value.Plain;
            }

            var fact = Effective(world, place);
            if (!matchesNull && fact.Status == Status.Empty)
            {
                return no;
            }

            var fork = Fork(world);
            if (surely)
            {
                SetKeepingParts(fork, place, AsNull(fact));
            }

            SetValue(fork, operation, no);
            if (!matchesNull)
            {
                SetKeepingParts(world, place, fact with { Status = fact.Status & ~Status.Empty });
            }

            Take(world, value, null, operation, pattern);
            return yes;
        }

        if (value.Kind == ValueKind.Plain && MatchConstants(world, value, pattern, operation, positive) is { } known)
        {
            return known;
        }

        if (Declares(pattern))
        {
            var fork = Fork(world);
            SetValue(fork, operation, no);
            Take(world, value, null, operation, pattern);
            return yes;
        }

        return Value.Plain;
    }

    // A constant pattern over a flag or a null test.
    private Value MatchConstant(World world, Value value, IConstantPatternOperation constant, IOperation operation, bool positive)
    {
        if (constant.Value.ConstantValue is not { HasValue: true } expected)
        {
            return Value.Plain;
        }

        return expected.Value is null
            ? TestNull(world, value, operation, whenNull: positive)
            : Constants.Of(expected.Value) is { } number
                ? TestEqual(world, value, number, operation, positive)
                : Value.Plain;
    }

    // `or` and `and` over constants: decided when every part is.
    private Value? MatchConstants(World world, Value value, IPatternOperation pattern, IOperation operation, bool positive)
    {
        if (value.Const.IsUnknown)
        {
            return null;
        }

        var outcome = Decide(value.Const, pattern);
        return outcome is { } known ? Value.Constant(Const.Of(known == positive)) : null;
    }

    private static bool? Decide(Const value, IPatternOperation pattern)
    {
        // Chains of `or` lean left and may be thousands of terms long.
        bool? undecided = false;
        while (pattern is IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } or)
        {
            switch (DecideOne(value, or.RightPattern))
            {
                case true:
                    return true;
                case null:
                    undecided = null;
                    break;
            }

            pattern = or.LeftPattern;
        }

        return DecideOne(value, pattern) switch
        {
            true => true,
            false => undecided,
            null => null,
        };
    }

    private static bool? DecideOne(Const value, IPatternOperation pattern)
    {
        var positive = true;
        while (pattern is INegatedPatternOperation negated)
        {
            positive = !positive;
            pattern = negated.Pattern;
        }

        if (pattern is IRelationalPatternOperation { Value.ConstantValue: { HasValue: true, Value: { } bound } } relational
            && Constants.Of(bound) is { } limit)
        {
            if (value.EqualTo(Const.NullNumber) == true)
            {
                return !positive;
            }

            return Compare(value, Const.Of(limit), relational.OperatorKind) is { } holds ? holds == positive : null;
        }

        return pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true } constant }
            && (constant.Value is null ? Const.NullNumber : Constants.Of(constant.Value)) is { } number
            && value.EqualTo(number) is { } equal
                ? equal == positive
                : null;
    }

    private static bool MatchesNull(IPatternOperation pattern) => pattern switch
    {
        IDiscardPatternOperation => true,
        IDeclarationPatternOperation declaration => declaration.MatchesNull,
        _ => false,
    };

    // Whether the pattern fails on null only: a type the value has anyway, or `{ }`.
    private static bool MatchesEverythingButNull(IPatternOperation pattern, Value value)
    {
        var type = value.Place?.Type;
        return pattern switch
        {
            IDeclarationPatternOperation declaration => IsSameOrNullableOf(declaration.MatchedType, type),
            ITypePatternOperation typed => IsSameOrNullableOf(typed.MatchedType, type),
            IRecursivePatternOperation recursive => recursive.DeconstructionSubpatterns.IsEmpty && recursive.PropertySubpatterns.IsEmpty
                && IsSameOrNullableOf(recursive.MatchedType, type),
            _ => false,
        };
    }

    private static bool IsSameOrNullableOf(ITypeSymbol? matched, ITypeSymbol? type) =>
        SymbolEqualityComparer.Default.Equals(matched, type)
        || (type is INamedTypeSymbol { TypeArguments: [var content] } && KnownTypes.IsNullable(type)
            && SymbolEqualityComparer.Default.Equals(matched, content));

    private bool CheckUseUnlessNullTest(World world, Place place, IPatternOperation pattern, IOperation operation) =>
        pattern is IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true, DeclaredSymbol: null }
        || CheckUse(world, place, ((operation as IIsPatternOperation)?.Value ?? operation).Syntax);

    private static bool Declares(IPatternOperation pattern)
    {
        foreach (var inner in Nested(pattern))
        {
            if (inner is IDeclarationPatternOperation { DeclaredSymbol: not null } or IRecursivePatternOperation { DeclaredSymbol: not null }
                or IListPatternOperation { DeclaredSymbol: not null })
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<IPatternOperation> Nested(IPatternOperation pattern)
    {
        yield return pattern;
        foreach (var operation in pattern.Descendants())
        {
            if (operation is IPatternOperation inner)
            {
                yield return inner;
            }
        }
    }
}
