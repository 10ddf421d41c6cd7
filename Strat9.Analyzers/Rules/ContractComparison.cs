using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Ownership;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT0011: overrides, implementations of interfaces, and what becomes a delegate keep the contract that the callers see. The two parts
/// of a partial method have one contract: the compiler joins their attributes.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractComparison : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.STRAT0011_ContractMismatch];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (!KnownTypes.MentionsStrat9(start.Compilation))
            {
                return;
            }

            var services = new Services(start.Compilation);
            var order = new ContractOrder(services.Contracts, services.Ownership, services.Protocols, services.Known);
            start.RegisterSymbolAction(c => CheckOverride(c, order), SymbolKind.Method);
            start.RegisterSymbolAction(c => CheckInterfaces(c, order), SymbolKind.NamedType);
            start.RegisterOperationAction(c => CheckDelegate(c, order), OperationKind.DelegateCreation, OperationKind.AddressOf);
        });
    }

    private static void CheckOverride(SymbolAnalysisContext context, ContractOrder order)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.IsImplicitlyDeclared || method.PartialDefinitionPart is not null)
        {
            return;
        }

        if (method.OverriddenMethod is { } overridden)
        {
            Compare(method, overridden, Place(method), order, context.ReportDiagnostic);
        }

        // An interface that implements a member of another; classes and structs are looked at as a whole.
        if (method.ContainingType?.TypeKind == TypeKind.Interface)
        {
            foreach (var implemented in method.ExplicitInterfaceImplementations)
            {
                Compare(method, implemented, Place(method), order, context.ReportDiagnostic);
            }
        }
    }

    private static void CheckInterfaces(SymbolAnalysisContext context, ContractOrder order)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
        {
            return;
        }

        foreach (var @interface in type.AllInterfaces)
        {
            foreach (var member in @interface.GetMembers().OfType<IMethodSymbol>())
            {
                if (type.FindImplementationForInterfaceMember(member) is not IMethodSymbol { IsImplicitlyDeclared: false } implementation
                    || implementation.ContainingType.TypeKind == TypeKind.Interface
                    || IsInheritedWith(type, member, implementation))
                {
                    continue;
                }

                var isOwn = SymbolEqualityComparer.Default.Equals(implementation.ContainingType, type);
                var at = isOwn ? Place(implementation) : type.Locations.FirstOrDefault();
                Compare(implementation, member, at, order, context.ReportDiagnostic);
            }
        }
    }

    // The base class implements the interface by the same method, and was looked at itself.
    private static bool IsInheritedWith(INamedTypeSymbol type, IMethodSymbol member, IMethodSymbol implementation) =>
        type.BaseType is { } @base
        && !SymbolEqualityComparer.Default.Equals(implementation.ContainingType, type)
        && SymbolEqualityComparer.Default.Equals(@base.FindImplementationForInterfaceMember(member), implementation);

    private static void CheckDelegate(OperationAnalysisContext context, ContractOrder order)
    {
        (IOperation? target, IMethodSymbol? becomes) = context.Operation switch
        {
            IDelegateCreationOperation { Type: INamedTypeSymbol { DelegateInvokeMethod: { } invoke } } creation =>
                (creation.Target, invoke),
            IAddressOfOperation { Type: IFunctionPointerTypeSymbol { Signature: { } signature } } address => (address.Reference, signature),
            _ => (null, null),
        };
        var (method, isLambda) = target switch
        {
            IMethodReferenceOperation reference => (reference.Method, false),
            IAnonymousFunctionOperation lambda => (lambda.Symbol, true),
            { Type: INamedTypeSymbol { DelegateInvokeMethod: { } other } } => (other, false),
            _ => (null, false),
        };
        if (target is not null && method is not null && becomes is not null)
        {
            Compare(method, becomes, target.Syntax.GetLocation(), order, context.ReportDiagnostic, isLambda);
        }
    }

    private static void Compare(
        IMethodSymbol mine, IMethodSymbol theirs, Location? at, ContractOrder order, Action<Diagnostic> report, bool isLambda = false)
    {
        if (at is not { IsInSource: true } || GeneratedSource.IsOurs(at.SourceTree)
            || order.ReasonAgainst(mine, theirs, isLambda) is not { } reason)
        {
            return;
        }

        report(Diagnostic.Create(
            Descriptors.STRAT0011_ContractMismatch,
            at,
            theirs.Locations.Where(l => l.IsInSource),
            isLambda ? "The lambda" : Name(mine),
            theirs.MethodKind == MethodKind.DelegateInvoke ? theirs.ContainingType.Name
                : theirs.MethodKind == MethodKind.FunctionPointerSignature ? theirs.ToDisplayString()
                : $"{theirs.ContainingType.Name}.{Name(theirs)}",
            reason));
    }

    // The getter of `P => …` has no name of its own.
    private static Location? Place(IMethodSymbol method)
    {
        ISymbol named = method is { AssociatedSymbol: IPropertySymbol { SetMethod: null } property } ? property : method;
        return named.Locations.FirstOrDefault();
    }

    private static string Name(IMethodSymbol method) => (method.AssociatedSymbol ?? method).Name;
}
