using System.Diagnostics.CodeAnalysis;

namespace Strat9;

/// <summary>What the containers that grow have in common.</summary>
internal static class Growth
{
    private const int Smallest = 4;

    /// <summary>The length to grow to: at least what is needed, at least double, unless that is more than an array can hold.</summary>
    public static int For(int length, int needed) =>
        Math.Max(needed, Math.Max(Smallest, (int)Math.Min(2L * length, Array.MaxLength)));

    /// <summary>Throws when a container has changed under an enumerator.</summary>
    /// <exception cref="InvalidOperationException">It has.</exception>
    public static void CheckUnchanged(int before, int now)
    {
        if (before != now)
        {
            ThrowChanged();
        }
    }

    [DoesNotReturn]
    private static void ThrowChanged() => throw new InvalidOperationException("The container has changed since it is being enumerated.");
}
