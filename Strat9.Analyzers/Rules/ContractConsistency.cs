using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT0010: attributes that contradict each other, or that stand where they cannot hold. One report for each thing they speak of (a
/// type, a receiver, a parameter, a result), at the attribute.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractConsistency : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.STRAT0010_ContradictoryContract];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypesByMetadataName(KnownNames.Consumes).IsEmpty
                && !KnownTypes.MentionsStrat9(start.Compilation))
            {
                return;
            }

            var rule = new ContractConsistencyRule(new KnownTypes(start.Compilation));
            start.RegisterSymbolAction(
                c => rule.Check(c.Symbol, c.ReportDiagnostic),
                SymbolKind.NamedType,
                SymbolKind.Method,
                SymbolKind.Property,
                SymbolKind.Field,
                SymbolKind.Event);
            start.RegisterOperationAction(
                c => rule.Check(((ILocalFunctionOperation)c.Operation).Symbol, c.ReportDiagnostic), OperationKind.LocalFunction);
            start.RegisterOperationAction(
                c => rule.Check(((IAnonymousFunctionOperation)c.Operation).Symbol, c.ReportDiagnostic), OperationKind.AnonymousFunction);
        });
    }
}

/// <summary>Goes through what a symbol's attributes speak of. Thread-safe.</summary>
internal sealed class ContractConsistencyRule
{
    private readonly KnownTypes _known;
    private readonly OwnershipAttributeRules _ownership;
    private readonly StateAttributeRules _states;

    public ContractConsistencyRule(KnownTypes known)
    {
        _known = known;
        _ownership = new OwnershipAttributeRules(new TypeOwnership(known));
        _states = new StateAttributeRules(known);
    }

    public void Check(ISymbol symbol, Action<Diagnostic> report)
    {
        // The attributes of a partial method's two parts are one set, seen from its declaration.
        if (symbol.IsImplicitlyDeclared
            || symbol is IMethodSymbol { PartialDefinitionPart: not null } or IPropertySymbol { PartialDefinitionPart: not null })
        {
            return;
        }

        switch (symbol)
        {
            case INamedTypeSymbol type:
                OfType(type, report);
                break;
            case IMethodSymbol method:
                OfMethod(method, report);
                break;
            case IPropertySymbol property:
                First(property, [.. _states.OfProperty(property)], report);
                foreach (var parameter in property.Parameters)
                {
                    OfParameter(parameter, Result.Unknown, report);
                }

                break;
            case IFieldSymbol field:
                First(field, _states.OfField(field), report);
                break;
            case IEventSymbol @event:
                First(@event, _states.OfEvent(@event), report);
                break;
        }
    }

    private void OfType(INamedTypeSymbol type, Action<Diagnostic> report)
    {
        First(type, [.. OwnershipAttributeRules.OfType(type), .. _states.OfType(type)], report);
        OfTypeParameters(type.TypeParameters, report);
        if (type.DelegateInvokeMethod is { } invoke)
        {
            OfSignature(invoke, invoke.Parameters, report);
        }

        if (type is { IsExtension: true, ExtensionParameter: { } receiver })
        {
            OfParameter(receiver, Result.Unknown, report);
        }
    }

    private void OfMethod(IMethodSymbol method, Action<Diagnostic> report)
    {
        var result = Result.Of(method, _known);
        First(method, [.. _ownership.OfReceiver(method, result), .. _states.OfReceiver(method, result)], report);
        OfTypeParameters(method.TypeParameters, report);

        // An indexer's parameters are looked at with the indexer.
        var seen = method.AssociatedSymbol is IPropertySymbol property ? property.Parameters.Length : 0;
        OfSignature(method, [.. method.Parameters.Skip(seen)], report);
    }

    private void OfSignature(IMethodSymbol method, ImmutableArray<IParameterSymbol> parameters, Action<Diagnostic> report)
    {
        var result = Result.Of(method, _known);
        foreach (var parameter in parameters)
        {
            OfParameter(parameter, result, report);
        }

        First(method, [.. OwnershipAttributeRules.OfResult(method, result), .. _states.OfResult(method, result)], report);
    }

    private void OfParameter(IParameterSymbol parameter, Result result, Action<Diagnostic> report) =>
        First(parameter, [.. _ownership.OfParameter(parameter, result), .. _states.OfParameter(parameter, result)], report);

    private static void OfTypeParameters(ImmutableArray<ITypeParameterSymbol> parameters, Action<Diagnostic> report)
    {
        foreach (var parameter in parameters)
        {
            First(parameter, OwnershipAttributeRules.OfTypeParameter(parameter), report);
        }
    }

    private static void First(ISymbol symbol, IEnumerable<ContractProblem> problems, Action<Diagnostic> report)
    {
        foreach (var (attribute, reason) in problems)
        {
            // What our own generators emit says [Gives] of every part of a case, whatever its type.
            if (attribute.ApplicationSyntaxReference is not { } written || GeneratedSource.IsOurs(written.SyntaxTree))
            {
                continue;
            }

            report(Diagnostic.Create(
                Descriptors.STRAT0010_ContradictoryContract, Location.Create(written.SyntaxTree, written.Span), Name(symbol), reason));
            return;
        }
    }

    private static string Name(ISymbol symbol) => symbol is IMethodSymbol { MethodKind: MethodKind.LambdaMethod } ? "lambda" : symbol.Name;
}

/// <summary>What a method's <c>When</c> can name.</summary>
/// <param name="IsKnown">Whether there is one method whose result it is.</param>
/// <param name="Type">The type of the result; <see langword="null"/> where there is none.</param>
internal readonly record struct Result(bool IsKnown, ITypeSymbol? Type)
{
    /// <summary>Several members have a say, each with a result of its own.</summary>
    public static readonly Result Unknown;

    public static Result Of(IMethodSymbol method, KnownTypes known) => new(true, ContractSubjects.ResultOf(method, known));

    /// <summary>The attribute's <c>When</c> names no result of the method.</summary>
    public IEnumerable<ContractProblem> Problems(AttributeData attribute)
    {
        if (IsKnown && attribute.Named(KnownNames.WhenProperty) is { Kind: not TypedConstantKind.Error } when
            && ReasonAgainst(when) is { } reason)
        {
            yield return new ContractProblem(attribute, reason);
        }
    }

    private string? ReasonAgainst(TypedConstant when)
    {
        if (Type is null)
        {
            return "'When' names a result, and there is none";
        }

        if (when.IsNull)
        {
            return "'When' names no result";
        }

        var shown = Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        return Type switch
        {
            { TypeKind: TypeKind.Error } => null,
            { SpecialType: SpecialType.System_Boolean } =>
                when is { Kind: TypedConstantKind.Primitive, Value: bool } ? null : "the result is a 'bool': 'When' is 'true' or 'false'",
            INamedTypeSymbol { TypeKind: TypeKind.Enum } @enum =>
                when.Kind == TypedConstantKind.Enum && SymbolEqualityComparer.Default.Equals(when.Type, @enum)
                && ContractSubjects.Declares(@enum, when.Value)
                    ? null
                    : $"the result is '{shown}': 'When' is one of its members",
            _ => $"the result is '{shown}', neither a 'bool' nor an enum, so 'When' cannot tell its outcomes",
        };
    }
}
