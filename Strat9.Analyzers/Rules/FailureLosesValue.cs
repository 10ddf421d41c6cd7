using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Ownership;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT0012: a method that takes a linear value, can say that it failed, and does not hand the value back then. Whether a result can say
/// failure is read from its type, never from a name. A body that is checked consumes the value on every path, failing ones as well
/// (STRAT1002): only where there is no such body nobody can say what becomes of it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FailureLosesValue : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.STRAT0012_FailureLosesValue];

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
                start.RegisterSymbolAction(
                    c => Check((IMethodSymbol)c.Symbol, services, c.ReportDiagnostic, c.CancellationToken), SymbolKind.Method);
                start.RegisterSymbolAction(
                    c =>
                    {
                        if (((INamedTypeSymbol)c.Symbol).DelegateInvokeMethod is { } invoke)
                        {
                            Check(invoke, services, c.ReportDiagnostic, c.CancellationToken);
                        }
                    },
                    SymbolKind.NamedType);
            }
        });
    }

    private static void Check(IMethodSymbol method, Services services, Action<Diagnostic> report, CancellationToken cancel)
    {
        var isDelegate = method.MethodKind == MethodKind.DelegateInvoke;
        var symbol = isDelegate ? method.ContainingType : (ISymbol)method;

        // What overrides or implements another keeps that one's shape, and there it is reported.
        if ((method.IsImplicitlyDeclared && !isDelegate) || method.PartialDefinitionPart is not null
            || method.IsOverride || !method.ExplicitInterfaceImplementations.IsEmpty
            || symbol.Locations.FirstOrDefault(l => l.IsInSource) is not { } at || GeneratedSource.IsOurs(at.SourceTree)
            || (HasBody(method, cancel) && !OwnershipAnalyzer.IsTrusted(method)))
        {
            return;
        }

        var contract = services.Contracts.Of(method);
        if (ContractSubjects.ResultOf(method, services.Known) is not { } result)
        {
            return;
        }

        foreach (var (name, type) in Taken(method, contract, services.Ownership))
        {
            if (CanSayFailure(result, type, contract, services) && !HandsBack(method, contract, result, type))
            {
                report(Diagnostic.Create(Descriptors.STRAT0012_FailureLosesValue, at, symbol.Name, name));
                return;
            }
        }
    }

    /// <summary>The linear values that the method takes on every result.</summary>
    private static IEnumerable<(string Name, ITypeSymbol Type)> Taken(
        IMethodSymbol method, MethodContract contract, TypeOwnership ownership)
    {
        if (contract.Receiver is { Mode: Mode.Own, When.Conditional: false }
            && ContractSubjects.ReceiverOf(method) is { } receiver && ownership.IsLinear(receiver))
        {
            yield return ("this", receiver);
        }

        for (var i = 0; i < method.Parameters.Length; i++)
        {
            if (contract.Parameters[i] is { Mode: Mode.Own, When.Conditional: false } && ownership.IsLinear(method.Parameters[i].Type))
            {
                yield return (method.Parameters[i].Name, method.Parameters[i].Type);
            }
        }
    }

    private static bool CanSayFailure(ITypeSymbol result, ITypeSymbol taken, MethodContract contract, Services services) => result switch
    {
        { SpecialType: SpecialType.System_Boolean } => true,
        _ when KnownTypes.IsNullable(result) => true,
        { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated } => true,
        { TypeKind: TypeKind.Enum } => !contract.Outcomes.IsEmpty,
        INamedTypeSymbol union when union.Has(KnownNames.TaggedUnion) => MayLose(union, taken, services.Unions),
        _ => false,
    };

    // A case that hands back exactly what came in speaks for the failures; the others are successes, unless they have something to say
    // of their own. Without such a case every one that lacks the value may be a failure.
    private static bool MayLose(INamedTypeSymbol union, ITypeSymbol taken, UnionCases unions)
    {
        var cases = CasesOf(union, unions).ToList();
        var lacking = cases
            .Where(c => !c.Parameters.Any(p => SymbolEqualityComparer.Default.Equals(p.Type.OriginalDefinition, taken.OriginalDefinition)))
            .ToList();
        var handsBack = cases.Any(c => c.Parameters.Any(p => SymbolEqualityComparer.Default.Equals(p.Type, taken)));
        return handsBack ? lacking.Any(c => !c.Parameters.IsEmpty) : lacking.Count > 0;
    }

    // The cases as they are declared; of a union from another assembly, those for which it has case types.
    private static IEnumerable<IMethodSymbol> CasesOf(INamedTypeSymbol union, UnionCases unions)
    {
        var names = new HashSet<string>(unions.Of(union.OriginalDefinition).Select(c => c.Name), StringComparer.Ordinal);
        return union.GetMembers().OfType<IMethodSymbol>().Where(m =>
            m is { IsStatic: true, MethodKind: MethodKind.Ordinary }
            && m.OriginalDefinition.PartialDefinitionPart is null
            && (m.OriginalDefinition.IsPartialDefinition || (m.DeclaringSyntaxReferences.IsEmpty && names.Contains(m.Name)))
            && SymbolEqualityComparer.Default.Equals(m.ReturnType, union));
    }

    // By an 'out' of the same type, unless it gives on success only; a 'bool' fails with 'false'.
    private static bool HandsBack(IMethodSymbol method, MethodContract contract, ITypeSymbol result, ITypeSymbol taken)
    {
        for (var i = 0; i < method.Parameters.Length; i++)
        {
            if (contract.Parameters[i] is { Mode: Mode.Out } given
                && SymbolEqualityComparer.Default.Equals(method.Parameters[i].Type, taken)
                && (!given.When.Conditional || result.SpecialType != SpecialType.System_Boolean || given.When.Value == 0))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasBody(IMethodSymbol method, CancellationToken cancel) =>
        (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancel) switch
        {
            BaseMethodDeclarationSyntax declaration => declaration.Body is not null || declaration.ExpressionBody is not null,
            AccessorDeclarationSyntax accessor => accessor.Body is not null || accessor.ExpressionBody is not null,
            ArrowExpressionClauseSyntax => true,
            _ => false,
        });
}
