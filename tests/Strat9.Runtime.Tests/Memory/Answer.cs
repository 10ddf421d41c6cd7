using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>What a call answered, as plain data, so that table and model can be compared.</summary>
public readonly record struct Answer(string What, ulong Value = 0, BlockHandle Block = default)
{
    public static readonly Answer None = new("none");
    public static readonly Answer Corrupt = new("corrupt");

    /// <summary>Whether the call should have left everything as it was.</summary>
    public bool ChangesNothing => What is "refused" or "none" or "corrupt" or "entry" or "handle" or "frame" or "out of memory";

    public static Answer Refused(OwnerError error) => new("refused", (ulong)error);

    public override string ToString() => What == "refused"
        ? $"refused {(OwnerError)Value}"
        : $"{What} {Value} (0x{Block.Base.Value:x} order {Block.Order} generation {Block.Generation})";
}
