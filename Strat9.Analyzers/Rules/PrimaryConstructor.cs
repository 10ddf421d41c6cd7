using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Ownership;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// The parameters of a primary constructor are moved by field initialisers and by the arguments of <c>base(…)</c>, which the compiler
/// keeps as bodies of their own: they are analysed as one.
/// </summary>
internal static class PrimaryConstructor
{
    /// <summary>Whether the member's initialiser, or the constructor, is analysed with its type and not on its own.</summary>
    public static bool IsPart(ISymbol member, Services services) =>
        member is IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false } or IMethodSymbol { MethodKind: MethodKind.Constructor }
        && Of(member.ContainingType, services) is { } constructor
        && (member is not IMethodSymbol || SymbolEqualityComparer.Default.Equals(member, constructor));

    public static void Analyze(SymbolStartAnalysisContext context, Services services)
    {
        if (context.Symbol is not INamedTypeSymbol type || Of(type, services) is not { } constructor || OwnershipAnalyzer.IsTrusted(type))
        {
            return;
        }

        var parts = new ConcurrentBag<(ControlFlowGraph Graph, ISymbol Owner)>();
        var captured = new ConcurrentBag<IParameterSymbol>();
        context.RegisterOperationBlockAction(block =>
        {
            if (!IsPart(block.OwningSymbol, services))
            {
                return;
            }

            foreach (var operation in block.OperationBlocks)
            {
                if (operation is IAttributeOperation or IParameterInitializerOperation)
                {
                    continue;
                }

                parts.Add((block.GetControlFlowGraph(operation), block.OwningSymbol));
            }
        });
        context.RegisterOperationAction(
            reference =>
            {
                var parameter = ((IParameterReferenceOperation)reference.Operation).Parameter;
                if (SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, constructor)
                    && !IsPart(reference.ContainingSymbol, services))
                {
                    captured.Add(parameter);
                }
            },
            OperationKind.ParameterReference);
        context.RegisterSymbolEndAction(end =>
        {
            if (parts.IsEmpty)
            {
                ReportForgotten(end, constructor, captured, services);
                return;
            }

            // Initialisers run in the order of the text, the base constructor's arguments last.
            var paths = Options.ExceptionPathsOf(end.Options, type.Locations.FirstOrDefault()?.SourceTree);
            var bodies = parts.OrderBy(p => p.Owner is IMethodSymbol)
                .ThenBy(p => p.Graph.OriginalOperation.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal)
                .ThenBy(p => p.Graph.OriginalOperation.Syntax.SpanStart)
                .Select(p => new Body(p.Graph, constructor, paths, services))
                .Distinct()
                .ToList();
            foreach (var parameter in constructor.Parameters)
            {
                // A record keeps its positional parameters in properties.
                if (type.IsRecord && type.GetMembers(parameter.Name).Any(m => m is IPropertySymbol))
                {
                    captured.Add(parameter);
                }
            }

            var budget = bodies.Max(b => OwnershipAnalyzer.Budget(b.Graph));
            var found = OwnershipAnalysis.RunChain(bodies, captured, budget, end.CancellationToken, out var completed);
            foreach (var diagnostic in found)
            {
                end.ReportDiagnostic(diagnostic);
            }

            if (!completed)
            {
                end.ReportDiagnostic(OwnershipAnalyzer.TooLarge(constructor, bodies[0].Graph));
            }
        });
    }

    // There is no body at all: what the constructor takes and no member keeps is lost.
    private static void ReportForgotten(
        SymbolAnalysisContext context, IMethodSymbol constructor, IEnumerable<IParameterSymbol> captured, Services services)
    {
        var kept = new HashSet<ISymbol>(captured, SymbolEqualityComparer.Default);
        var isRecord = constructor.ContainingType.IsRecord;
        foreach (var parameter in constructor.Parameters)
        {
            var contract = services.Contracts.Of(constructor).Parameters[parameter.Ordinal];
            if (contract is { Mode: Mode.Own, When.Conditional: false } && !kept.Contains(parameter)
                && !(isRecord && constructor.ContainingType.GetMembers(parameter.Name).Any(m => m is IPropertySymbol))
                && (services.Ownership.IsLinear(parameter.Type) || services.Protocols.Of(parameter.Type) is { HasNonFinal: true }))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.STRAT1002_NotConsumed,
                    parameter.Locations.FirstOrDefault(),
                    parameter.Name,
                    "is taken by the primary constructor, and no initialiser or member uses it"));
            }
        }
    }

    /// <summary>The type's primary constructor, when it has a parameter whose ownership matters.</summary>
    private static IMethodSymbol? Of(INamedTypeSymbol? type, Services services)
    {
        if (type is null)
        {
            return null;
        }

        foreach (var constructor in type.InstanceConstructors)
        {
            if (constructor.Parameters.Any(p => services.Ownership.IsTracked(p.Type))
                && constructor.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax))
            {
                return constructor;
            }
        }

        return null;
    }
}
