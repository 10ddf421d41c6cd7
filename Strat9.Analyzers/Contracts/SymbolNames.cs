using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>Compares symbols with full names without building strings.</summary>
internal static class SymbolNames
{
    /// <summary>Whether the type's namespace and name are those of <paramref name="fullName"/> (dots only, no nesting, no arity).</summary>
    public static bool Is(this INamedTypeSymbol? type, string fullName)
    {
        if (type is null || type.ContainingType is not null)
        {
            return false;
        }

        var end = fullName.Length;
        if (!EndsWithPart(fullName, type.Name, ref end))
        {
            return false;
        }

        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false })
        {
            if (!EndsWithPart(fullName, space.Name, ref end))
            {
                return false;
            }

            space = space.ContainingNamespace;
        }

        return end < 0;
    }

    /// <summary>The first attribute of that class, recognised by full name wherever it is declared.</summary>
    public static AttributeData? Find(this ISymbol symbol, string fullName) => Find(symbol.GetAttributes(), fullName);

    public static bool Has(this ISymbol symbol, string fullName) => symbol.Find(fullName) is not null;

    public static AttributeData? Find(System.Collections.Immutable.ImmutableArray<AttributeData> attributes, string fullName)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.AttributeClass.Is(fullName))
            {
                return attribute;
            }
        }

        return null;
    }

    public static TypedConstant? Named(this AttributeData attribute, string name)
    {
        foreach (var pair in attribute.NamedArguments)
        {
            if (pair.Key == name)
            {
                return pair.Value;
            }
        }

        return null;
    }

    public static bool Flag(this AttributeData attribute, string name) =>
        attribute.Named(name) is { Kind: TypedConstantKind.Primitive, Value: true };

    // Consumes one dotted part from the right end of the text; `end` becomes the index of the dot before it, or -1.
    private static bool EndsWithPart(string text, string part, ref int end)
    {
        var start = end - part.Length;
        if (start < 0 || part.Length == 0 || string.CompareOrdinal(text, start, part, 0, part.Length) != 0
            || (start > 0 && text[start - 1] != '.'))
        {
            return false;
        }

        end = start - 1;
        return true;
    }
}
