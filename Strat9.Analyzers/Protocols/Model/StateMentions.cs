using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Protocols.Model;

/// <summary>
/// The carriers that a value of some type may hold: itself, in a type argument (tasks, nullables, tuples, any <c>Result&lt;T&gt;</c>), in a
/// case of a union, in a field of a struct.
/// </summary>
internal static class StateMentions
{
    // Compared as they stand in metadata: the language's own unions carry this attribute.
    private const string UnionAttribute = "UnionAttribute";

    // A generic type may hold an ever larger instance of itself, in code that does not compile.
    private const int MaxDepth = 16;

    public static ImmutableArray<INamedTypeSymbol> In(ITypeSymbol type)
    {
        var found = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        Collect(type, found, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default), 0);
        return found.ToImmutable();
    }

    /// <summary>The cases of a tagged union: static methods that return it. What is generated beside them returns other things.</summary>
    public static IEnumerable<IMethodSymbol> CasesOf(INamedTypeSymbol union) =>
        union.OriginalDefinition.Has(KnownNames.TaggedUnion)
            ? union.GetMembers().OfType<IMethodSymbol>()
                .Where(m => m is { IsStatic: true, MethodKind: MethodKind.Ordinary } && m.ReturnType.SameAs(union))
            : [];

    private static void Collect(ITypeSymbol type, ImmutableArray<INamedTypeSymbol>.Builder found, HashSet<ITypeSymbol> visited, int depth)
    {
        if (depth == MaxDepth)
        {
            return;
        }

        if (type is IArrayTypeSymbol array)
        {
            Collect(array.ElementType, found, visited, depth + 1);
            return;
        }

        if (type is not INamedTypeSymbol { SpecialType: SpecialType.None or SpecialType.System_Nullable_T } named || !visited.Add(named))
        {
            return;
        }

        if (Carrier.Of(named) is not null)
        {
            found.Add(named);
            return;
        }

        foreach (var argument in named.TypeArguments)
        {
            Collect(argument, found, visited, depth + 1);
        }

        foreach (var part in Parts(named))
        {
            Collect(part, found, visited, depth + 1);
        }
    }

    private static IEnumerable<ITypeSymbol> Parts(INamedTypeSymbol type)
    {
        if (type.OriginalDefinition.Has(KnownNames.TaggedUnion))
        {
            return CasesOf(type).SelectMany(m => m.Parameters.Select(p => p.Type));
        }

        if (IsLanguageUnion(type))
        {
            return type.InstanceConstructors.Where(c => c.Parameters.Length == 1).Select(c => c.Parameters[0].Type);
        }

        return type is { TypeKind: TypeKind.Struct, IsTupleType: false }
            ? type.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic).Select(f => f.Type)
            : [];
    }

    private static bool IsLanguageUnion(INamedTypeSymbol type) =>
        type.OriginalDefinition.GetAttributes().Any(a => a.AttributeClass is
        {
            Name: UnionAttribute,
            ContainingNamespace:
            {
                Name: "CompilerServices",
                ContainingNamespace:
                {
                    Name: "Runtime",
                    ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true },
                },
            },
        });
}
