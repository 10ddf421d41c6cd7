namespace Strat9.Generators.Tests.Protocols;

/// <summary>The protocols that the tests generate for.</summary>
internal static class Sources
{
    /// <summary>The example of the contract: entry, edges, end.</summary>
    public const string PhysBlock =
        """
        using Strat9;

        namespace Kernel.Memory;

        /// <summary>A handle.</summary>
        public readonly struct BlockHandle(ulong id)
        {
            /// <summary>Its number.</summary>
            public ulong Id { get; } = id;
        }

        [Typestate]
        public readonly partial struct PhysBlock<TState> { /** <summary>The handle.</summary> */ public BlockHandle Handle { get; } }

        /// <summary>Reserved.</summary>
        [State(Initial = true)] public readonly partial struct BuddyReserved;
        /// <summary>Exclusive.</summary>
        [State]                 public readonly partial struct Exclusive;
        /// <summary>Released.</summary>
        [State]                 public readonly partial struct Released;

        /// <summary>The transitions.</summary>
        public static partial class PhysBlock
        {
            [Transition] internal static partial PhysBlock<BuddyReserved> FromBuddy(BlockHandle handle);
            [Transition] internal static partial PhysBlock<Exclusive> IntoExclusive(this PhysBlock<BuddyReserved> block);
            [Transition] public static partial PhysBlock<Released> IntoReleased(this PhysBlock<Exclusive> block);
            [Transition] internal static partial BlockHandle IntoHandle(this PhysBlock<Released> block);
        }

        internal static class Use
        {
            private static string Go()
            {
                var reserved = PhysBlock.FromBuddy(new BlockHandle(7));
                var names = reserved.StateName;
                var exclusive = reserved.IntoExclusive();
                names += " " + Describe(exclusive);
                return names + " " + exclusive.IntoReleased().IntoHandle().Id;
            }

            private static string Describe<TState>(in PhysBlock<TState> block) where TState : struct, IPhysBlockState => block.StateName;
        }

        """;

    /// <summary>Private payload, a replaced member, a transition in another class, an own body, a fallible and an async one.</summary>
    public const string Connection =
        """
        using System.Threading.Tasks;
        using Strat9;

        [Typestate]
        internal partial struct Connection<TState>
        {
            private readonly int _socket;
            public string? Peer { get; private set; }

            [Transition, Requires(typeof(Connected))]
            public Connection<Closed> Close() => To<Closed>();
        }

        [State(Initial = true)] internal partial struct Fresh;
        [State] internal partial struct Connected;
        [State(Final = true)] internal partial struct Closed;

        internal static partial class Connection
        {
            [Transition] internal static partial Connection<Fresh> Create(int socket, string? peer);
            [Transition] internal static partial Connection<Connected> Connect(this Connection<Fresh> connection, string peer);

            [Transition]
            internal static async Task<Connection<Closed>> CloseAsync(this Connection<Connected> connection)
            {
                await Task.Yield();
                return connection.To<Closed>();
            }

            extension(Connection<Connected> connection)
            {
                [Transition] public Connection<Connected> Again() => connection.To<Connected>();
            }
        }

        internal static partial class Sockets
        {
            [Transition] internal static partial int Detach(this Connection<Connected> connection);
            [Transition] internal static partial Connection<Closed> Kill<TState>(this Connection<TState> connection) where TState : struct, IConnectionState;
        }

        internal static class Use
        {
            private static string Go()
            {
                var open = Connection.Create(3, null).Connect("there");
                var peer = open.Peer;
                var closed = Connection.Create(4, "x").Kill();
                var again = Connection.Create(5, "y").Connect("z").Again().CloseAsync().GetAwaiter().GetResult();
                return peer + open.Detach() + closed.StateName + again.Peer;
            }
        }

        """;

    /// <summary>Generic beyond the state, nested, keywords as names, no payload, pointers, several initial states, shared markers.</summary>
    public const string Exotic =
        """
        using System;
        using Strat9;

        namespace @namespace.@class
        {
            public static partial class Outer
            {
                [Typestate]
                public readonly partial struct Box<T, [State] TState>
                {
                    public T Value { get; }
                    public (int Left, string? Right)[] Pairs { get; }
                }
            }

            [State(Initial = true)] public partial struct @new;
            [State(Initial = true, Final = true)] public partial struct @record;

            public static partial class Boxes
            {
                [Transition] public static partial Outer.Box<T, @new> Make<T>(in T value, (int Left, string? Right)[] pairs);
                [Transition] public static partial Outer.Box<TNext, @record> Change<T, TNext>(this Outer.Box<T, @new> box, TNext value) where TNext : notnull;
                [Transition] public static partial Outer.Box<T, @record> Keep<T>(this Outer.Box<T, @new> box);
            }

            [Typestate] public readonly partial struct @struct<@event>;

            internal static partial class Structs<T>
            {
                [Transition] internal static partial @struct<@new> @default();
                [Transition] internal static partial @struct<@record> Go(@struct<@new> @this);
                [Transition] internal static partial void End(@struct<@record> @in);
            }

            [Typestate] internal readonly partial struct Raw<TState>
            {
                internal unsafe byte* Pointer { get; }
                internal required int Length { get; init; }
            }

            internal static unsafe partial class Raws
            {
                [Transition] internal static partial Raw<@new> Over(byte* pointer, int length);
                [Transition] internal static partial Raw<@record> Cut(this Raw<@new> raw, int length = 4);
                [Transition] internal static partial byte* Unwrap(this Raw<@record> raw);
            }

            internal partial class Generic<TOuter>
            {
                [Typestate] internal readonly partial struct Inner<TState> { public TOuter Value { get; } }

                [Transition] internal static partial Inner<@new> Make(TOuter value);
                [Transition] internal static partial Inner<@record> Go(Inner<@new> inner);
            }

            [Typestate] internal readonly ref partial struct Cursor<TState> { internal Span<byte> Rest { get; } }

            internal static partial class Cursors
            {
                [Transition] internal static partial Cursor<@new> Over(Span<byte> rest);
                [Transition] internal static partial Cursor<@record> Next(this scoped Cursor<@new> cursor, Span<byte> rest);
            }

            [Typestate] internal readonly partial struct Held<T, [State] TState> where T : class { private readonly T _value; }

            internal static partial class Helds
            {
                [Transition] internal static partial Held<T, @new> Make<T>(T value) where T : class;
                [Transition] internal static partial T Take<T>(this Held<T, @new> held) where T : class;
            }

            internal static class Use
            {
                private static unsafe string Go()
                {
                    var box = Boxes.Make(1, []).Change("two");
                    var name = Structs<int>.Go(Structs<int>.@default()).StateName;
                    var raw = Raws.Over((byte*)8, 3).Cut(5);
                    var inner = Generic<int>.Go(Generic<int>.Make(9));
                    var held = Helds.Make("held");
                    return box.Value + name + raw.Length + (nint)raw.Unwrap() + inner.Value + held.StateName + held.Take();
                }
            }
        }

        """;

    public static TheoryData<string, string> All => new()
    {
        { nameof(PhysBlock), PhysBlock },
        { nameof(Connection), Connection },
        { nameof(Exotic), Exotic },
    };
}
