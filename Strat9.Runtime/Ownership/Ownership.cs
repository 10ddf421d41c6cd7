using System.Diagnostics.CodeAnalysis;

namespace Strat9;

/// <summary>Deliberate exceptions to the rules of ownership.</summary>
public static class Ownership
{
    /// <summary>
    /// Drops a value on purpose: the one way to let go of a linear value without consuming it. Does nothing at run time.
    /// </summary>
    /// <param name="value">The value, which is taken.</param>
    /// <param name="reason">Why dropping is right; for the reader.</param>
    /// <typeparam name="T">Any type.</typeparam>
    /// <remarks>Thread-safe; free of cost.</remarks>
    [Trusted("Dropping the value is what this method is for.")]
    [SuppressMessage("Style", "IDE0060:Remove unused parameter", Justification = "Taking the parameter is the effect.")]
    public static void Forget<[AllowsMoveOnly] T>(T value, string reason)
    {
    }
}
