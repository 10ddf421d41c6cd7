using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Unions;
using Strat9.Generators.Infrastructure;

namespace Strat9.Generators.Unions;

public sealed partial class UnionGenerator
{
    /// <summary>Reads a declaration into a spec; nothing of the compilation survives it.</summary>
    private static partial class Parser
    {
        public static UnionSpec? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancel)
        {
            if (context.TargetSymbol is not INamedTypeSymbol { TypeKind: TypeKind.Struct } union ||
                !IsFirstMark(context) ||
                !IsPartialThroughout(union))
            {
                return null;
            }

            var declaration = UnionDeclaration.Read(union);
            if (!declaration.CanBeExtended || declaration.Cases.IsEmpty)
            {
                return null;
            }

            cancel.ThrowIfCancellationRequested();
            return new Reader(union, declaration.Cases).Read();
        }

        public static IEnumerable<UnionSpec> WithUniqueHintNames(ImmutableArray<UnionSpec> specs)
        {
            var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var spec in specs)
            {
                var name = spec.HintName;
                for (var i = 2; !used.Add(name); i++)
                {
                    name = $"{spec.HintName}.{i}";
                }

                yield return name == spec.HintName ? spec : spec with { HintName = name };
            }
        }

        public static UnionEnvironment ReadEnvironment(Compilation compilation, CancellationToken cancel) => new(
            LacksUnionAttribute: !Has(compilation, "System.Runtime.CompilerServices.UnionAttribute"),
            LacksUnionInterface: !Has(compilation, "System.Runtime.CompilerServices.IUnion"),
            LacksEmbedded: compilation.Assembly.GetTypeByMetadataName("Microsoft.CodeAnalysis.EmbeddedAttribute") is null,
            HasLinear: Has(compilation, KnownNames.Linear),
            HasMoveOnly: Has(compilation, KnownNames.MoveOnly),
            HasConsumes: Has(compilation, KnownNames.Consumes),
            HasGives: Has(compilation, KnownNames.Gives),
            HasAllowsMoveOnly: Has(compilation, KnownNames.AllowsMoveOnly),
            HasMaybeNullWhen: Has(compilation, "System.Diagnostics.CodeAnalysis.MaybeNullWhenAttribute"));

        private static bool Has(Compilation compilation, string fullName)
        {
            foreach (var type in compilation.GetTypesByMetadataName(fullName))
            {
                if (compilation.IsSymbolAccessibleWithin(type, compilation.Assembly) && !IsEmbeddedElsewhere(compilation, type))
                {
                    return true;
                }
            }

            return false;
        }

        // Accessible to a friend assembly by its accessibility, but not found by the compiler there.
        private static bool IsEmbeddedElsewhere(Compilation compilation, INamedTypeSymbol type) =>
            !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly) &&
            type.GetAttributes().Any(a => a.AttributeClass is { Name: "EmbeddedAttribute", ContainingNamespace.Name: "CodeAnalysis" });

        // Two parts with the attribute are an error, but must not be two unions.
        private static bool IsFirstMark(GeneratorAttributeSyntaxContext context) =>
            context.TargetSymbol.Find(KnownNames.TaggedUnion)?.ApplicationSyntaxReference is { } mark &&
            mark.SyntaxTree == context.TargetNode.SyntaxTree &&
            context.TargetNode.Span.Contains(mark.Span);

        private static bool IsPartialThroughout(INamedTypeSymbol union)
        {
            for (var type = union; type is not null; type = type.ContainingType)
            {
                if (!type.DeclaringSyntaxReferences.All(r =>
                    r.GetSyntax() is TypeDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.PartialKeyword)))
                {
                    return false;
                }
            }

            return true;
        }

        private static string Header(INamedTypeSymbol type) => type switch
        {
            { IsRecord: true, TypeKind: TypeKind.Struct } => "partial record struct ",
            { IsRecord: true } => "partial record ",
            { TypeKind: TypeKind.Struct, IsRefLikeType: true } => "ref partial struct ",
            { TypeKind: TypeKind.Struct } => "partial struct ",
            { TypeKind: TypeKind.Interface } => "partial interface ",
            _ => "partial class ",
        } + CSharpText.Name(type);
    }
}
