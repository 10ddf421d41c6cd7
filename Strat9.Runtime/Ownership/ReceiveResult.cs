namespace Strat9;

/// <summary>What came out of an <see cref="OwnedChannel{T}"/>.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
[TaggedUnion]
public readonly partial struct ReceiveResult<[AllowsMoveOnly] T>
{
    /// <summary>A value.</summary>
    /// <param name="value">The value.</param>
    public static partial ReceiveResult<T> Received(T value);

    /// <summary>The channel is complete and every value has been received.</summary>
    public static partial ReceiveResult<T> Ended();
}
