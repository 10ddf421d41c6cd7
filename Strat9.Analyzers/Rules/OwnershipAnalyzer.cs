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
        Descriptors.STRAT2002_WrongState,
        Descriptors.STRAT2003_StateNotKnown,
        Descriptors.STRAT2004_PromiseNotMet,
        Descriptors.STRAT2005_MissedCase,
        Descriptors.STRAT2006_ArgumentState,
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

    private static void AnalyzeGraph(OperationBlockAnalysisContext context, Services services, ControlFlowGraph outermost, ISymbol owner)
    {
        var paths = Options.ExceptionPathsOf(context.Options, context.FilterTree);

        // A local function that becomes a delegate is reported where the variable is named: what the function does with it there is no news.
        var captured = new HashSet<Location>();
        var handed = new Dictionary<ISymbol, ImmutableDictionary<ISymbol, StateSet>>(SymbolEqualityComparer.Default);
        foreach (var each in Bodies.In(outermost, owner, paths, services, withTrusted: false, context.CancellationToken))
        {
            // What is around a function has been analysed before it.
            var body = handed.TryGetValue(each.Owner, out var given) ? each with { Given = given } : each;
            var found = OwnershipAnalysis.Run(body, handed, Budget(body.Graph), context.CancellationToken, out var completed);
            foreach (var diagnostic in found)
            {
                if (diagnostic.Descriptor.Equals(Descriptors.STRAT3002_Captured))
                {
                    captured.Add(diagnostic.Location);
                }
                else if (captured.Contains(diagnostic.Location))
                {
                    continue;
                }

                context.ReportDiagnostic(diagnostic);
            }

            if (!completed)
            {
                context.ReportDiagnostic(TooLarge(body.Owner, body.Graph));
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

    internal static bool MentionsTracked(IOperation block, Services services)
    {
        foreach (var operation in block.DescendantsAndSelf())
        {
            if (services.Ownership.IsTracked(operation.Type)
                || (operation is IVariableDeclaratorOperation declarator && services.Ownership.IsTracked(declarator.Symbol.Type))
                || (operation is IInvocationOperation { TargetMethod.ReturnType: { } returned } && services.Ownership.IsTracked(returned))
                || (operation is ILocalFunctionOperation local && TakesTracked(local.Symbol, services))
                || (operation is IAnonymousFunctionOperation lambda && TakesTracked(lambda.Symbol, services)))
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
            && (TakesTracked(method, services) || services.Ownership.IsTracked(method.ContainingType));
    }

    private static bool TakesTracked(IMethodSymbol method, Services services) =>
        method.Parameters.Any(p => services.Ownership.IsTracked(p.Type));
}
