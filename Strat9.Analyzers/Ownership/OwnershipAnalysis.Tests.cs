using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

// Tests: each splits the path into one for every outcome, so that what follows needs no special cases.
internal sealed partial class OwnershipAnalysis
{
    /// <summary>
    /// Tests a value for null. The world given goes on as "not null", a fork as "null"; when only one is possible there is no fork.
    /// </summary>
    private Value TestNull(World world, Value value, IOperation operation, bool whenNull)
    {
        var (isNull, isNot) = (Value.Constant(Const.Of(whenNull)), Value.Constant(Const.Of(!whenNull)));
        if (value.Kind != ValueKind.Place)
        {
            return value.Const.EqualTo(0) switch
            {
                true => isNull,
                false => isNot,
                null when value.Flag is { } flag && flag.Type is { IsReferenceType: true } && world.BindingOf(flag) is not null
                    => Split(world, operation, isNull, isNot, w => w.Bind(flag, Value.Null), w => w.Bind(flag, Value.Constant(Const.NotNull))),
                _ => value is { Kind: ValueKind.Fresh, Status: Status.Empty } ? isNull : Value.Plain,
            };
        }

        var place = value.Place!;
        if (!place.IsTracked)
        {
            return Value.Plain;
        }

        // What was moved may be tested: that is no use, and says nothing.
        var fact = Effective(world, place);
        var unknown = fact.Status & (Status.Moved | Status.Spent);
        if (fact.Status == unknown)
        {
            return Value.Plain;
        }

        if ((fact.Status & ~(Status.Empty | Status.NotGiven)) == 0)
        {
            return isNull;
        }

        return Split(
            world,
            operation,
            isNull,
            isNot,
            w => SetKeepingParts(w, place, fact with { Status = Status.Empty | unknown, CameFrom = null }),
            w => SetKeepingParts(w, place, fact with { Status = fact.Status & ~(Status.Empty | Status.NotGiven) }));
    }

    private static void SetKeepingParts(World world, Place place, Fact fact) => world.Facts = world.Facts.With(place.Id, fact);

    private Value Split(World world, IOperation operation, Value forFork, Value forWorld, Action<World> inFork, Action<World> inWorld)
    {
        var fork = Fork(world);
        inFork(fork);
        SetValue(fork, operation, forFork);
        inWorld(world);
        return forWorld;
    }

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

        return Match(world, value, test.Pattern, test);
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
                SetKeepingParts(fork, place, fact with { Status = Status.Empty | (fact.Status & (Status.Moved | Status.Spent)), CameFrom = null });
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

    /// <summary>Compares a flag with a number.</summary>
    private Value TestEqual(World world, Value value, long number, IOperation operation, bool whenEqual)
    {
        var (equal, unequal) = (Value.Constant(Const.Of(whenEqual)), Value.Constant(Const.Of(!whenEqual)));
        switch (value.Const.EqualTo(number))
        {
            case true:
                return equal;
            case false:
                return unequal;
        }

        if (value.Flag is not { } flag || !IsFollowedFlag(flag) || value.Const.IsUnknown)
        {
            return Value.Plain;
        }

        var rest = value.Const.Except(number);
        return Split(
            world,
            operation,
            equal,
            unequal,
            w => w.Bind(flag, Value.Constant(Const.Of(number))),
            w => w.Bind(flag, Value.Constant(rest)));
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
            return Compare(value, Const.Of(limit), relational.OperatorKind) is { } holds ? holds == positive : null;
        }

        return pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true } constant }
            && (constant.Value is null ? 0 : Constants.Of(constant.Value)) is { } number
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

    // The names that the pattern declares take their parts.
    private void Take(World world, Value value, ISymbol? variable, IOperation operation, IPatternOperation? pattern = null)
    {
        if (variable is ILocalSymbol local)
        {
            TakeInto(world, local, value, operation);
        }

        if (pattern is null)
        {
            return;
        }

        // The pattern's own name takes the whole; names inside take parts, found along the path of fields.
        var open = new Stack<(IPatternOperation Pattern, Value Value)>();
        open.Push((pattern, value));
        while (open.Count > 0)
        {
            var (current, subject) = open.Pop();
            switch (current)
            {
                case IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol name }:
                    TakeInto(world, name, subject, operation);
                    break;
                case IRecursivePatternOperation recursive:
                    foreach (var property in recursive.PropertySubpatterns)
                    {
                        open.Push((property.Pattern, PartOfSubject(subject, property.Member)));
                    }

                    if (subject.Place?.Type is INamedTypeSymbol { IsTupleType: true } tuple
                        && tuple.TupleElements.Length == recursive.DeconstructionSubpatterns.Length)
                    {
                        for (var i = 0; i < tuple.TupleElements.Length; i++)
                        {
                            open.Push((recursive.DeconstructionSubpatterns[i], PartValue(subject.Place, tuple.TupleElements[i])));
                        }
                    }
                    else
                    {
                        foreach (var inner in recursive.DeconstructionSubpatterns)
                        {
                            open.Push((inner, Value.Lent(null)));
                        }
                    }

                    if (recursive.DeclaredSymbol is ILocalSymbol whole)
                    {
                        TakeInto(world, whole, subject, operation);
                    }

                    break;
                case IBinaryPatternOperation binary:
                    open.Push((binary.LeftPattern, subject));
                    open.Push((binary.RightPattern, subject));
                    break;
            }
        }
    }

    private Value PartOfSubject(Value subject, IOperation member) =>
        subject.Place is { } place && member is IFieldReferenceOperation { Field: { IsStatic: false } field }
            ? PartValue(place, field)
            : subject.Place is { } whole && member is IPropertyReferenceOperation property && BackingField(property.Property) is { } backing
                ? PartValue(whole, backing)
                : Value.Lent(null);

    private Value PartValue(Place whole, IFieldSymbol field) => PartOf(whole, field) is { } part ? Value.Of(part) : Value.Lent(null);

    private void TakeInto(World world, ILocalSymbol name, Value subject, IOperation operation)
    {
        var variable = _places.Local(name);
        if (!variable.IsTracked)
        {
            if (subject is { Kind: ValueKind.Plain } && CanBeFlag(variable.Type))
            {
                world.Bind(variable, subject.Const.IsUnknown ? null : Value.Constant(subject.Const));
            }

            return;
        }

        if (subject is { Kind: ValueKind.Place, Place: { IsTracked: true } place })
        {
            var guard = Guard(operation);
            if (Effective(world, place).May(Status.Borrowed) || place.Symbol is ILocalSymbol { IsUsing: true })
            {
                // A name for what is lent is lent too.
                if (!BindAlias(world, variable, Value.Of(place)))
                {
                    Set(world, variable, Fact.Borrowed);
                }
            }
            else if (guard is null)
            {
                Take(world, variable, place, operation.Syntax);
            }
            else
            {
                world.Bind(variable, Value.Of(place));
                world.Deferred = world.Deferred.Add(new Binding(variable, place, guard.Value.Condition, guard.Value.Success));
            }
        }
        else
        {
            Set(world, variable, subject.Kind == ValueKind.Fresh
                ? new Fact(subject.Status, subject.States, null, subject.Site)
                : subject.Kind == ValueKind.Lent ? Fact.Borrowed : Fact.Owned);
        }
    }

    private void Take(World world, Place variable, Place part, SyntaxNode at)
    {
        var taken = MovePlace(world, part, at, "taken by the pattern");
        world.Bind(variable, null);
        Set(world, variable, new Fact(taken.Status, taken.States, null, taken.Site ?? new Site(at, "matched")));
    }

    /// <summary>The condition that a name waits for, and the value with which it succeeds.</summary>
    private static (SyntaxNode Condition, bool Success)? Guard(IOperation test)
    {
        for (var node = test.Syntax; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case CasePatternSwitchLabelSyntax label:
                    return label.WhenClause is { } when ? (when, true) : null;
                case SwitchExpressionArmSyntax arm:
                    return arm.WhenClause is { } arrow ? (arrow, true) : null;
                case IsPatternExpressionSyntax @is:
                    return Guard(@is);
                case StatementSyntax:
                    return null;
            }
        }

        return null;
    }

    // `x is { } y && …`: the rest of the chain is the guard. `x is not { } y || …` is the same, denied.
    private static (SyntaxNode Condition, bool Success)? Guard(IsPatternExpressionSyntax test)
    {
        var success = true;
        for (var pattern = test.Pattern; ; )
        {
            if (pattern is UnaryPatternSyntax not)
            {
                success = !success;
                pattern = not.Pattern;
            }
            else if (pattern is ParenthesizedPatternSyntax parenthesized)
            {
                pattern = parenthesized.Pattern;
            }
            else
            {
                break;
            }
        }

        SyntaxNode condition = test;
        var guarded = false;
        while (true)
        {
            switch (condition.Parent)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    condition = parenthesized;
                    continue;
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                    success = !success;
                    condition = not;
                    continue;
                case BinaryExpressionSyntax binary
                    when binary.IsKind(success ? SyntaxKind.LogicalAndExpression : SyntaxKind.LogicalOrExpression):
                    guarded |= binary.Left == condition;
                    condition = binary;
                    continue;
                default:
                    return guarded ? (condition, success) : null;
            }
        }
    }

    // The first operation beyond the guard shows that it has succeeded.
    private void FlushDeferred(World world, IOperation operation)
    {
        if (world.Deferred.IsEmpty)
        {
            return;
        }

        foreach (var deferred in world.Deferred)
        {
            if (!deferred.Guard.Span.Contains(operation.Syntax.Span) && operation is not IIsPatternOperation and not IFlowCaptureReferenceOperation)
            {
                world.Deferred = world.Deferred.Remove(deferred);
                Take(world, deferred.Variable, deferred.Part, deferred.Guard.Parent ?? deferred.Guard);
            }
        }
    }

    // The last operand of a guard decides it: then the names take their parts, or never will.
    private void SettleGuard(World world, BasicBlock block, bool value)
    {
        if (world.Deferred.IsEmpty || block.BranchValue?.Syntax is not { } syntax)
        {
            return;
        }

        foreach (var deferred in world.Deferred)
        {
            if (!deferred.Guard.Span.Contains(syntax.Span) || GuardOutcome(syntax, deferred.Guard, value) is not { } succeeded)
            {
                continue;
            }

            world.Deferred = world.Deferred.Remove(deferred);
            if (succeeded == deferred.Success)
            {
                Take(world, deferred.Variable, deferred.Part, deferred.Guard.Parent ?? deferred.Guard);
            }
            else
            {
                world.Bind(deferred.Variable, null);
            }
        }
    }

    // What an operand's value makes of the whole condition: null while another operand decides.
    private static bool? GuardOutcome(SyntaxNode operand, SyntaxNode guard, bool value)
    {
        for (var node = operand; node.Parent is { } parent && node != guard; node = parent)
        {
            switch (parent)
            {
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }:
                    value = !value;
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } conjunction
                    when conjunction.Left == node && value:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } disjunction
                    when disjunction.Left == node && !value:
                    return null;
            }
        }

        return value;
    }
}
