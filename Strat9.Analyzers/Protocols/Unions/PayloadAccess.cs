using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Protocols.Unions;

/// <summary>Whether a type may appear in the signature of a union's member, by C#'s rules of consistent accessibility.</summary>
internal static class PayloadAccess
{
    /// <summary>
    /// The widest accessibility that a member of <paramref name="union"/> with <paramref name="payload"/> in its signature may have:
    /// public, internal, or private where even internal is too wide.
    /// </summary>
    public static Accessibility Widest(ITypeSymbol payload, INamedTypeSymbol union) =>
        Reaches(payload, union, insideAssembly: false) ? Accessibility.Public
        : Reaches(payload, union, insideAssembly: true) ? Accessibility.Internal
        : Accessibility.Private;

    private static bool Reaches(ITypeSymbol type, INamedTypeSymbol union, bool insideAssembly) =>
        type.Parts(withContaining: true).OfType<INamedTypeSymbol>().All(level => LevelReaches(level, union, insideAssembly));

    private static bool LevelReaches(INamedTypeSymbol level, INamedTypeSymbol union, bool insideAssembly) =>
        level.DeclaredAccessibility switch
        {
            Accessibility.Public or Accessibility.NotApplicable => true,
            Accessibility.Internal or Accessibility.ProtectedOrInternal => insideAssembly || StaysInAssembly(union),
            var access => level.ContainingType is { } scope && StaysInside(union, scope.OriginalDefinition, access),
        };

    private static bool StaysInAssembly(INamedTypeSymbol union)
    {
        for (var level = union; level is not null; level = level.ContainingType)
        {
            if (level.DeclaredAccessibility is Accessibility.Internal or Accessibility.Private or Accessibility.ProtectedAndInternal)
            {
                return true;
            }
        }

        return false;
    }

    // Private, protected and private protected types reach a union that is no more visible, declared in the same type or within it.
    private static bool StaysInside(INamedTypeSymbol union, INamedTypeSymbol scope, Accessibility access)
    {
        for (var level = union; level.ContainingType is { } outer; level = outer)
        {
            var sameScope = SymbolEqualityComparer.Default.Equals(outer.OriginalDefinition, scope);
            if ((level.DeclaredAccessibility == Accessibility.Private && IsWithin(outer, scope)) ||
                (level.DeclaredAccessibility == access && sameScope))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWithin(INamedTypeSymbol type, INamedTypeSymbol scope)
    {
        for (var t = type; t is not null; t = t.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, scope))
            {
                return true;
            }
        }

        return false;
    }
}
