using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Ownership;

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
        IPatternOperation pattern => PatternShape.Matches(pattern, p => MatchesValue(p, value)) == true,
        _ => a.ConstantValue is { HasValue: true, Value: { } constant } && Constants.Of(constant) == value,
    });

    /// <summary>Whether some arm takes this case of the union that is switched over, whatever its parts are.</summary>
    public bool Takes(INamedTypeSymbol @case) => _arms.Any(a =>
        a is IDefaultCaseClauseOperation || (a is IPatternOperation pattern && PatternShape.MatchesCase(pattern, @case) == true));

    /// <summary>Whether some arm takes a value, by what its simple patterns say to it: yes, no, or on some such values only.</summary>
    public bool Takes(Func<IPatternOperation, bool?> one) => _arms.Any(a =>
        a is IDefaultCaseClauseOperation || (a is IPatternOperation pattern && PatternShape.Matches(pattern, one) == true));

    /// <summary>Whether a pattern matches this number; <see langword="null"/>: not known.</summary>
    public static bool? Matches(IPatternOperation pattern, long value) => PatternShape.Matches(pattern, p => MatchesValue(p, value));

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

    private Location Between(int start, int end) => Location.Create(Syntax.SyntaxTree, TextSpan.FromBounds(start, end));
}
