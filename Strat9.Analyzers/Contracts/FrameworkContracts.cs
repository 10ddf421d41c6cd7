using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>
/// Contracts of framework members that are written for every type and only look at what they are given: data, in the same terms as
/// attributes.
/// </summary>
internal static class FrameworkContracts
{
    private const string Any = "*";

    // Type, member: all by-value parameters borrow.
    private static readonly (string Type, string Member)[] Borrowing =
    [
        ("System.ArgumentNullException", "ThrowIfNull"),
        ("System.ArgumentException", Any),
        ("System.ArgumentOutOfRangeException", Any),
        ("System.ObjectDisposedException", "ThrowIf"),
        ("System.GC", "KeepAlive"),
        ("System.GC", "SuppressFinalize"),
        ("System.GC", "ReRegisterForFinalize"),
        ("System.Object", "ReferenceEquals"),
        ("System.Object", "Equals"),
        ("System.Threading.Monitor", Any),
        ("System.Runtime.CompilerServices.RuntimeHelpers", "GetHashCode"),
        ("System.Runtime.CompilerServices.DefaultInterpolatedStringHandler", "AppendFormatted"),
        ("System.Diagnostics.Debug", Any),
        ("System.Diagnostics.Trace", Any),
    ];

    // Types whose members reach a value behind the back of ownership.
    private static readonly string[] Reaching =
    [
        "System.Runtime.CompilerServices.Unsafe",
        "System.Runtime.InteropServices.MemoryMarshal",
        "System.Runtime.InteropServices.Marshal",
        "System.Runtime.InteropServices.CollectionsMarshal",
    ];

    // Ref structs whose enumerator has a Dispose (for the sake of an interface) that does nothing.
    private static readonly string[] EnumeratedWithoutDisposal = ["System.Span", "System.ReadOnlySpan"];

    /// <summary>Whether disposing an enumerator of this type looks at nothing.</summary>
    public static bool IsDisposedByDoingNothing(ITypeSymbol? enumerator) =>
        enumerator is { ContainingType: { } sequence } && EnumeratedWithoutDisposal.Any(t => sequence.Is(t));

    /// <summary>Whether every by-value parameter of the member borrows.</summary>
    public static bool Borrows(IMethodSymbol method)
    {
        foreach (var (type, member) in Borrowing)
        {
            if ((member == Any || member == method.Name) && method.ContainingType.Is(type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the member reaches what it is given by address.</summary>
    public static bool Reaches(IMethodSymbol method)
    {
        foreach (var type in Reaching)
        {
            if (method.ContainingType.Is(type))
            {
                return true;
            }
        }

        return false;
    }
}
