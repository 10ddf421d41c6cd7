using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Ownership;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>STRAT5001: <c>[Trusted]</c> must say why. STRAT5002: and there must be something that it hides.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TrustedAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.STRAT5001_NoJustification,
        Descriptors.STRAT5002_HidesNothing,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypesByMetadataName(KnownNames.Trusted).IsEmpty)
            {
                return;
            }

            start.RegisterSymbolAction(
                c => CheckJustification(c.Symbol, c.ReportDiagnostic),
                SymbolKind.NamedType,
                SymbolKind.Method,
                SymbolKind.Property,
                SymbolKind.Event);
            var hidden = new HiddenReports(new Services(start.Compilation), start.Compilation);
            start.RegisterSymbolStartAction(type => StartType(type, hidden), SymbolKind.NamedType);
            start.RegisterOperationAction(local => CheckLocal(local, hidden), OperationKind.LocalFunction);
        });
    }

    private static void CheckJustification(ISymbol symbol, Action<Diagnostic> report)
    {
        if (Trust(symbol) is not { AttributeConstructor: not null } trusted
            || trusted.ConstructorArguments.Any(a => a.Kind == TypedConstantKind.Error))
        {
            return;
        }

        if (trusted.ConstructorArguments is not [{ Kind: TypedConstantKind.Primitive, Value: string why }]
            || string.IsNullOrWhiteSpace(why))
        {
            Report(Descriptors.STRAT5001_NoJustification, symbol, trusted, report);
        }
    }

    private static void StartType(SymbolStartAnalysisContext context, HiddenReports hidden)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var trusted = type.GetMembers().Where(m => m is not INamedTypeSymbol).Append(type).Where(s => Trust(s) is not null).ToList();
        if (trusted.Count == 0 && !OwnershipAnalyzer.IsTrusted(type))
        {
            return;
        }

        // Whoever hides something has its trust for a reason, and so has everything around it: a type ends after those inside it.
        var hiding = hidden.Hiding;
        context.RegisterOperationBlockAction(block =>
        {
            if (hidden.Any(block))
            {
                Mark(hiding, block.OwningSymbol);
            }
        });
        context.RegisterSyntaxNodeAction(
            node =>
            {
                if (node.ContainingSymbol is { } symbol
                    && hidden.Any((GenericNameSyntax)node.Node, node.SemanticModel, node.CancellationToken))
                {
                    Mark(hiding, symbol);
                }
            },
            SyntaxKind.GenericName);
        context.RegisterSymbolEndAction(end =>
        {
            if (OwnershipAnalyzer.IsTrusted(type) && hidden.Any(type))
            {
                Mark(hiding, type);
            }

            foreach (var symbol in trusted)
            {
                if (!hiding.ContainsKey(symbol))
                {
                    Report(Descriptors.STRAT5002_HidesNothing, symbol, Trust(symbol)!, end.ReportDiagnostic);
                }
            }
        });
    }

    private static void CheckLocal(OperationAnalysisContext context, HiddenReports hidden)
    {
        var function = ((ILocalFunctionOperation)context.Operation).Symbol;
        if (Trust(function) is not { } trusted)
        {
            return;
        }

        CheckJustification(function, context.ReportDiagnostic);
        if (!hidden.Any(context, function))
        {
            Report(Descriptors.STRAT5002_HidesNothing, function, trusted, context.ReportDiagnostic);
        }
    }

    private static void Mark(ConcurrentDictionary<ISymbol, bool> hiding, ISymbol symbol)
    {
        for (var s = symbol; s is not null and not INamespaceSymbol; s = s.ContainingSymbol)
        {
            hiding.TryAdd(s, true);
            if (s is IMethodSymbol { AssociatedSymbol: { } member })
            {
                hiding.TryAdd(member, true);
            }

            if (s is IMethodSymbol { PartialDefinitionPart: { } definition })
            {
                hiding.TryAdd(definition, true);
            }
        }
    }

    // A partial member is looked at once, by its declaration; the compiler joins the attributes of its parts.
    private static AttributeData? Trust(ISymbol symbol) =>
        symbol is { IsImplicitlyDeclared: false }
            and not (IMethodSymbol { PartialDefinitionPart: not null } or IPropertySymbol { PartialDefinitionPart: not null })
            ? symbol.Find(KnownNames.Trusted)
            : null;

    private static void Report(DiagnosticDescriptor rule, ISymbol symbol, AttributeData attribute, Action<Diagnostic> report)
    {
        if (attribute.ApplicationSyntaxReference is { } written && !GeneratedSource.IsOurs(written.SyntaxTree))
        {
            report(Diagnostic.Create(rule, Location.Create(written.SyntaxTree, written.Span), symbol.Name));
        }
    }
}

/// <summary>
/// What would be reported in a trusted body: the ownership of its places, its type arguments, members restricted to other states, and
/// switches over unions; for a type also its fields. Parts of a construction through a primary constructor only make sense together, and count as hiding something.
/// Thread-safe.
/// </summary>
internal sealed class HiddenReports(Services services, Compilation compilation)
{
    private readonly TypeArgumentRule _typeArguments = new(compilation);
    private readonly ProtocolModels _protocols = new(compilation);

    /// <summary>The symbols known to hide something.</summary>
    public ConcurrentDictionary<ISymbol, bool> Hiding { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the fields of a type would be reported.</summary>
    public bool Any(INamedTypeSymbol type) =>
        FieldOwnership.Check(type, services.Ownership) is not null
        || type.GetMembers().OfType<IFieldSymbol>().Any(f => StaticStorage.IsUnfollowed(f, services.Ownership));

    public bool Any(GenericNameSyntax name, SemanticModel model, CancellationToken cancel) =>
        _typeArguments.Written(name, model, cancel).Any();

    public bool Any(OperationBlockAnalysisContext context)
    {
        if (!OwnershipAnalyzer.IsTrusted(context.OwningSymbol))
        {
            return false;
        }

        if (PrimaryConstructor.IsPart(context.OwningSymbol, services))
        {
            return true;
        }

        var paths = Options.ExceptionPathsOf(context.Options, context.FilterTree);
        foreach (var block in context.OperationBlocks)
        {
            if (block is IAttributeOperation or IParameterInitializerOperation)
            {
                continue;
            }

            if (Any(block, context.OwningSymbol, context.CancellationToken))
            {
                return true;
            }

            if (OwnershipAnalyzer.MentionsTracked(block, services)
                && BodiesIn(context.GetControlFlowGraph(block), context.OwningSymbol, paths, context.CancellationToken)
                    .Any(b => Any(b, context.CancellationToken)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a local function, or a function inside it, hides something.</summary>
    public bool Any(OperationAnalysisContext context, IMethodSymbol function)
    {
        var (operation, cancel) = (context.Operation, context.CancellationToken);
        if (Any(operation, context.ContainingSymbol, cancel)
            || (operation.SemanticModel is { } model
                && operation.Syntax.DescendantNodes().OfType<GenericNameSyntax>().Any(n => Any(n, model, cancel))))
        {
            return true;
        }

        var paths = Options.ExceptionPathsOf(context.Options, operation.Syntax.SyntaxTree);
        return BodiesIn(context.GetControlFlowGraph(), context.ContainingSymbol, paths, cancel)
            .Any(b => IsInside(b.Owner, function) && Any(b, cancel));
    }

    private IEnumerable<Body> BodiesIn(ControlFlowGraph graph, ISymbol owner, ExceptionPaths paths, CancellationToken cancel) =>
        Bodies.In(graph, owner, paths, services, withTrusted: true, cancel);

    private bool Any(IOperation block, ISymbol owner, CancellationToken cancel) => block.DescendantsAndSelf().Any(
        o => _typeArguments.Inferred(o) is not null || RestrictedUse.IsWrong(o, owner, _protocols, cancel) || MissedCase.IsWrong(o));

    private static bool Any(Body body, CancellationToken cancel) =>
        OwnershipAnalysis.Run(body, OwnershipAnalyzer.Budget(body.Graph), cancel, out var completed).Count > 0 || !completed;

    private static bool IsInside(ISymbol symbol, IMethodSymbol function)
    {
        for (var s = symbol; s is not null; s = s.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(s, function))
            {
                return true;
            }
        }

        return false;
    }
}
