namespace Strat9;

/// <summary>What became of a value that was to be sent through an <see cref="OwnedChannel{T}"/>.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
[TaggedUnion]
public readonly partial struct SendResult<[AllowsMoveOnly] T>
{
    /// <summary>The channel has the value.</summary>
    public static partial SendResult<T> Sent();

    /// <summary>The channel is complete and accepts no more values.</summary>
    /// <param name="value">The value, back.</param>
    public static partial SendResult<T> Closed(T value);

    /// <summary>Waiting for room was canceled.</summary>
    /// <param name="value">The value, back.</param>
    public static partial SendResult<T> Canceled(T value);
}
