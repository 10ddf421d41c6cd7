using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>
/// The generic types and methods of the framework whose type arguments may be move-only although nothing there says so, because the
/// analysis knows what they do with a value: as a table, the seed of contracts for types one does not own.
/// </summary>
internal sealed class FollowedGenerics(Compilation compilation, KnownTypes known, TypeOwnership ownership)
{
    // Loans, and interfaces that only compare.
    private static readonly ImmutableArray<string> TypeNames =
    [
        "System.Span`1",
        "System.ReadOnlySpan`1",
        "System.IEquatable`1",
        "System.IComparable`1",
    ];

    // What carries its argument through; a null stands for every method of the type. Those of the types that forge or reinterpret are
    // reported as such, not by their type arguments.
    private static readonly ImmutableArray<(string Type, string? Method)> MethodNames =
    [
        ("System.Threading.Interlocked", "Exchange"),
        ("System.Threading.Interlocked", "CompareExchange"),
        ("System.Threading.Volatile", "Read"),
        ("System.Threading.Volatile", "Write"),
        ("System.Threading.Tasks.Task", "FromResult"),
        ("System.Threading.Tasks.Task", "FromException"),
        ("System.Threading.Tasks.Task", "FromCanceled"),
        ("System.Threading.Tasks.Task", "WhenAll"),
        ("System.Threading.Tasks.TaskAsyncEnumerableExtensions", "ConfigureAwait"),
        ("System.Threading.Tasks.TaskAsyncEnumerableExtensions", "WithCancellation"),
        ("System.Threading.Tasks.ValueTask", "FromResult"),
        ("System.Threading.Tasks.ValueTask", "FromException"),
        ("System.Threading.Tasks.ValueTask", "FromCanceled"),
        ("System.Runtime.CompilerServices.Unsafe", null),
        ("System.Runtime.InteropServices.MemoryMarshal", null),
        ("System.Runtime.InteropServices.Marshal", null),
        ("System.Activator", null),
        ("System.Runtime.CompilerServices.RuntimeHelpers", null),
    ];

    private readonly ImmutableHashSet<INamedTypeSymbol> _types = Resolve(compilation, TypeNames);

    private readonly ImmutableArray<(INamedTypeSymbol Type, string? Method)> _methods =
    [
        .. MethodNames
            .Select(m => (Type: compilation.GetTypeByMetadataName(m.Type), m.Method))
            .Where(m => m.Type is not null)
            .Select(m => (m.Type!, m.Method)),
    ];

    /// <summary>The index of the first type argument that the generic type or method does not admit, or -1.</summary>
    public int FirstRefused(ISymbol generic, int from = 0)
    {
        var (parameters, arguments) = generic switch
        {
            INamedTypeSymbol type => (type.OriginalDefinition.TypeParameters, type.TypeArguments),
            IMethodSymbol method => (method.OriginalDefinition.TypeParameters, method.TypeArguments),
            _ => ([], []),
        };
        var isKnown = (bool?)null;
        for (var i = from; i < arguments.Length && i < parameters.Length; i++)
        {
            if (ownership.Of(arguments[i]) > ownership.Of(parameters[i]) && !(isKnown ??= IsFollowed(generic)))
            {
                return i;
            }
        }

        return -1;
    }

    private bool IsFollowed(ISymbol generic) => generic switch
    {
        INamedTypeSymbol type => type.IsTupleType || type.TypeKind is TypeKind.Delegate or TypeKind.Error
            || known.IsTransparent(type) || known.IsSequence(type) || _types.Contains(type.OriginalDefinition),
        IMethodSymbol method => _methods.Any(m =>
            (m.Method is null || m.Method == method.Name) && SymbolEqualityComparer.Default.Equals(m.Type, method.ContainingType)),
        _ => false,
    };

    private static ImmutableHashSet<INamedTypeSymbol> Resolve(Compilation compilation, ImmutableArray<string> names)
    {
        var found = ImmutableHashSet.CreateBuilder<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var name in names)
        {
            if (compilation.GetTypeByMetadataName(name) is { } type)
            {
                found.Add(type);
            }
        }

        return found.ToImmutable();
    }
}
