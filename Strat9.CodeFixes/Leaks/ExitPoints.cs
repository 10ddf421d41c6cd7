using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Leaks;

/// <summary>Where the scope of a variable is left: its end, the jumps out of it, and the ends of its branches.</summary>
internal sealed class ExitPoints
{
    private readonly Scene _scene;
    private readonly ISymbol _variable;
    private readonly SyntaxNode _scope;
    private readonly int _start;

    private ExitPoints(Scene scene, ISymbol variable, SyntaxNode scope, int start)
    {
        _scene = scene;
        _variable = variable;
        _scope = scope;
        _start = start;
    }

    /// <summary>Where code that ends the scope would stand: to look up what is visible there.</summary>
    public int Position => _scope is BlockSyntax { CloseBraceToken: { IsMissing: false } brace } ? brace.SpanStart : _scope.Span.End - 1;

    /// <summary>Finds the scope of what is declared at a node; <see langword="null"/> where no statement can be written in it.</summary>
    /// <param name="scene">Where.</param>
    /// <param name="variable">The local, parameter, or field that a member should have consumed.</param>
    /// <param name="declaration">The node that declares it; for a field the member.</param>
    public static ExitPoints? Of(Scene scene, ISymbol variable, SyntaxNode declaration)
    {
        var (scope, start) = declaration switch
        {
            ParameterSyntax { Parent: SimpleLambdaExpressionSyntax lambda } => (BodyOf(lambda), lambda.ArrowToken.Span.End),
            ParameterSyntax parameter => (BodyOf(parameter.Parent?.Parent), parameter.Span.End),
            BaseMethodDeclarationSyntax method => (BodyOf(method), method.SpanStart),
            ForEachStatementSyntax each => (each.Statement, each.Statement.SpanStart),
            VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block } statement } => (block, statement.Span.End),
            SingleVariableDesignationSyntax designation => (ScopeOf(designation), designation.Span.End),
            _ => (null, 0),
        };
        return scope is BlockSyntax or ArrowExpressionClauseSyntax ? new ExitPoints(scene, variable, scope, start) : null;
    }

    /// <summary>The likely ones first.</summary>
    public IEnumerable<ExitPoint> All()
    {
        if (_scope is ArrowExpressionClauseSyntax arrow)
        {
            return Arrow(arrow);
        }

        var nodes = _scope.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) || n == _scope)
            .Where(n => n.SpanStart >= _start).ToList();
        return new ExitPoint[] { new ExitPoint.End((BlockSyntax)_scope, _scene.Text) }
            .Concat(nodes.OfType<StatementSyntax>().Where(Leaves).Select(Before))
            .Concat(nodes.SelectMany(Branches));
    }

    private static SyntaxNode? BodyOf(SyntaxNode? function) => function switch
    {
        BaseMethodDeclarationSyntax method => method.Body ?? (SyntaxNode?)method.ExpressionBody,
        LocalFunctionStatementSyntax local => local.Body ?? (SyntaxNode?)local.ExpressionBody,
        AnonymousFunctionExpressionSyntax lambda => lambda.Block,
        _ => null,
    };

    // What an expression declares lives as long as the statement's block, or in the body of its loop.
    private static SyntaxNode? ScopeOf(SyntaxNode designation) => designation.FirstAncestorOrSelf<StatementSyntax>() switch
    {
        ForEachVariableStatementSyntax each => each.Statement,
        WhileStatementSyntax loop => loop.Statement,
        { Parent: BlockSyntax block } => block,
        _ => null,
    };

    private IEnumerable<ExitPoint> Arrow(ArrowExpressionClauseSyntax arrow)
    {
        var (semicolon, symbol) = arrow.Parent switch
        {
            BaseMethodDeclarationSyntax method => (method.SemicolonToken, _scene.Model.GetDeclaredSymbol(method, _scene.Cancel)),
            LocalFunctionStatementSyntax local => (local.SemicolonToken, _scene.Model.GetDeclaredSymbol(local, _scene.Cancel)),
            _ => (default, null),
        };
        if (symbol is { ReturnsByRef: false, ReturnsByRefReadonly: false } && !semicolon.IsKind(SyntaxKind.None))
        {
            var returns = !symbol.ReturnsVoid && !(symbol.IsAsync && _scene.Services.Known.IsPlainTask(symbol.ReturnType))
                && symbol.MethodKind is not (MethodKind.Constructor or MethodKind.Destructor);
            var name = returns && Mentions(arrow.Expression) ? FreeName(arrow) : null;
            yield return new ExitPoint.Arrow(arrow, semicolon, returns, name, _scene.Text);
        }
    }

    private bool Leaves(StatementSyntax statement) => statement switch
    {
        ReturnStatementSyntax or ThrowStatementSyntax or YieldStatementSyntax { RawKind: (int)SyntaxKind.YieldBreakStatement } => true,
        BreakStatementSyntax or ContinueStatementSyntax => TargetOf(statement) is { } target && !_scope.Contains(target),
        _ => false,
    };

    private static SyntaxNode? TargetOf(StatementSyntax jump) => jump.Ancestors().FirstOrDefault(a =>
        a is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax
        || (a is SwitchStatementSyntax && jump is BreakStatementSyntax));

    private IEnumerable<ExitPoint> Branches(SyntaxNode node)
    {
        switch (node)
        {
            case BlockSyntax block:
                yield return new ExitPoint.End(block, _scene.Text);
                break;
            case IfStatementSyntax { Else: null, Statement: BlockSyntax or ExpressionStatementSyntax } test:
                yield return new ExitPoint.Else(test, _scene.Text);
                break;
            case BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax when !Leaves((StatementSyntax)node):
                yield return Before((StatementSyntax)node);
                break;
        }
    }

    private ExitPoint.Jump Before(StatementSyntax jump)
    {
        var reads = jump is ReturnStatementSyntax { Expression: { } returned and not RefExpressionSyntax } && Mentions(returned);
        return new ExitPoint.Jump(jump, reads ? FreeName(jump) : null, _scene.Text);
    }

    private bool Mentions(ExpressionSyntax expression) => expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(
        n => n.Identifier.ValueText == _variable.Name
            && SymbolEqualityComparer.Default.Equals(_scene.Model.GetSymbolInfo(n, _scene.Cancel).Symbol, _variable));

    // A name that nothing in the member has.
    private static string FreeName(SyntaxNode node)
    {
        const string Name = "result";
        var member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? node;
        var used = new HashSet<string>(member.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText), StringComparer.Ordinal);
        var name = Name;
        for (var i = 2; used.Contains(name); i++)
        {
            name = Name + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return name;
    }
}
