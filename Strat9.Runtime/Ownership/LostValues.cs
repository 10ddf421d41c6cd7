namespace Strat9;

/// <summary>Linear values that were lost because nobody took them out of their holder before it became unreachable.</summary>
/// <remarks>Immutable, thread-safe.</remarks>
public sealed class LostValues
{
    internal LostValues(Type holder, Type value, int count, string creation)
    {
        Holder = holder;
        Value = value;
        Count = count;
        CreationStack = creation;
    }

    /// <summary>The type of the holder, such as <c>OwnedList&lt;Lease&gt;</c>.</summary>
    public Type Holder { get; }

    /// <summary>The type of the values.</summary>
    public Type Value { get; }

    /// <summary>How many values the holder still held; at least 1.</summary>
    public int Count { get; }

    /// <summary>Where the holder was made: a stack trace, innermost frame first.</summary>
    public string CreationStack { get; }

    /// <summary>A message for a log: what was lost, and where its holder was made.</summary>
    public override string ToString() =>
        $"{Count} linear value(s) of '{Value}' lost with their '{Holder}', which was made{Environment.NewLine}{CreationStack}";
}
