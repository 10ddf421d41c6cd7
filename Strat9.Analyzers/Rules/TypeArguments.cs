using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Ownership;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT3004: a move-only type as the argument of a type parameter that is not <c>[AllowsMoveOnly]</c>. Each argument written is
/// reported where it stands, an inferred one at the name of what it was inferred for.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TypeArguments : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.STRAT3004_TypeArgument];

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

            var rule = new TypeArgumentRule(start.Compilation);
            start.RegisterSyntaxNodeAction(
                node =>
                {
                    if (!IsExempt(node.ContainingSymbol, node.Node.SyntaxTree))
                    {
                        foreach (var found in rule.Written((GenericNameSyntax)node.Node, node.SemanticModel, node.CancellationToken))
                        {
                            node.ReportDiagnostic(found);
                        }
                    }
                },
                SyntaxKind.GenericName);
            start.RegisterOperationAction(
                operation =>
                {
                    if (!IsExempt(operation.ContainingSymbol, operation.Operation.Syntax.SyntaxTree)
                        && rule.Inferred(operation.Operation) is { } found)
                    {
                        operation.ReportDiagnostic(found);
                    }
                },
                OperationKind.Invocation,
                OperationKind.MethodReference,
                OperationKind.PropertyReference);
        });
    }

    private static bool IsExempt(ISymbol? symbol, SyntaxTree tree) =>
        GeneratedSource.IsOurs(tree) || (symbol is not null && OwnershipAnalyzer.IsTrusted(symbol));
}

/// <summary>Finds the type arguments that STRAT3004 reports. Thread-safe.</summary>
internal sealed class TypeArgumentRule
{
    private readonly TypeOwnership _ownership;
    private readonly FollowedGenerics _followed;

    public TypeArgumentRule(Compilation compilation)
    {
        var known = new KnownTypes(compilation);
        _ownership = new TypeOwnership(known);
        _followed = new FollowedGenerics(compilation, known, _ownership);
    }

    /// <summary>The arguments written in a generic name.</summary>
    public IEnumerable<Diagnostic> Written(GenericNameSyntax name, SemanticModel model, CancellationToken cancel)
    {
        if (OnlyNames(name) || model.GetSymbolInfo(name, cancel).Symbol is not { } generic)
        {
            yield break;
        }

        // `new C<T>()` and attributes name a constructor.
        generic = generic is IMethodSymbol { MethodKind: MethodKind.Constructor } ? generic.ContainingType : generic;
        var arguments = name.TypeArgumentList.Arguments;
        for (var i = _followed.FirstRefused(generic); i >= 0; i = _followed.FirstRefused(generic, i + 1))
        {
            yield return Report(generic, i, i < arguments.Count ? arguments[i].GetLocation() : name.Identifier.GetLocation());
        }
    }

    /// <summary>The arguments inferred for a call, a method group, or a member of an extension block.</summary>
    public Diagnostic? Inferred(IOperation operation)
    {
        var member = operation switch
        {
            IInvocationOperation call => (ISymbol)call.TargetMethod,
            IMethodReferenceOperation group => group.Method,
            IPropertyReferenceOperation property => property.Property,
            _ => null,
        };
        if (member is null)
        {
            return null;
        }

        var name = NameOf(operation.Syntax);
        if (member is IMethodSymbol { IsGenericMethod: true } method && name is not GenericNameSyntax
            && _followed.FirstRefused(method) is >= 0 and var refused)
        {
            return Report(method, refused, Location(name, operation));
        }

        // The receiver of a member of an extension block decides the block's own type arguments.
        return member.ContainingType is { IsExtension: true } block && _followed.FirstRefused(block) is >= 0 and var inBlock
            ? Report(block, inBlock, Location(name, operation), member.Name)
            : null;
    }

    private static Location Location(SimpleNameSyntax? name, IOperation operation) =>
        (name?.Identifier ?? operation.Syntax.GetFirstToken()).GetLocation();

    private static SimpleNameSyntax? NameOf(SyntaxNode syntax) => syntax is ExpressionSyntax expression ? MemberName.Of(expression) : null;

    // Types that are only named: no value of theirs comes into being here.
    private static bool OnlyNames(SyntaxNode name)
    {
        if (name.IsPartOfStructuredTrivia())
        {
            return true;
        }

        foreach (var node in name.Ancestors())
        {
            switch (node)
            {
                case TypeOfExpressionSyntax or SizeOfExpressionSyntax:
                case InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } }:
                    return true;
                case StatementSyntax or MemberDeclarationSyntax or AttributeSyntax:
                    return false;
            }
        }

        return false;
    }

    private Diagnostic Report(ISymbol generic, int index, Location at, string? name = null)
    {
        var (parameters, arguments) = generic is IMethodSymbol method
            ? (method.TypeParameters, method.TypeArguments)
            : (((INamedTypeSymbol)generic).TypeParameters, ((INamedTypeSymbol)generic).TypeArguments);
        var isOurs = generic.OriginalDefinition.DeclaringSyntaxReferences.Length > 0;
        return Diagnostic.Create(
            Descriptors.STRAT3004_TypeArgument,
            at,
            arguments[index].ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            _ownership.IsLinear(arguments[index]) ? "linear" : "move-only",
            parameters[index].Name,
            name ?? generic.Name,
            isOurs
                ? "mark the type parameter [AllowsMoveOnly], or write the code for this type"
                : "use an owning container such as OwnedList<T>, or write the code for this type");
    }
}
