using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>Takes constructed types apart, without recursion: a type may be as deep as its source likes.</summary>
internal static class TypeParts
{
    /// <summary>
    /// A type and what it is made of: elements of arrays, targets of pointers, type arguments; asked so, the types it is nested in, too.
    /// </summary>
    public static IEnumerable<ITypeSymbol> Parts(this ITypeSymbol type, bool withContaining = false)
    {
        var open = new Stack<ITypeSymbol>();
        open.Push(type);
        while (open.Count > 0)
        {
            var part = open.Pop();
            yield return part;
            switch (part)
            {
                case IArrayTypeSymbol array:
                    open.Push(array.ElementType);
                    break;
                case IPointerTypeSymbol pointer:
                    open.Push(pointer.PointedAtType);
                    break;
                case INamedTypeSymbol named:
                    foreach (var argument in named.TypeArguments)
                    {
                        open.Push(argument);
                    }

                    if (withContaining && named.ContainingType is { } outer)
                    {
                        open.Push(outer);
                    }

                    break;
            }
        }
    }
}
