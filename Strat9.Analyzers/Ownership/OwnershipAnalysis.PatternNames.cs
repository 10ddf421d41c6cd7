using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

// Names that patterns declare: borrowed until the guard has succeeded, then each takes its part.
internal sealed partial class OwnershipAnalysis
{
    // The names that the pattern declares take their parts.
    private void Take(World world, Value value, ISymbol? variable, IOperation operation, IPatternOperation? pattern = null)
    {
        HoldInNames(world, value, variable, pattern);
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

                    var parts = PositionalParts(subject, recursive, operation);
                    for (var i = 0; i < parts.Length; i++)
                    {
                        open.Push((recursive.DeconstructionSubpatterns[i], parts[i]));
                    }

                    if (recursive.DeclaredSymbol is ILocalSymbol whole)
                    {
                        TakeInto(world, whole, subject, operation);
                    }
                    else if (parts.IsEmpty && recursive.PropertySubpatterns.IsEmpty)
                    {
                        Discard(world, subject, Subject(operation), recursive.InputType);
                    }

                    break;
                case IBinaryPatternOperation binary:
                    open.Push((binary.LeftPattern, subject));
                    open.Push((binary.RightPattern, subject));
                    break;
                default:
                    // A new value that no name takes is gone.
                    Discard(world, subject, Subject(operation), current.InputType);
                    break;
            }
        }
    }

    // A name for a span, or for a slice of one, borrows what the span does.
    private void HoldInNames(World world, Value value, ISymbol? variable, IPatternOperation? pattern)
    {
        if (value.Loans.IsEmpty)
        {
            return;
        }

        IEnumerable<ISymbol?> names = pattern is null ? [variable] : Nested(pattern).Select(NameOf);
        foreach (var name in names.OfType<ILocalSymbol>())
        {
            if (_body.Services.Known.CanHoldLoan(name.Type))
            {
                Hold(world, _places.Local(name), value.Loans);
            }
        }
    }

    private static ISymbol? NameOf(IPatternOperation pattern) => pattern switch
    {
        IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
        IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
        IListPatternOperation list => list.DeclaredSymbol,
        _ => null,
    };

    // What stands at each position of `(…, …)`: the elements of a tuple, or what Deconstruct takes out.
    private ImmutableArray<Value> PositionalParts(Value subject, IRecursivePatternOperation pattern, IOperation operation)
    {
        var count = pattern.DeconstructionSubpatterns.Length;
        if (count == 0)
        {
            return [];
        }

        if (pattern.DeconstructSymbol is IMethodSymbol method)
        {
            return DeconstructedParts(subject, method, operation.Syntax);
        }

        if (KnownTypes.ContentOf(pattern.InputType) is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.Length == count)
        {
            return subject switch
            {
                { Place: { } place } => [.. tuple.TupleElements.Select(e => PartValue(place, e))],
                { Kind: ValueKind.Fresh, Elements.IsDefault: false } => subject.Elements,
                { Kind: ValueKind.Fresh } => [.. tuple.TupleElements.Select(e => Ownership.IsTracked(e.Type) ? Value.Fresh(subject.Site, subject.Status) : Value.Plain)],
                _ => [.. tuple.TupleElements.Select(_ => Value.Lent(null))],
            };
        }

        return [.. pattern.DeconstructionSubpatterns.Select(_ => Value.Lent(null))];
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
                : subject.Kind == ValueKind.Lent ? Fact.Borrowed with { States = subject.States } : Fact.Owned);
        }
    }

    private void Take(World world, Place variable, Place part, SyntaxNode at)
    {
        var taken = MovePlace(world, part, at, "taken by the pattern");
        EndTakenApart(world, part);
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
