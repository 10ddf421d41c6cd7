using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Rules;

/// <summary>What a <c>switch</c> statement or expression handles without a guard: both forms seen alike.</summary>
internal sealed class SwitchArms
{
    private readonly ImmutableArray<IOperation> _arms;

    private SwitchArms(IOperation governing, SyntaxNode syntax, IEnumerable<IOperation> arms)
    {
        Governing = governing;
        Syntax = syntax;
        _arms = [.. arms];
    }

    /// <summary>The value that is switched over.</summary>
    public IOperation Governing { get; }

    public SyntaxNode Syntax { get; }

    /// <summary>From the keyword to what is switched over: the arms are not at fault.</summary>
    public Location Header => Syntax switch
    {
        SwitchStatementSyntax statement => Between(statement.SwitchKeyword.SpanStart, statement.OpenBraceToken.GetPreviousToken().Span.End),
        SwitchExpressionSyntax expression => Between(expression.GoverningExpression.SpanStart, expression.SwitchKeyword.Span.End),
        _ => Syntax.GetLocation(),
    };

    public bool IsExpression => Syntax is SwitchExpressionSyntax;

    public static SwitchArms? Of(IOperation operation) => operation switch
    {
        ISwitchOperation statement => new(
            Unconverted(statement.Value),
            statement.Syntax,
            statement.Cases.SelectMany(c => c.Clauses).Select(Unguarded).OfType<IOperation>()),
        ISwitchExpressionOperation expression => new(
            Unconverted(expression.Value),
            expression.Syntax,
            expression.Arms.Where(a => IsTrue(a.Guard)).Select(a => a.Pattern)),
        _ => null,
    };

    /// <summary>Whether some arm takes this member of the enum that is switched over.</summary>
    public bool Takes(long value) => _arms.Any(a => a switch
    {
        IDefaultCaseClauseOperation => true,
        IPatternOperation pattern => Matches(pattern, value) == true,
        _ => a.ConstantValue is { HasValue: true, Value: { } constant } && Constants.Of(constant) == value,
    });

    /// <summary>Whether some arm takes this case of the union that is switched over, whatever its parts are.</summary>
    public bool Takes(INamedTypeSymbol @case) => Takes(p => MatchesCase(p, @case));

    /// <summary>Whether some arm takes a value, by what its simple patterns say to it: yes, no, or on some such values only.</summary>
    public bool Takes(Func<IPatternOperation, bool?> one) => _arms.Any(a =>
        a is IDefaultCaseClauseOperation || (a is IPatternOperation pattern && Matches(pattern, one) == true));

    /// <summary>Whether a pattern matches this number; <see langword="null"/>: not known.</summary>
    public static bool? Matches(IPatternOperation pattern, long value) => Matches(pattern, p => MatchesValue(p, value));

    /// <summary>Whether a pattern matches this case; <see langword="null"/>: on some of its parts only.</summary>
    public static bool? Matches(IPatternOperation pattern, INamedTypeSymbol @case) => Matches(pattern, p => MatchesCase(p, @case));

    /// <summary>Whether a pattern matches every value of its type that is not null.</summary>
    public static bool TakesEverything(IPatternOperation pattern) => TakeAll([pattern]);

    private static IOperation? Unguarded(ICaseClauseOperation clause) => clause switch
    {
        IDefaultCaseClauseOperation => clause,
        ISingleValueCaseClauseOperation single => single.Value,
        IPatternCaseClauseOperation pattern when IsTrue(pattern.Guard) => pattern.Pattern,
        _ => null,
    };

    private static bool IsTrue(IOperation? guard) => guard is null or { ConstantValue: { HasValue: true, Value: true } };

    public static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    // Null: on some values of it only. Without recursion: patterns may be deep.
    private static bool? Matches(IPatternOperation pattern, Func<IPatternOperation, bool?> one)
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
                _ => TakeAll([current]) ? true : one(current),
            };
        }

        return known[pattern];
    }

    private static bool? Or(bool? a, bool? b) => a == true || b == true ? true : a is null || b is null ? null : false;

    public static bool? And(bool? a, bool? b) => a == false || b == false ? false : a is null || b is null ? null : true;

    private static bool? MatchesValue(IPatternOperation pattern, long value) => pattern switch
    {
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: var constant } } =>
            constant is not null && Constants.Of(constant) == value,
        IRelationalPatternOperation { Value.ConstantValue: { HasValue: true, Value: { } limit } } relational
            when Constants.Of(limit) is { } bound => relational.OperatorKind switch
            {
                BinaryOperatorKind.LessThan => value < bound,
                BinaryOperatorKind.LessThanOrEqual => value <= bound,
                BinaryOperatorKind.GreaterThan => value > bound,
                BinaryOperatorKind.GreaterThanOrEqual => value >= bound,
                _ => null,
            },
        _ => null,
    };

    private static bool? MatchesCase(IPatternOperation pattern, INamedTypeSymbol @case)
    {
        var matched = pattern switch
        {
            ITypePatternOperation type => type.MatchedType,
            IDeclarationPatternOperation declaration => declaration.MatchedType,
            IRecursivePatternOperation recursive => recursive.MatchedType,
            _ => null,
        };
        return !SymbolEqualityComparer.Default.Equals(matched, @case) ? false
            : pattern is not IRecursivePatternOperation parts || TakeAll(PartsOf(parts)) ? true : null;
    }

    // Whether each matches every value of its input that is not null.
    private static bool TakeAll(IEnumerable<IPatternOperation> patterns)
    {
        var open = new Stack<IPatternOperation>(patterns);
        while (open.Count > 0)
        {
            var pattern = open.Pop();
            switch (pattern)
            {
                case IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true }:
                case IDeclarationPatternOperation { MatchedType: var declared } when IsInput(pattern, declared):
                case ITypePatternOperation { MatchedType: var type } when IsInput(pattern, type):
                    break;
                case IRecursivePatternOperation recursive when IsInput(pattern, recursive.MatchedType):
                    foreach (var part in PartsOf(recursive))
                    {
                        open.Push(part);
                    }

                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool IsInput(IPatternOperation pattern, ITypeSymbol? matched) =>
        pattern.InputType.IsValueType && SymbolEqualityComparer.Default.Equals(matched, pattern.InputType);

    private static IEnumerable<IPatternOperation> PartsOf(IRecursivePatternOperation pattern) =>
        pattern.DeconstructionSubpatterns.Concat(pattern.PropertySubpatterns.Select(p => p.Pattern));

    private Location Between(int start, int end) => Location.Create(Syntax.SyntaxTree, TextSpan.FromBounds(start, end));
}
