using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Protocols.Unions;

/// <summary>Finds Strat9's attributes by full name, wherever they are declared.</summary>
internal static class AttributeNames
{
    public static AttributeData? Find(ISymbol symbol, string fullName)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && Is(type, fullName))
            {
                return attribute;
            }
        }

        return null;
    }

    public static bool Has(ISymbol symbol, string fullName) => Find(symbol, fullName) is not null;

    public static bool Flag(AttributeData attribute, string property)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == property)
            {
                return argument.Value.Value is true;
            }
        }

        return false;
    }

    // Every name in KnownNames is "Strat9." and a simple name: no string is built to compare.
    private static bool Is(INamedTypeSymbol type, string fullName) =>
        fullName.Length == KnownNames.Namespace.Length + 1 + type.Name.Length &&
        fullName.EndsWith(type.Name, StringComparison.Ordinal) &&
        type.ContainingType is null &&
        type.ContainingNamespace is { Name: KnownNames.Namespace, ContainingNamespace.IsGlobalNamespace: true };
}
