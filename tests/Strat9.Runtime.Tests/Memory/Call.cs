using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>One call of the table or the allocator, as plain data.</summary>
public readonly record struct Call(Verb Verb, BlockHandle Block, ulong Cap = 0, MemoryZones Zones = MemoryZones.All)
{
    public override string ToString() => $"{Verb}(0x{Block.Base.Value:x} order {Block.Order} generation {Block.Generation}, cap {Cap}, {Zones})";
}
