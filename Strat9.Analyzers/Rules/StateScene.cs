using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>Where STRAT2001 looks: an operation, the semantic model it comes from and the protocols in sight.</summary>
internal sealed class StateScene(
    IOperation operation,
    ISymbol member,
    SemanticModel model,
    ProtocolModels protocols,
    Action<Diagnostic> report,
    CancellationToken cancel)
{
    public IOperation Operation => operation;

    public SemanticModel Model => model;

    public ISymbol Member => member;

    public CancellationToken Cancel => cancel;

    /// <summary>Whether bodies marked <c>[Trusted]</c> are looked into as well: to see what they hide.</summary>
    public bool LooksIntoTrusted { get; init; }

    public Protocol? ProtocolOf(CarrierInstance instance) => protocols.Of(instance.Type);

    /// <summary>Methods that take a carrier and give it back in another state, and are no transitions themselves.</summary>
    public IEnumerable<Transition> CallsFor(Protocol protocol) => protocols.CallsFor(protocol);

    /// <summary>The carrier that an expression is, as far as the compiler could tell.</summary>
    public CarrierInstance? CarrierOf(ExpressionSyntax expression) => CarrierInstance.Of(model.GetTypeInfo(expression, Cancel).Type);

    /// <summary>Whether code at the operation may call a method.</summary>
    public bool CanCall(ISymbol method)
    {
        ISymbol within = Member as INamedTypeSymbol ?? Member.ContainingType ?? (ISymbol)model.Compilation.Assembly;
        return model.Compilation.IsSymbolAccessibleWithin(method, within);
    }

    /// <summary>Whether the body around the operation, or what is around that, is marked <c>[Trusted]</c>, and is left alone for it.</summary>
    public bool IsTrusted() =>
        !LooksIntoTrusted && OwnershipAnalyzer.IsTrusted(model.GetEnclosingSymbol(Operation.Syntax.SpanStart, Cancel) ?? Member);

    /// <summary>
    /// Whether an expression's value belongs to the body it stands in, so that a step may be taken with it: a local, a by-value parameter,
    /// what a call returns. What is captured, borrowed or a part of something else does not.
    /// </summary>
    public bool IsOwned(ExpressionSyntax expression)
    {
        var value = model.GetOperation(expression, Cancel);
        while (value is IConversionOperation { IsImplicit: true } conversion)
        {
            value = conversion.Operand;
        }

        return value switch
        {
            ILocalReferenceOperation { Local: { RefKind: RefKind.None, IsUsing: false } local } => IsOfThisBody(local, expression),
            IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } =>
                IsOfThisBody(parameter, expression) && !parameter.Has(KnownNames.Borrows),
            IInvocationOperation { TargetMethod: var method } =>
                !method.ReturnsByRef && !method.ReturnsByRefReadonly &&
                SymbolNames.Find(method.GetReturnTypeAttributes(), KnownNames.Borrows) is null,
            IObjectCreationOperation or IAwaitOperation or IInvalidOperation => true,
            _ => false,
        };
    }

    private bool IsOfThisBody(ISymbol place, ExpressionSyntax expression)
    {
        var body = model.GetEnclosingSymbol(expression.SpanStart, Cancel);
        return place.ContainingSymbol.SameAs(body) ||
            (body is IMethodSymbol { PartialImplementationPart: { } other } && place.ContainingSymbol.SameAs(other));
    }

    /// <summary>Reports, but not within a <c>nameof</c>: a name there is no use.</summary>
    public void Report(Diagnostic diagnostic)
    {
        for (var around = Operation.Parent; around is not null; around = around.Parent)
        {
            if (around is INameOfOperation)
            {
                return;
            }
        }

        report(diagnostic);
    }

    /// <summary>An expression as it is written, on one line; long ones by what they are.</summary>
    public static string Show(ExpressionSyntax expression)
    {
        const int Longest = 60;
        var text = expression.WithoutTrivia().NormalizeWhitespace(indentation: "", eol: " ").ToString();
        return text.Length <= Longest ? $"'{text}'" : "this value";
    }
}
