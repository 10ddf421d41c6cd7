using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>
/// Types of the framework the analysis knows, resolved once per compilation. Any of them may be missing: a project may bring a core
/// library of its own.
/// </summary>
internal sealed class KnownTypes(Compilation compilation)
{
    private readonly INamedTypeSymbol? _task = compilation.GetTypeByMetadataName("System.Threading.Tasks.Task`1");
    private readonly INamedTypeSymbol? _valueTask = compilation.GetTypeByMetadataName("System.Threading.Tasks.ValueTask`1");
    private readonly INamedTypeSymbol? _asyncEnumerable =
        compilation.GetTypeByMetadataName("System.Collections.Generic.IAsyncEnumerable`1");

    private readonly INamedTypeSymbol? _configuredEnumerable =
        compilation.GetTypeByMetadataName("System.Runtime.CompilerServices.ConfiguredCancelableAsyncEnumerable`1");

    private readonly INamedTypeSymbol? _asyncEnumerator =
        compilation.GetTypeByMetadataName("System.Collections.Generic.IAsyncEnumerator`1");

    // What `await` and ConfigureAwait make of a task holds the same result.
    private readonly ImmutableArray<INamedTypeSymbol?> _awaiters =
    [
        compilation.GetTypeByMetadataName("System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1"),
        compilation.GetTypeByMetadataName("System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable`1"),
        compilation.GetTypeByMetadataName("System.Runtime.CompilerServices.TaskAwaiter`1"),
        compilation.GetTypeByMetadataName("System.Runtime.CompilerServices.ValueTaskAwaiter`1"),
    ];

    private readonly INamedTypeSymbol? _plainTask = compilation.GetTypeByMetadataName("System.Threading.Tasks.Task");
    private readonly INamedTypeSymbol? _plainValueTask = compilation.GetTypeByMetadataName("System.Threading.Tasks.ValueTask");

    private readonly ImmutableArray<INamedTypeSymbol?> _memories =
    [
        compilation.GetTypeByMetadataName("System.Memory`1"),
        compilation.GetTypeByMetadataName("System.ReadOnlyMemory`1"),
        compilation.GetTypeByMetadataName("System.Buffers.ReadOnlySequence`1"),
    ];

    public INamedTypeSymbol? Disposable { get; } = compilation.GetTypeByMetadataName("System.IDisposable");

    public INamedTypeSymbol? AsyncDisposable { get; } = compilation.GetTypeByMetadataName("System.IAsyncDisposable");

    public INamedTypeSymbol? Exception { get; } = compilation.GetTypeByMetadataName("System.Exception");

    public INamedTypeSymbol? Unreachable { get; } = compilation.GetTypeByMetadataName("System.Diagnostics.UnreachableException");

    public INamedTypeSymbol? SwitchExpression { get; } =
        compilation.GetTypeByMetadataName("System.Runtime.CompilerServices.SwitchExpressionException");

    public INamedTypeSymbol? Conditional { get; } = compilation.GetTypeByMetadataName("System.Diagnostics.ConditionalAttribute");

    /// <summary>Whether the type is a thin wrapper that is owned exactly as its content is: <c>T?</c>, <c>Task</c>, <c>ValueTask</c>.</summary>
    public bool IsTransparent(INamedTypeSymbol type) =>
        type.TypeArguments.Length == 1
        && (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || IsTask(type));

    /// <summary>Whether the type is a task of one result, or what <c>await</c> makes of one.</summary>
    public bool IsTask(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeArguments.Length: 1 } named
        && (Same(named, _task) || Same(named, _valueTask) || _awaiters.Any(a => Same(named, a)));

    /// <summary>Whether the type is a task without a result.</summary>
    public bool IsPlainTask(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeArguments.IsEmpty: true } named && (Same(named, _plainTask) || Same(named, _plainValueTask));

    /// <summary>Whether the type hands out a sequence of owned elements.</summary>
    public bool IsSequence(ITypeSymbol? type) => ElementOf(type) is not null;

    /// <summary>The type of the elements that a sequence, or an enumerator of one, hands out; <see langword="null"/> for any other type.</summary>
    public ITypeSymbol? ElementOf(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { TypeArguments: [var element] } named)
        {
            return named.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T
                    or SpecialType.System_Collections_Generic_IEnumerator_T
                || Same(named, _asyncEnumerable) || Same(named, _asyncEnumerator) || Same(named, _configuredEnumerable)
                ? element
                : null;
        }

        // What enumerates `ConfigureAwait` or `WithCancellation` of a sequence.
        return type is { ContainingType: { TypeArguments: [var inner] } configured } && Same(configured, _configuredEnumerable) ? inner : null;
    }

    /// <summary>Whether the compilation can see any of the attributes at all: when not, there is nothing to check.</summary>
    public static bool MentionsStrat9(Compilation compilation) =>
        !compilation.GetTypesByMetadataName(KnownNames.MoveOnly).IsEmpty
        || !compilation.GetTypesByMetadataName(KnownNames.Linear).IsEmpty
        || !compilation.GetTypesByMetadataName(KnownNames.Typestate).IsEmpty;

    /// <summary>Whether the type is a task, with or without a result, or what <c>await</c> makes of one.</summary>
    public bool IsAnyTask(ITypeSymbol? type) =>
        IsTask(type) || (type is INamedTypeSymbol { TypeArguments.IsEmpty: true } named && (Same(named, _plainTask) || Same(named, _plainValueTask)));

    /// <summary>
    /// Whether a value of the type may borrow from what it was computed from: a ref struct, memory, a task that still runs, a sequence
    /// that is not enumerated yet.
    /// </summary>
    public bool CanHoldLoan(ITypeSymbol? type) =>
        (type is IArrayTypeSymbol array ? array.ElementType : type) is INamedTypeSymbol named
        && (named.IsRefLikeType || _memories.Any(m => Same(named, m)) || IsAnyTask(named) || IsSequence(named));

    /// <summary>Whether the type is one of the memories that, unlike a span, can be stored anywhere.</summary>
    public bool IsMemory(ITypeSymbol? type) => type is INamedTypeSymbol named && _memories.Any(m => Same(named, m));

    public static bool IsNullable(ITypeSymbol? type) => type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    /// <summary>What a nullable struct may hold; of any other type itself.</summary>
    public static ITypeSymbol? ContentOf(ITypeSymbol? type) => IsNullable(type) ? ((INamedTypeSymbol)type!).TypeArguments[0] : type;

    private static bool Same(INamedTypeSymbol type, INamedTypeSymbol? definition) =>
        definition is not null && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, definition);
}
