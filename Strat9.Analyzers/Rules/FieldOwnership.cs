using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Ownership;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT3008: who has a move-only field is move-only, and linear with a linear one. Fields are those written, those behind
/// auto-properties and records' parameters, and the parameters of a primary constructor that members use.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FieldOwnership : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.STRAT3008_FieldOwnership];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownTypes.MentionsStrat9(start.Compilation))
            {
                var services = new Services(start.Compilation);
                start.RegisterSymbolStartAction(type => Start(type, services.Ownership), SymbolKind.NamedType);
            }
        });
    }

    /// <summary>The report about the fields of a type, without the parameters its members capture.</summary>
    internal static Diagnostic? Check(INamedTypeSymbol type, TypeOwnership ownership) => Check(type, [], ownership);

    private static void Start(SymbolStartAnalysisContext context, TypeOwnership ownership)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsStatic || OwnershipAnalyzer.IsTrusted(type))
        {
            return;
        }

        var captured = new ConcurrentDictionary<IParameterSymbol, bool>(SymbolEqualityComparer.Default);
        if (PrimaryConstructorOf(type, ownership, context.CancellationToken) is { } constructor)
        {
            context.RegisterOperationAction(
                reference =>
                {
                    var parameter = ((IParameterReferenceOperation)reference.Operation).Parameter;
                    if (SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, constructor)
                        && !Initialises(reference.ContainingSymbol))
                    {
                        captured.TryAdd(parameter, true);
                    }
                },
                OperationKind.ParameterReference);
        }

        context.RegisterSymbolEndAction(end =>
        {
            if (Check(type, [.. captured.Keys], ownership) is { } diagnostic)
            {
                end.ReportDiagnostic(diagnostic);
            }
        });
    }

    private static Diagnostic? Check(INamedTypeSymbol type, IReadOnlyCollection<IParameterSymbol> captured, TypeOwnership ownership)
    {
        var has = ownership.Of(type);
        if (has == OwnershipKind.Linear || type.Locations.FirstOrDefault(l => l.IsInSource) is not { } at)
        {
            return null;
        }

        var held = Fields(type)
            .Select(f => (Symbol: f.AssociatedSymbol ?? f, f.Type))
            .Concat(captured.Where(p => !p.Has(KnownNames.Borrows)).Select(p => (Symbol: (ISymbol)p, p.Type)))
            .Where(h => !ownership.MaySitAnywhere(h.Type) && ownership.Of(h.Type) > has)
            .OrderByDescending(h => ownership.Of(h.Type))
            .ThenBy(h => h.Symbol.Locations.FirstOrDefault()?.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(h => h.Symbol.Locations.FirstOrDefault()?.SourceSpan.Start)
            .ToList();
        if (held.Count == 0)
        {
            return null;
        }

        var (symbol, heldType) = held[0];
        var kind = ownership.Of(heldType) == OwnershipKind.Linear ? "linear" : "move-only";
        return Diagnostic.Create(
            Descriptors.STRAT3008_FieldOwnership,
            at,
            held.SelectMany(h => h.Symbol.Locations).Where(l => l.IsInSource),
            type.Name,
            symbol.Name,
            kind,
            heldType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            kind == "linear" ? "[Linear]" : "[MoveOnly]");
    }

    // Captured parameters are found by their uses: they carry the attributes. A 'ref' field borrows, as its type says; what our own
    // generators emit keeps its own rules.
    private static IEnumerable<IFieldSymbol> Fields(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(f =>
            f is { IsStatic: false, IsConst: false, RefKind: RefKind.None }
            && (!f.IsImplicitlyDeclared || f.AssociatedSymbol is not null)
            && !f.Has(KnownNames.Borrows) && f.AssociatedSymbol?.Has(KnownNames.Borrows) != true
            && !GeneratedSource.IsOurs((f.AssociatedSymbol ?? f).Locations.FirstOrDefault()?.SourceTree));

    private static bool Initialises(ISymbol member) =>
        member is IFieldSymbol or IPropertySymbol or IEventSymbol or IMethodSymbol { MethodKind: MethodKind.Constructor };

    // A record keeps its parameters in properties, and these are found as such.
    private static IMethodSymbol? PrimaryConstructorOf(INamedTypeSymbol type, TypeOwnership ownership, CancellationToken cancel) =>
        type.InstanceConstructors.FirstOrDefault(c =>
            c.Parameters.Any(p => ownership.IsTracked(p.Type))
            && c.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancel) is TypeDeclarationSyntax));
}
