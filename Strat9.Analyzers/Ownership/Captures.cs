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
/// <param name="IsWritten">Whether the function may put a value there.</param>
internal sealed record Captured(ISymbol? Symbol, SyntaxNode Syntax, bool IsWritten);

/// <summary>Finds what nested functions capture, and what their delegates promise.</summary>
internal static class Captures
{
    /// <summary>
    /// The variables from outside <paramref name="function"/> that it, a function inside it, or a local function that it calls names, in
    /// the order of the text.
    /// </summary>
    public static IReadOnlyList<Captured> Of(ControlFlowGraph graph, IMethodSymbol function, CancellationToken cancel)
    {
        var found = new Dictionary<ISymbol, Captured>(SymbolEqualityComparer.Default);
        var functions = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { function };
        Captured? self = null;

        // What a called function names is named by the call.
        var open = new Stack<(ControlFlowGraph Graph, SyntaxNode? Call)>();
        open.Push((graph, null));
        while (open.Count > 0)
        {
            var (current, call) = open.Pop();
            foreach (var operation in OperationsOf(current))
            {
                switch (operation)
                {
                    case ILocalReferenceOperation local when !functions.Any(f => IsInside(local.Local, f)):
                        Add(local.Local, local, call);
                        break;
                    case IParameterReferenceOperation parameter when !functions.Any(f => IsInside(parameter.Parameter, f)):
                        Add(parameter.Parameter, parameter, call);
                        break;
                    case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } instance:
                        var at = call ?? instance.Syntax;
                        self = self is null || at.SpanStart < self.Syntax.SpanStart ? new Captured(null, at, false) : self;
                        break;
                    case IFlowAnonymousFunctionOperation lambda:
                        open.Push((current.GetAnonymousFunctionControlFlowGraph(lambda, cancel), call));
                        break;
                    case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } target } invocation
                        when !functions.Any(f => IsInside(target, f)) && functions.Add(target.OriginalDefinition)
                            && GraphOf(current, target.OriginalDefinition, cancel) is { } called:
                        open.Push((called, call ?? invocation.Syntax));
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

        void Add(ISymbol symbol, IOperation operation, SyntaxNode? call)
        {
            var at = call ?? operation.Syntax;
            var isWritten = IsWritten(operation);
            found[symbol] = !found.TryGetValue(symbol, out var known) ? new Captured(symbol, at, isWritten)
                : known with { Syntax = at.SpanStart < known.Syntax.SpanStart ? at : known.Syntax, IsWritten = known.IsWritten || isWritten };
        }
    }

    /// <summary>The graph of a local function, declared in this graph or in one around it.</summary>
    public static ControlFlowGraph? GraphOf(ControlFlowGraph from, IMethodSymbol function, CancellationToken cancel) =>
        Around(from, function)?.GetLocalFunctionControlFlowGraph(function, cancel);

    // A target kept in a capture while its value is computed is taken for one that is filled.
    private static bool IsWritten(IOperation variable) => variable.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == variable,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } or IFlowCaptureOperation or ITupleOperation => true,
        _ => false,
    };

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
