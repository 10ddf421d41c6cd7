using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

/// <summary>What becomes of the variables a lambda captures.</summary>
internal enum CaptureMode
{
    /// <summary>The delegate may live on: nobody can say when it runs.</summary>
    Escapes,

    /// <summary>It runs during the call it is passed to, and only looks: <c>[Borrows]</c> on the parameter.</summary>
    Borrows,

    /// <summary>It runs at most once and may consume what it captures: <c>[Consumes]</c> on the parameter.</summary>
    Consumes,
}

/// <summary>A variable that a function inside a body takes from around it, and where it is first named.</summary>
/// <param name="Symbol">The variable; <see langword="null"/> for <c>this</c>.</param>
/// <param name="Syntax">The name in the function.</param>
internal sealed record Captured(ISymbol? Symbol, SyntaxNode Syntax);

/// <summary>Finds what nested functions capture, and what their delegates promise.</summary>
internal static class Captures
{
    /// <summary>The variables from outside <paramref name="function"/> that it or a function inside it names, in the order of the text.</summary>
    public static IReadOnlyList<Captured> Of(ControlFlowGraph graph, IMethodSymbol function, CancellationToken cancel)
    {
        var found = new Dictionary<ISymbol, Captured>(SymbolEqualityComparer.Default);
        Captured? self = null;
        var open = new Stack<ControlFlowGraph>();
        open.Push(graph);
        while (open.Count > 0)
        {
            var current = open.Pop();
            foreach (var operation in OperationsOf(current))
            {
                switch (operation)
                {
                    case ILocalReferenceOperation local when !IsInside(local.Local, function):
                        Add(local.Local, local.Syntax);
                        break;
                    case IParameterReferenceOperation parameter when !IsInside(parameter.Parameter, function):
                        Add(parameter.Parameter, parameter.Syntax);
                        break;
                    case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } instance:
                        self = self is null || instance.Syntax.SpanStart < self.Syntax.SpanStart ? new Captured(null, instance.Syntax) : self;
                        break;
                    case IFlowAnonymousFunctionOperation lambda:
                        open.Push(current.GetAnonymousFunctionControlFlowGraph(lambda, cancel));
                        break;
                }
            }

            foreach (var local in current.LocalFunctions)
            {
                open.Push(current.GetLocalFunctionControlFlowGraph(local, cancel));
            }
        }

        IEnumerable<Captured> all = self is null ? found.Values : found.Values.Append(self);
        return [.. all.OrderBy(c => c.Syntax.SpanStart)];

        void Add(ISymbol symbol, SyntaxNode syntax)
        {
            if (!found.TryGetValue(symbol, out var known) || syntax.SpanStart < known.Syntax.SpanStart)
            {
                found[symbol] = new Captured(symbol, syntax);
            }
        }
    }

    /// <summary>How the delegate that a lambda or method group becomes is used, by the parameter it is passed to.</summary>
    public static CaptureMode ModeOf(IOperation function)
    {
        var operation = function.Parent;
        while (operation is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            operation = operation.Parent;
        }

        if (operation is not IArgumentOperation { Parameter: { } parameter })
        {
            return CaptureMode.Escapes;
        }

        return parameter.Has(KnownNames.Consumes) ? CaptureMode.Consumes
            : parameter.Has(KnownNames.Borrows) ? CaptureMode.Borrows
            : CaptureMode.Escapes;
    }

    /// <summary>The delegate type that a lambda becomes.</summary>
    public static IMethodSymbol? DelegateOf(IOperation function) =>
        function.Parent is IDelegateCreationOperation { Type: INamedTypeSymbol { DelegateInvokeMethod: { } invoke } } ? invoke : null;

    private static bool IsInside(ISymbol variable, IMethodSymbol function)
    {
        for (var symbol = variable.ContainingSymbol; symbol is not null; symbol = symbol.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(symbol, function))
            {
                return true;
            }
        }

        return false;
    }

    public static IEnumerable<IOperation> OperationsOf(ControlFlowGraph graph)
    {
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in OperationsOf(block))
            {
                yield return operation;
            }
        }
    }

    public static IEnumerable<IOperation> OperationsOf(BasicBlock block)
    {
        foreach (var operation in block.Operations)
        {
            foreach (var inner in operation.DescendantsAndSelf())
            {
                yield return inner;
            }
        }

        if (block.BranchValue is { } value)
        {
            foreach (var inner in value.DescendantsAndSelf())
            {
                yield return inner;
            }
        }
    }
}
