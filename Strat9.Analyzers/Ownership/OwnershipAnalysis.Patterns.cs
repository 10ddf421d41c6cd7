using System.Collections.Immutable;
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

        if (value.Kind == ValueKind.Place && value.Place!.IsTracked)
        {
            var place = value.Place;
            if (!CheckUseUnlessNullTest(world, place, pattern, operation))
            {
                Take(world, value, null, operation, pattern);
                return Value.Plain;
            }

            return _body.Services.Unions.Of(place.Type) is { IsEmpty: false } cases
                ? MatchCase(world, value, cases, pattern, operation, yes, no)
                : MatchPlace(world, value, pattern, operation, yes, no);
        }

        if (value is { Kind: ValueKind.Plain, Elements.IsDefault: false } && pattern is IRecursivePatternOperation { DeclaredSymbol: null } positional
            && positional.DeconstructionSubpatterns.Length == value.Elements.Length)
        {
            return MatchElements(world, value.Elements, positional, operation, yes, no);
        }

        if (value.Kind == ValueKind.Plain && MatchConstants(world, value, pattern, operation, yes, no) is { } known)
        {
            return known;
        }

        if (Declares(pattern))
        {
            var fork = Fork(world);
            SetValue(fork, operation, no);
            if (!PatternShape.FailsOnNullOnly(pattern))
            {
                Discard(fork, value, Subject(operation));
            }

            Take(world, value, null, operation, pattern);
            return yes;
        }

        return Value.Plain;
    }

    private Value MatchPlace(World world, Value value, IPatternOperation pattern, IOperation operation, Value yes, Value no)
    {
        var place = value.Place!;
        var fact = Effective(world, place);
        var matchesNull = MatchesNull(pattern);
        if (!matchesNull && fact.Status == Status.Empty)
        {
            return no;
        }

        var fork = Fork(world);
        if (PatternShape.FailsOnNullOnly(pattern))
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

    // A union is in one of its cases: a pattern says in which, and those that are left may owe nothing.
    private Value MatchCase(
        World world, Value value, ImmutableArray<INamedTypeSymbol> cases, IPatternOperation pattern, IOperation operation, Value yes, Value no)
    {
        var place = value.Place!;
        var fact = Effective(world, place);
        var (surely, perhaps) = (StateSet.Empty, StateSet.Empty);
        for (var i = 0; i < cases.Length; i++)
        {
            var matches = PatternShape.MatchesCase(pattern, cases[i]);
            var bit = StateSet.Of(i);
            surely |= matches == true ? bit : StateSet.Empty;
            perhaps |= matches != false ? bit : StateSet.Empty;
        }

        var possible = fact.States.IsEmpty ? surely | ~surely : fact.States;
        var all = StateSet.Below(cases.Length);
        var (here, rest) = (possible & perhaps & all, possible & ~surely & all);
        if (here.IsEmpty)
        {
            return no;
        }

        if (!rest.IsEmpty)
        {
            var fork = Fork(world);
            SetKeepingParts(fork, place, InCases(fact, place, rest));
            SetValue(fork, operation, no);
        }

        SetKeepingParts(world, place, InCases(fact, place, here));
        Take(world, value, null, operation, pattern);
        return yes;
    }

    private Fact InCases(Fact fact, Place place, StateSet cases) => fact with
    {
        States = cases,
        Status = fact.May(Status.Owned) && !_body.Services.Unions.MayOwe(place.Type, cases) && place.IsLinear
            ? (fact.Status & ~Status.Owned) | Status.Empty
            : fact.Status,
    };

    private static IOperation Subject(IOperation test) => (test as IIsPatternOperation)?.Value ?? test;

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

    // `or` and `and` over constants: decided when every part is. Of a few possible numbers some may match, and the others not.
    private Value? MatchConstants(World world, Value value, IPatternOperation pattern, IOperation operation, Value yes, Value no)
    {
        if (value.Const.IsUnknown)
        {
            return null;
        }

        if (Decide(value.Const, pattern) is { } outcome)
        {
            return outcome ? yes : no;
        }

        if (value.Const.Possible.IsDefault)
        {
            return null;
        }

        var (matching, others) = (new List<long>(), new List<long>());
        foreach (var number in value.Const.Possible)
        {
            if (Decide(Const.Of(number), pattern) is not { } matches)
            {
                return null;
            }

            (matches ? matching : others).Add(number);
        }

        return matching.Count == 0 ? no
            : others.Count == 0 ? yes
            : value.Flag is { } flag && IsFollowedFlag(flag)
                ? Split(world, operation, no, yes, w => w.Bind(flag, Value.Constant(Const.OneOf(others))), w => w.Bind(flag, Value.Constant(Const.OneOf(matching))))
                : null;
    }

    // A tuple of flags: each element is asked in turn, and a path leaves where one does not match.
    private Value MatchElements(
        World world, ImmutableArray<Value> elements, IRecursivePatternOperation pattern, IOperation operation, Value yes, Value no)
    {
        var surely = true;
        for (var i = 0; i < elements.Length; i++)
        {
            var part = pattern.DeconstructionSubpatterns[i];
            if (PatternShape.FailsOnNullOnly(part) && (MatchesNull(part) || part.InputType is { IsValueType: true } && !KnownTypes.IsNullable(part.InputType)))
            {
                continue;
            }

            var (same, other) = (yes, no);
            while (part is INegatedPatternOperation negated)
            {
                (same, other) = (other, same);
                part = negated.Pattern;
            }

            var result = MatchConstants(world, elements[i], part, operation, same, other);
            if (result is not null && result.Equals(no))
            {
                return no;
            }

            surely &= result is not null;
        }

        foreach (var part in pattern.DeconstructionSubpatterns)
        {
            Take(world, elements[pattern.DeconstructionSubpatterns.IndexOf(part)], null, operation, part);
        }

        return surely ? yes : Value.Plain;
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

    private bool CheckUseUnlessNullTest(World world, Place place, IPatternOperation pattern, IOperation operation) =>
        pattern is IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true, DeclaredSymbol: null }
        || CheckUse(world, place, Subject(operation).Syntax);

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
