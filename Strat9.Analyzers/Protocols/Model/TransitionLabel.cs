using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Protocols.Model;

/// <summary>What messages and diagrams call the member that takes a transition.</summary>
internal static class TransitionLabel
{
    /// <summary>The name that a caller writes: of an accessor the property's, of a constructor with <c>new</c>, of an explicit implementation the interface's.</summary>
    public static string Of(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => "new " + constructor.ContainingType.Name,
        IMethodSymbol { AssociatedSymbol: IPropertySymbol property } => property.IsIndexer ? "this[]" : Last(property.Name),
        _ => Last(member.Name),
    };

    // An explicit implementation has the full name of its interface before its own.
    private static string Last(string name) => name.Substring(name.LastIndexOf('.') + 1);
}
