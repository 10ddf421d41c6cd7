using Microsoft.CodeAnalysis;
using Strat9.CodeFixes.States;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

/// <summary>STRAT2001 where the transitions cannot be called: what takes the value and gives it back in the state that is needed.</summary>
public class ConsumingCallsTests
{
    private const string Protocol =
        """
        using Strat9;
        using System.Threading.Tasks;

        public readonly struct Cap(int id) { public int Id { get; } = id; }

        [Typestate] public readonly partial struct Block<TState> { public int Id { get; } }
        [State(Initial = true)] public readonly partial struct Reserved;
        [State] public readonly partial struct Exclusive;
        [State] public readonly partial struct Mapped;
        [State] public readonly partial struct Pinned;
        [State] public readonly partial struct Sealed;
        [State] public readonly partial struct Released;
        [State] public readonly partial struct Apart;

        public static partial class Block
        {
            [Transition] public static partial Block<Reserved> From(int id);
            [Transition] internal static partial Block<Exclusive> IntoExclusive(this Block<Reserved> block);
            [Transition] internal static partial Block<Mapped> IntoMapped(this Block<Exclusive> block);
            [Transition] internal static partial Block<Pinned> IntoPinned(this Block<Exclusive> block);
            [Transition] internal static partial Block<Sealed> IntoSealed(this Block<Mapped> block);
            [Transition] public static partial Block<Released> IntoReleased(this Block<Exclusive> block);
            [Transition] internal static partial Block<Apart> IntoApart(this Block<Reserved> block);
            [Transition] public static partial int IntoId(this Block<Released> block);
            [Transition] internal static partial int End(this Block<Apart> block);
            [Transition] internal static partial int Unseal(this Block<Sealed> block);
            [Transition] internal static partial int Unpin(this Block<Pinned> block);
        }

        [TaggedUnion]
        public readonly partial struct ClaimResult
        {
            public static partial ClaimResult Claimed(Block<Exclusive> block);
            public static partial ClaimResult Refused(int error, Block<Reserved> block);
        }

        public sealed class Table
        {
            public ClaimResult Claim(Block<Reserved> block, Cap cap) => ClaimResult.Claimed(block.IntoExclusive());
            public void Peek([Borrows] Block<Mapped> other, [Borrows] Block<Reserved> block, out int id) => id = block.Id + other.Id;
            public void Release(Block<Exclusive> block) => block.IntoReleased().IntoId();
            public bool TryPin([Consumes(When = true)] Block<Exclusive> block, int times, [Gives(When = true)] out Block<Pinned> pinned)
            {
                pinned = times > 0 ? block.IntoPinned() : default;
                return times > 0;
            }

            public Task<Block<Sealed>?> SealAsync([Borrows] Block<Pinned> beside, Block<Mapped> block) => Task.FromResult<Block<Sealed>?>(block.IntoSealed());
            public static Block<Apart> Lent([Borrows] Block<Reserved> block) => throw new System.NotSupportedException();
            internal static Block<Apart> Hidden(Block<Reserved> block) => block.IntoApart();
        }

        public static class Maps
        {
            public static Block<Mapped> Map(this Block<Exclusive> block) => block.IntoMapped();
        }
        """;

    [Theory]
    [InlineData("table.Release({|STRAT2001:reserved|});", "'Release' needs 'Exclusive'; 'reserved' is 'Reserved': call 'Table.Claim' (with 'cap', whose 'Claimed' may hold it in 'Exclusive') first")]
    [InlineData("reserved.{|STRAT2001:IntoReleased|}();", "'IntoReleased' needs 'Exclusive'; 'reserved' is 'Reserved': call 'Table.Claim' (with 'cap', whose 'Claimed' may hold it in 'Exclusive') first")]
    [InlineData("Block<Pinned> x = {|STRAT2001:exclusive|};", "'x' needs 'Pinned'; 'exclusive' is 'Exclusive': call 'Table.TryPin' (with 'times', whose 'out pinned' may hold it in 'Pinned') first")]
    [InlineData("Block<Mapped> x = {|STRAT2001:exclusive|};", "'x' needs 'Mapped'; 'exclusive' is 'Exclusive': call 'Map' first")]
    [InlineData("Block<Sealed> x = {|STRAT2001:exclusive|};", "'x' needs 'Sealed'; 'exclusive' is 'Exclusive': call 'Map', then 'Table.SealAsync' (with 'beside', whose result may hold it in 'Sealed') first")]
    [InlineData("Block<Released> x = {|STRAT2001:reserved|};", "'x' needs 'Released'; 'reserved' is 'Reserved': call 'Table.Claim' (with 'cap', whose 'Claimed' may hold it in 'Exclusive'), then 'IntoReleased' first")]
    [InlineData("Block<Apart> x = {|STRAT2001:reserved|};", "'x' needs 'Apart'; 'reserved' is 'Reserved', from which no transition that can be called here leads there")]
    [InlineData("table.Release({|STRAT2001:released|});", "'Release' needs 'Exclusive'; 'released' is 'Released', from which no transition that can be called here leads there")]
    public async Task FromAnotherAssembly_NamesWhatCanBeCalled(string body, string message)
    {
        var found = await InAnotherAssembly(In(body));

        Assert.Equal(message, Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task OwnHelper_IsNamedToo()
    {
        var found = await InAnotherAssembly(
            In("Block<Apart> x = {|STRAT2001:reserved|};") +
            """
            static class Own
            {
                static Block<Apart> Private(Block<Reserved> block) => throw new NotSupportedException();
                public static Block<Apart> Part<TState>([Requires(typeof(Reserved))] Block<TState> block, int at = 0) where TState : struct, IBlockState =>
                    throw new NotSupportedException();
            }
            """);

        Assert.Equal("'x' needs 'Apart'; 'reserved' is 'Reserved': call 'Own.Part' first", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task GenericHelperOfOtherStates_IsNoWay()
    {
        var found = await InAnotherAssembly(
            In("Block<Apart> x = {|STRAT2001:reserved|};") +
            """
            static class Own
            {
                public static Block<Apart> Part<TState>([Requires(typeof(Apart))] Block<TState> block) where TState : struct, IBlockState =>
                    throw new NotSupportedException();
            }
            """);

        Assert.EndsWith("from which no transition that can be called here leads there", Assert.Single(found).GetMessage(null), StringComparison.Ordinal);
    }

    /// <summary>A transition that can be called comes first, however short the way by other calls is.</summary>
    [Fact]
    public async Task Transitions_ComeFirst()
    {
        var found = await STRAT2001Tests.Check(
            In("Block<Sealed> x = {|STRAT2001:exclusive|};") +
            "static class Own { public static Block<Sealed> Quick(this Block<Exclusive> block) => throw new NotSupportedException(); }",
            Protocol);

        Assert.Equal("'x' needs 'Sealed'; 'exclusive' is 'Exclusive': call 'IntoMapped', then 'IntoSealed' first", Assert.Single(found).GetMessage(null));
    }

    /// <summary>The private transition of the sample is not one that others can call; the method around it is.</summary>
    [Fact]
    public async Task PrivateTransition_IsReachedByItsMethod()
    {
        var found = await STRAT2001Tests.Check(
            "class C { void M(Socket<Fresh> s) { s.{|STRAT2001:Listen|}(); } }",
            """
            using Strat9;
            [Typestate] public readonly partial struct Socket<TState>;
            [State(Initial = true, Final = true)] public readonly partial struct Fresh;
            [State(Final = true)] public readonly partial struct Bound;
            [State(Final = true)] public readonly partial struct Listening;
            [TaggedUnion] public readonly partial struct BindResult
            {
                public static partial BindResult Done(Socket<Bound> socket);
                public static partial BindResult InUse(Socket<Fresh> socket);
            }

            public static partial class Socket
            {
                [Transition] public static partial Socket<Fresh> Create();
                [Transition] private static partial Socket<Bound> IntoBound(this Socket<Fresh> socket);
                [Transition] public static partial Socket<Listening> Listen(this Socket<Bound> socket);
                public static BindResult Bind(Socket<Fresh> socket, int port) => BindResult.Done(socket.IntoBound());
            }
            """);

        Assert.Equal(
            "'Listen' needs 'Bound'; 's' is 'Fresh': call 'Socket.Bind' (with 'port', whose 'Done' may hold it in 'Bound') first",
            Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task OwnMemory_NamesClaim()
    {
        var found = await Verifier.Diagnostics(
            """
            using Strat9.Memory;
            class C
            {
                void M(OwnershipTable t, PhysBlock<BuddyReserved> r) => t.Release({|CS1503,STRAT2001:r|}, new CapId(1));
            }
            """);

        Assert.Contains(
            "call 'OwnershipTable.Claim' (with 'cap', whose 'Claimed' may hold it in 'Exclusive') first",
            found.Single(d => d.Id == "STRAT2001").GetMessage(null),
            StringComparison.Ordinal);
    }

    /// <summary>A step by such a method can be written as well, where it needs nothing but the value.</summary>
    [Fact]
    public Task Fix_CallsAHelperWithoutArguments() => Fixes.Apply(
        new MissingStepsFix(),
        "class C { Box<Shut> M(Box<Open> box) => {|STRAT2001:box|}; }",
        "class C { Box<Shut> M(Box<Open> box) => box.Close(); }",
        "Call 'Close' first",
        Boxes);

    [Fact]
    public async Task Fix_IsNotOfferedWhereAStepAsksForMore()
    {
        Assert.Empty(await Fixes.Offered(new MissingStepsFix(), "class C { Box<Torn> M(Box<Open> box) => {|STRAT2001:box|}; }", Boxes));
        Assert.Empty(await Fixes.Offered(new MissingStepsFix(), "class C { Box<Lost> M(Box<Open> box) => {|STRAT2001:box|}; }", Boxes));
    }

    private const string Boxes =
        """
        using Strat9;
        [Typestate] public readonly partial struct Box<TState>;
        [State(Initial = true, Final = true)] public readonly partial struct Open;
        [State(Final = true)] public readonly partial struct Shut;
        [State(Final = true)] public readonly partial struct Torn;
        [State(Final = true)] public readonly partial struct Lost;
        public static partial class BoxOf
        {
            [Transition] public static partial Box<Open> Make();
            [Transition] private static partial Box<Shut> IntoShut(this Box<Open> box);
            [Transition] private static partial Box<Torn> IntoTorn(this Box<Open> box);
            [Transition] private static partial Box<Lost> IntoLost(this Box<Open> box);
            public static Box<Shut> Close(this Box<Open> box) => box.IntoShut();
            public static Box<Torn> Tear(this Box<Open> box, int hard) => box.IntoTorn();
            public static Box<Lost> Lose(Box<Open> box) => box.IntoLost();
        }
        """;

    private static string In(string body) =>
        $$"""
        class C
        {
            void M(Block<Reserved> reserved, Block<Exclusive> exclusive, Block<Mapped> mapped, Block<Released> released, Table table, Cap cap)
            {
                {{body}}
            }
        }

        """;

    private static async Task<IReadOnlyList<Diagnostic>> InAnotherAssembly(string marked)
    {
        var (library, _) = TestCompilation.Generate(TestCompilation.Create([Protocol, Verifier.Usings], assemblyName: "Library"));
        using var image = new MemoryStream();
        var emitted = library.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        image.Position = 0;
        var (source, expected) = Markup.Parse(marked);
        var compilation = TestCompilation.Create([source, Verifier.Usings]).AddReferences(MetadataReference.CreateFromStream(image));
        var all = await TestCompilation.Analyze(compilation, cancel: TestContext.Current.CancellationToken);
        var found = all.Where(d => d.Id == "STRAT2001").OrderBy(d => d.Location.SourceSpan.Start).ToList();
        Assert.Equal(expected.Where(e => e.Id == "STRAT2001").Select(e => e.Span).Order(), found.Select(d => d.Location.SourceSpan));
        return found;
    }
}
