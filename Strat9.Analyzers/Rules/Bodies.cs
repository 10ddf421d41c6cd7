using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Ownership;

namespace Strat9.Analyzers.Rules;

/// <summary>The bodies inside a body: Roslyn keeps lambdas and local functions as graphs of their own.</summary>
internal static class Bodies
{
    /// <summary>A graph and those of the functions inside it, outermost first, without recursion.</summary>
    /// <param name="outermost">The graph to start from.</param>
    /// <param name="owner">The member it belongs to.</param>
    /// <param name="paths">Which exits count.</param>
    /// <param name="services">The compilation's services.</param>
    /// <param name="withTrusted">Whether local functions and lambdas marked <c>[Trusted]</c> are among them.</param>
    /// <param name="cancel">Stops the enumeration.</param>
    public static IEnumerable<Body> In(
        ControlFlowGraph outermost, ISymbol owner, ExceptionPaths paths, Services services, bool withTrusted, CancellationToken cancel)
    {
        var open = new Stack<Body>();
        open.Push(new Body(outermost, owner, paths, services));
        while (open.Count > 0)
        {
            var body = open.Pop();
            yield return body;
            var graph = body.Graph;
            foreach (var local in graph.LocalFunctions)
            {
                if (withTrusted || !local.Has(KnownNames.Trusted))
                {
                    open.Push(new Body(graph.GetLocalFunctionControlFlowGraph(local, cancel), local, paths, services));
                }
            }

            foreach (var function in Captures.OperationsOf(graph).OfType<IFlowAnonymousFunctionOperation>())
            {
                if (!withTrusted && function.Symbol.Has(KnownNames.Trusted))
                {
                    continue;
                }

                open.Push(new Body(graph.GetAnonymousFunctionControlFlowGraph(function, cancel), function.Symbol, paths, services)
                {
                    Captures = Captures.ModeOf(function),
                    Becomes = Captures.DelegateOf(function),
                });
            }
        }
    }
}
