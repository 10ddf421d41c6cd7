namespace Strat9;

/// <summary>A value could not be stored. The exception owns it, and hands it back.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <remarks>Thread-safe. A linear value that nobody takes out is told of like any other that is lost with its holder.</remarks>
public sealed class NotStoredException<[AllowsMoveOnly] T> : InvalidOperationException
{
    private readonly Slot<T> _value;

    /// <summary>Takes the value that could not be stored.</summary>
    /// <param name="message">Why it could not.</param>
    /// <param name="value">The value.</param>
    public NotStoredException(string message, T value)
        : base(message) => _value = new Slot<T>(value);

    /// <summary>Hands the value back, the first time it is asked.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether the value was still here.</returns>
    public bool TryTake([Gives(When = true)] out T value) => _value.TryTake(out value);
}
