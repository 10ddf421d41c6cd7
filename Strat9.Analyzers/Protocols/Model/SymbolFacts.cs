using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Protocols.Model;

/// <summary>Questions about symbols that the protocol model asks everywhere.</summary>
internal static class SymbolFacts
{
    public static IEnumerable<AttributeData> FindAll(this ISymbol symbol, string fullName) =>
        symbol.GetAttributes().Where(a => a.AttributeClass?.Is(fullName) == true);

    /// <summary>
    /// The constants given to an attribute's parameters, <c>params</c> arrays taken apart. Unfinished code gives arrays without values:
    /// they count as empty.
    /// </summary>
    public static IEnumerable<TypedConstant> Constants(this AttributeData attribute)
    {
        foreach (var argument in attribute.ConstructorArguments)
        {
            if (argument.Kind != TypedConstantKind.Array)
            {
                yield return argument;
            }
            else if (!argument.Values.IsDefault)
            {
                foreach (var value in argument.Values)
                {
                    yield return value;
                }
            }
        }
    }

    /// <summary>
    /// Every type and member in a namespace or type, in the order of the declarations: what is inside a container comes before what follows
    /// it.
    /// </summary>
    public static IEnumerable<ISymbol> Declared(this INamespaceOrTypeSymbol outermost)
    {
        var open = new Stack<IEnumerator<ISymbol>>();
        open.Push(outermost.GetMembers().AsEnumerable<ISymbol>().GetEnumerator());
        while (open.Count > 0)
        {
            if (!open.Peek().MoveNext())
            {
                open.Pop();
                continue;
            }

            var member = open.Peek().Current;
            if (member is not INamespaceSymbol)
            {
                yield return member;
            }

            if (member is INamespaceOrTypeSymbol container)
            {
                open.Push(container.GetMembers().AsEnumerable<ISymbol>().GetEnumerator());
            }
        }
    }

    public static bool SameAs(this ISymbol? left, ISymbol? right) => SymbolEqualityComparer.Default.Equals(left, right);

    public static bool SameDefinition(this ISymbol left, ISymbol right) => left.OriginalDefinition.SameAs(right.OriginalDefinition);

    /// <summary>Whether every declaration that a user wrote of a type, and of every type around it, says <c>partial</c>.</summary>
    public static bool CanBeExtended(INamedTypeSymbol type, CancellationToken cancel)
    {
        for (var t = type; t is not null; t = t.ContainingType)
        {
            foreach (var reference in t.DeclaringSyntaxReferences)
            {
                if (reference.GetSyntax(cancel) is not TypeDeclarationSyntax declaration ||
                    !declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
                {
                    return false;
                }
            }

            if (t.DeclaringSyntaxReferences.IsEmpty || t.IsFileLocal)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether losing a value of this type is a leak: it is marked <c>[Linear]</c>, itself or by what it derives from or implements, it
    /// is in a state of a protocol that is not final, or it holds such a value in a tuple or nullable.
    /// </summary>
    public static bool IsLinear(this ITypeSymbol type)
    {
        var open = new Stack<ITypeSymbol>();
        open.Push(type);
        while (open.Count > 0)
        {
            switch (open.Pop())
            {
                case ITypeParameterSymbol parameter when parameter.Has(KnownNames.AllowsMoveOnly):
                    return true;
                case INamedTypeSymbol named when Carrier.Of(named) is { } carrier:
                    if (carrier.StateOf(named) is not { } state || state.Find(KnownNames.State)?.Flag(KnownNames.FinalProperty) != true)
                    {
                        return true;
                    }

                    break;
                case INamedTypeSymbol named when named.IsTupleType || named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T:
                    foreach (var argument in named.TypeArguments)
                    {
                        open.Push(argument);
                    }

                    break;
                case INamedTypeSymbol named when IsMarkedLinear(named) || named.AllInterfaces.Any(IsMarkedItself):
                    return true;
            }
        }

        return false;
    }

    private static bool IsMarkedLinear(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (IsMarkedItself(t))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMarkedItself(INamedTypeSymbol type) => type.OriginalDefinition.Has(KnownNames.Linear);
}
