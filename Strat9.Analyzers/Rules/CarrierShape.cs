using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>STRAT0002: a carrier is a plain struct with exactly one state parameter, which the user leaves unconstrained.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CarrierShape : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.STRAT0002_CarrierShape];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterSymbolAction(Check, SymbolKind.NamedType);
    }

    private static void Check(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (Carrier.IsMarked(type) && ReasonAgainst(type, context.CancellationToken) is { } reason)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.STRAT0002_CarrierShape, type.Locations[0], type.Name, reason));
        }
    }

    /// <summary>Why a type marked as a carrier cannot be one.</summary>
    internal static string? ReasonAgainst(INamedTypeSymbol type, CancellationToken cancel) =>
        AgainstKind(type) ?? AgainstParameters(type, cancel) ?? AgainstPayload(type, cancel);

    private static string? AgainstKind(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Class } =>
            "it is a class, whose references could be copied past the state; make it a 'readonly partial struct'",
        { TypeKind: not TypeKind.Struct } => "it is not a struct",
        { IsRecord: true } =>
            "it is a record, whose 'with' and public members make values outside the protocol; make it a 'readonly partial struct'",
        { IsFileLocal: true } => "it is file-local, where its generated part cannot reach it",
        _ => null,
    };

    private static string? AgainstParameters(INamedTypeSymbol type, CancellationToken cancel)
    {
        if (type.Arity == 0)
        {
            return "it has no type parameter for the state";
        }

        var marked = type.TypeParameters.Count(p => p.Has(KnownNames.State));
        if (type.Arity > 1 && marked != 1)
        {
            return marked == 0
                ? $"it has {type.Arity} type parameters, none marked [State] as the state"
                : $"{marked} of its type parameters are marked [State]; one is the state";
        }

        if (Carrier.Of(type) is not { } carrier)
        {
            return null;
        }

        var state = carrier.StateParameter;
        return type.DeclaringSyntaxReferences
            .Where(r => !GeneratedSource.IsOurs(r.SyntaxTree))
            .Select(r => r.GetSyntax(cancel))
            .OfType<TypeDeclarationSyntax>()
            .Any(d => d.ConstraintClauses.Any(c => c.Name.Identifier.ValueText == state.Name))
            ? $"it constrains '{state.Name}' itself; leave the constraint out, it is generated"
            : null;
    }

    private static string? AgainstPayload(INamedTypeSymbol type, CancellationToken cancel)
    {
        if (type.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancel) is TypeDeclarationSyntax { ParameterList: not null }))
        {
            return "it has a primary constructor, which would make values outside the protocol; declare properties instead";
        }

        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false } field)
            {
                var named = field.AssociatedSymbol ?? field;
                if (field.IsFixedSizeBuffer || field.RefKind != RefKind.None || !named.CanBeReferencedByName)
                {
                    return $"its member '{named.Name}' cannot be carried from state to state by an assignment";
                }
            }
        }

        return null;
    }
}
