using Microsoft.CodeAnalysis;

namespace Strat9.Generators.Infrastructure;

internal static class ProviderExtensions
{
    /// <summary>Drops what could not be parsed.</summary>
    public static IncrementalValuesProvider<T> WhereNotNull<T>(this IncrementalValuesProvider<T?> items)
        where T : class =>
        items.SelectMany(static (item, _) => item is null ? Array.Empty<T>() : [item]);
}
