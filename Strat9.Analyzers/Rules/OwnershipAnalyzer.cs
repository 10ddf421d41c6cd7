using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Ownership;

namespace Strat9.Analyzers.Rules;

/// <summary>STRAT1001–1006 and 3005: the ownership of the places of each body.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OwnershipAnalyzer : DiagnosticAnalyzer
{
    /// <summary>Block visits allowed for each block of a graph; a body that needs more is reported as not analysed.</summary>
    private const int VisitsPerBlock = 200;

    private const int MinVisits = 20_000;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.STRAT1001_UseAfterMove,
        Descriptors.STRAT1002_NotConsumed,
        Descriptors.STRAT1003_Overwritten,
        Descriptors.STRAT1004_Discarded,
        Descriptors.STRAT1005_ConsumedThroughBorrow,
        Descriptors.STRAT1006_LeftMoved,
        Descriptors.STRAT3000_NotFollowed,
        Descriptors.STRAT3001_Boxed,
        Descriptors.STRAT3002_Captured,
        Descriptors.STRAT3003_StoredUnfollowed,
        Descriptors.STRAT3005_Forged,
        Descriptors.STRAT3006_ReachedUnseen,
        Descriptors.STRAT3007_LiveAcrossYield,
        Descriptors.STRAT4001_MovedWhileBorrowed,
        Descriptors.STRAT4002_OutlivesPlace,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            if (!KnownTypes.MentionsStrat9(start.Compilation))
            {
                return;
            }

            var services = new Services(start.Compilation);
            start.RegisterOperationBlockAction(block => Analyze(block, services));
            start.RegisterSymbolStartAction(type => PrimaryConstructor.Analyze(type, services), SymbolKind.NamedType);
        });
    }

    private static void Analyze(OperationBlockAnalysisContext context, Services services)
    {
        if (IsTrusted(context.OwningSymbol) || GeneratedSource.IsOurs(context.FilterTree)
            || PrimaryConstructor.IsPart(context.OwningSymbol, services))
        {
            return;
        }

        var graphs = new HashSet<ControlFlowGraph>();
        foreach (var block in context.OperationBlocks)
        {
            if (block is IAttributeOperation or IParameterInitializerOperation || !MentionsTracked(block, services))
            {
                continue;
            }

            var graph = context.GetControlFlowGraph(block);
            if (graphs.Add(graph))
            {
                AnalyzeGraph(context, services, graph, context.OwningSymbol);
            }
        }
    }

    // A graph and those of the functions inside it, outermost first, without recursion.
    private static void AnalyzeGraph(OperationBlockAnalysisContext context, Services services, ControlFlowGraph outermost, ISymbol owner)
    {
        var paths = Options.ExceptionPathsOf(context.Options, context.FilterTree);
        var open = new Stack<Body>();
        open.Push(new Body(outermost, owner, paths, services));
        while (open.Count > 0)
        {
            var body = open.Pop();
            var (graph, symbol) = (body.Graph, body.Owner);
            var found = OwnershipAnalysis.Run(body, Budget(graph), context.CancellationToken, out var completed);
            foreach (var diagnostic in found)
            {
                context.ReportDiagnostic(diagnostic);
            }

            if (!completed)
            {
                context.ReportDiagnostic(TooLarge(symbol, graph));
            }

            foreach (var local in graph.LocalFunctions)
            {
                if (!local.Has(KnownNames.Trusted))
                {
                    open.Push(new Body(graph.GetLocalFunctionControlFlowGraph(local, context.CancellationToken), local, paths, services));
                }
            }

            foreach (var function in Captures.OperationsOf(graph).OfType<IFlowAnonymousFunctionOperation>())
            {
                open.Push(new Body(
                    graph.GetAnonymousFunctionControlFlowGraph(function, context.CancellationToken), function.Symbol, paths, services)
                {
                    Captures = Captures.ModeOf(function),
                    Becomes = Captures.DelegateOf(function),
                });
            }
        }
    }

    internal static Diagnostic TooLarge(ISymbol symbol, ControlFlowGraph graph) =>
        Diagnostic.Create(
            Descriptors.STRAT3000_NotFollowed,
            symbol.Locations.FirstOrDefault() ?? graph.OriginalOperation.Syntax.GetLocation(),
            $"The body of '{symbol.Name}'",
            "has more paths than the analysis follows: split it, or mark it [Trusted] with the reason why it is right");

    internal static int Budget(ControlFlowGraph graph) => Math.Max(MinVisits, graph.Blocks.Length * VisitsPerBlock);

    internal static bool IsTrusted(ISymbol symbol)
    {
        for (var s = symbol; s is not null and not INamespaceSymbol; s = s.ContainingSymbol)
        {
            if (s.Has(KnownNames.Trusted) || (s is IMethodSymbol { AssociatedSymbol: { } member } && member.Has(KnownNames.Trusted)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MentionsTracked(IOperation block, Services services)
    {
        foreach (var operation in block.DescendantsAndSelf())
        {
            if (services.Ownership.IsTracked(operation.Type)
                || (operation is IVariableDeclaratorOperation declarator && services.Ownership.IsTracked(declarator.Symbol.Type))
                || (operation is IInvocationOperation { TargetMethod.ReturnType: { } returned } && services.Ownership.IsTracked(returned)))
            {
                return true;
            }
        }

        // A body that never mentions a parameter it took has lost it.
        return OwnerTakesTracked(block, services);
    }

    private static bool OwnerTakesTracked(IOperation block, Services services)
    {
        var model = block.SemanticModel;
        return model?.GetEnclosingSymbol(block.Syntax.SpanStart) is IMethodSymbol method
            && (method.Parameters.Any(p => services.Ownership.IsTracked(p.Type)) || services.Ownership.IsTracked(method.ContainingType));
    }
}
