using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Strat9.Generators.Unions;

/// <summary>Symbols as C# text that means the same anywhere.</summary>
internal static class CSharpText
{
    // Nullable annotations are part of a signature: a generated part without them would differ from the declared one.
    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(
            SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers |
            SymbolDisplayMiscellaneousOptions.UseSpecialTypes |
            SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static string Type(ITypeSymbol type) => type.ToDisplayString(TypeFormat);

    /// <summary>A type's name with its type parameters, as its own scope sees it.</summary>
    public static string Name(INamedTypeSymbol type) =>
        type.TypeParameters.IsEmpty
            ? Escape(type.Name)
            : $"{Escape(type.Name)}<{string.Join(", ", type.TypeParameters.Select(p => Escape(p.Name)))}>";

    public static string Namespace(INamespaceSymbol name)
    {
        var parts = new Stack<string>();
        for (var space = name; !space.IsGlobalNamespace; space = space.ContainingNamespace)
        {
            parts.Push(Escape(space.Name));
        }

        return string.Join(".", parts);
    }

    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None
            ? name
            : "@" + name;

    /// <summary>A name for a type: the compiler warns of all-lowercase ones, which might become keywords, unless they are escaped.</summary>
    public static string TypeName(string name) => name.All(c => c is >= 'a' and <= 'z') ? "@" + name : Escape(name);

    public static string Pascal(string name)
    {
        var trimmed = name.TrimStart('_');
        return trimmed.Length == 0 || !char.IsLetter(trimmed[0])
            ? name
            : char.ToUpperInvariant(trimmed[0]) + trimmed.Substring(1);
    }

    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
