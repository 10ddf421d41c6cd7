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
        var called = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var open = new Stack<(ControlFlowGraph Graph, SyntaxNode? Call)>();
        open.Push((graph, null));
        while (open.Count > 0)
        {
            var (current, call) = open.Pop();
            foreach (var operation in OperationsOf(current))
            {
                var at = call ?? operation.Syntax;
                switch (operation)
                {
                    case ILocalReferenceOperation local when !IsInside(local.Local, function) && (call is null || IsAround(local.Local, function)):
                        Add(local.Local, at);
                        break;
                    case IParameterReferenceOperation parameter when !IsInside(parameter.Parameter, function) && (call is null || IsAround(parameter.Parameter, function)):
                        Add(parameter.Parameter, at);
                        break;
                    case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                        self = self is null || at.SpanStart < self.Syntax.SpanStart ? new Captured(null, at) : self;
                        break;
                    case IFlowAnonymousFunctionOperation lambda:
                        open.Push((current.GetAnonymousFunctionControlFlowGraph(lambda, cancel), call));
                        break;
                    case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction, OriginalDefinition: var other } }
                        when !IsInside(other, function) && called.Add(other) && Around(current, other) is { } around:
                        // What a function calls it captures with it.
                        open.Push((around.GetLocalFunctionControlFlowGraph(other, cancel), at));
                        break;
                }
            }

            foreach (var local in current.LocalFunctions)
            {
                open.Push((current.GetLocalFunctionControlFlowGraph(local, cancel), call));
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

    /// <summary>The graph around a local function that can be called from the one given.</summary>
    public static ControlFlowGraph? Around(ControlFlowGraph from, IMethodSymbol function)
    {
        for (ControlFlowGraph? graph = from; graph is not null; graph = graph.Parent)
        {
            if (graph.LocalFunctions.Contains(function, SymbolEqualityComparer.Default))
            {
                return graph;
            }
        }

        return null;
    }

    // Whether the function is inside of what the variable belongs to: not so for a variable of a function that it calls.
    private static bool IsAround(ISymbol variable, IMethodSymbol function)
    {
        for (ISymbol? symbol = function; symbol is not null; symbol = symbol.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(symbol, variable.ContainingSymbol))
            {
                return true;
            }
        }

        return false;
    }

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
