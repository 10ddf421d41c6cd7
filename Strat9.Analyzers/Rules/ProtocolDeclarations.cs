using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT0003 to STRAT0008: the graph of a protocol and the declarations it is made of. One analyzer, so that the protocols of a
/// compilation are read once; each rule has a file of its own.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProtocolDeclarations : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.STRAT0003_NoInitialState,
        Descriptors.STRAT0004_UnreachableState,
        Descriptors.STRAT0005_Trap,
        Descriptors.STRAT0006_AmbiguousTransition,
        Descriptors.STRAT0007_TransitionSignature,
        Descriptors.STRAT0008_ForeignState,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        var compilation = context.Compilation;
        if (!Exists(compilation, KnownNames.Typestate) &&
            !Exists(compilation, KnownNames.State) &&
            !Exists(compilation, KnownNames.Transition))
        {
            return;
        }

        var models = new ProtocolModels(compilation);
        context.RegisterSymbolAction(c => CheckType(c, models.Own), SymbolKind.NamedType);
        context.RegisterSymbolAction(c => CheckMember(c, models.Own), SymbolKind.Method, SymbolKind.Property);
        context.RegisterSyntaxNodeAction(c => ForeignState.CheckUse(c, models.Own), SyntaxKind.GenericName);
    }

    private static bool Exists(Compilation compilation, string name) => !compilation.GetTypesByMetadataName(name).IsEmpty;

    private static void CheckType(SymbolAnalysisContext context, ProtocolModel model)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (GeneratedSource.IsOurs(type.Locations[0].SourceTree)
            || GeneratedSource.IsOurs(type.Find(KnownNames.Typestate)?.ApplicationSyntaxReference?.SyntaxTree))
        {
            // A type whose state is known only at run time begins in any state.
            return;
        }

        switch (type.TypeKind)
        {
            case TypeKind.Struct when type.Has(KnownNames.State):
                StateGraph.CheckMarker(context, type, model);
                break;
            case TypeKind.Enum:
                StateGraph.CheckEnum(context, type, model);
                break;
            case TypeKind.Class when type.IsStatic:
                TransitionShape.CheckExtensions(context, type);
                break;
            case TypeKind.Struct or TypeKind.Class
                when type.Has(KnownNames.Typestate) && model.Of(type) is { } protocol && protocol.Type.SameAs(type):
                InitialState.Check(context, protocol);
                StateGraph.CheckForeignEnum(context, protocol);
                break;
        }
    }

    private static void CheckMember(SymbolAnalysisContext context, ProtocolModel model)
    {
        if (context.Symbol is IPropertySymbol property)
        {
            TransitionShape.CheckProperty(context, property);
        }
        else if (context.Symbol is IMethodSymbol { PartialDefinitionPart: null, IsImplicitlyDeclared: false } method)
        {
            TransitionShape.Check(context, method, model);
            AmbiguousTransition.Check(context, method, model);
        }

        ForeignState.CheckContract(context, model);
    }
}
