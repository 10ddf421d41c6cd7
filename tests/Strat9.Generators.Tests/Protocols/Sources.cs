namespace Strat9.Generators.Tests.Protocols;

/// <summary>The protocols that the tests generate for.</summary>
internal static class Sources
{
    public const string PhysBlock =
        """
        using Strat9;

        namespace Kernel.Memory;

        public readonly struct BlockHandle(ulong id)
        {
            public ulong Id { get; } = id;
        }

        [Typestate]
        public readonly partial struct PhysBlock<TState> { public BlockHandle Handle { get; } }

        [State(Initial = true)] public readonly partial struct BuddyReserved;
        [State]                 public readonly partial struct Exclusive;
        [State]                 public readonly partial struct Released;

        public static partial class PhysBlock
        {
            [Transition] internal static partial PhysBlock<BuddyReserved> FromBuddy(BlockHandle handle);
            [Transition] internal static partial PhysBlock<Exclusive> IntoExclusive(this PhysBlock<BuddyReserved> block);
            [Transition] internal static partial PhysBlock<Released> IntoReleased(this PhysBlock<Exclusive> block);
            [Transition] internal static partial BlockHandle IntoHandle(this PhysBlock<Released> block);
        }

        """;
}
