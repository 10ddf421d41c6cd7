using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Strat9.CodeFixes.States;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

public class STRAT2001Tests
{
    /// <summary>A → B → C → end; D apart; payload, an own body, helpers in one state and in every state.</summary>
    public const string Protocol =
        """
        using Strat9;

        public readonly struct Handle(int id) { public int Id { get; } = id; }
        public readonly struct Cap(int id) { public int Id { get; } = id; }

        [Typestate]
        public readonly partial struct Block<TState>
        {
            public Handle Handle { get; }

            [Requires(typeof(Exclusive), typeof(Mapped))]
            public int Length => 1;

            [Requires(typeof(Exclusive), typeof(Mapped))]
            public int this[int index] => index;

            [Requires(typeof(Exclusive))]
            public int Peek() => 0;

            [Transition, Requires(typeof(Mapped))]
            public Block<Exclusive> Unmap() => To<Exclusive>();
        }

        [State(Initial = true)] public readonly partial struct Reserved;
        [State]                 public readonly partial struct Exclusive;
        [State]                 public readonly partial struct Mapped;
        [State]                 public readonly partial struct Released;
        [State(Initial = true)] public readonly partial struct Lost;

        public static partial class Block
        {
            [Transition] public static partial Block<Reserved> From(Handle handle);
            [Transition] public static partial Block<Exclusive> IntoExclusive(this Block<Reserved> block);
            [Transition] public static partial Block<Mapped> IntoMapped(this Block<Exclusive> block);
            [Transition] public static partial Block<Released> IntoReleased(this Block<Exclusive> block);
            [Transition] public static partial Handle IntoHandle(this Block<Released> block);
            [Transition] public static partial Block<Lost> Lose(Handle handle);
            [Transition] public static partial Handle Find(this Block<Lost> block);

            public static int Count(this in Block<Mapped> block) => 1;

            extension(in Block<Mapped> block)
            {
                public int Size => 1;
                public int Measure() => 2;
            }
        }

        public sealed class Table
        {
            public Table() { }
            public Table([Borrows] Block<Exclusive> block) { }
            public int this[[Borrows] Block<Exclusive> block] => 1;
            public void Release(Block<Exclusive> block, Cap cap) => block.IntoReleased().IntoHandle();
            public void Look(in Block<Exclusive> block) { }
            public void Either(Block<Exclusive> block, int n) => block.IntoReleased().IntoHandle();
            public void Either(Block<Released> block, int n) => block.IntoHandle();
            public void All(params Block<Exclusive>[] blocks) { }
        }
        """;

    [Theory]
    [InlineData("var r = block.{|STRAT2001:IntoReleased|}();", "'IntoReleased' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("var r = block.{|STRAT2001:Count|}();", "'Count' needs 'Mapped'; 'block' is 'Reserved': call 'IntoExclusive', then 'IntoMapped' first")]
    [InlineData("var r = block.{|STRAT2001:Size|};", "'Size' needs 'Mapped'; 'block' is 'Reserved': call 'IntoExclusive', then 'IntoMapped' first")]
    [InlineData("var r = block.{|STRAT2001:Measure|}();", "'Measure' needs 'Mapped'; 'block' is 'Reserved': call 'IntoExclusive', then 'IntoMapped' first")]
    [InlineData("var r = block.{|STRAT2001:Find|}();", "'Find' needs 'Lost'; 'block' is 'Reserved', which cannot get there")]
    [InlineData("var r = block.{|STRAT2001:Length|};", "'Length' needs 'Exclusive' or 'Mapped'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("var r = {|STRAT2001:block[1]|};", "the indexer needs 'Exclusive' or 'Mapped'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("var r = block.{|STRAT2001:Peek|}();", "'Peek' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("var r = block.{|STRAT2001:Unmap|}();", "'Unmap' needs 'Mapped'; 'block' is 'Reserved': call 'IntoExclusive', then 'IntoMapped' first")]
    [InlineData("table.Release({|STRAT2001:block|}, cap);", "'Release' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("table.Release(cap: cap, block: {|STRAT2001:block|});", "'Release' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("table.Release({|STRAT2001:block|}, 1);", "'Release' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("table.Look(in {|STRAT2001:block|});", "'Look' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("table.Either({|STRAT2001:block|}, 1);", "'Either' needs 'Exclusive' or 'Released'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("table.All(exclusive, {|STRAT2001:block|});", "'All' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("Block.IntoReleased({|STRAT2001:block|});", "'IntoReleased' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("var t = new Table({|STRAT2001:block|});", "'Table' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("Table t = new({|STRAT2001:block|});", "'Table' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("var t = table[{|STRAT2001:block|}];", "the indexer needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("Block<Exclusive> x = {|STRAT2001:block|};", "'x' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("exclusive = {|STRAT2001:block|};", "'exclusive' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("var x = (Block<Exclusive>){|STRAT2001:block|};", "the cast needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("Block<Exclusive> Local() => {|STRAT2001:Make()|};", "the result of 'Local' needs 'Exclusive'; 'Make()' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("Block<Exclusive> x = n > 0 ? exclusive : {|STRAT2001:block|};", "'x' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("Block<Exclusive> x = n switch { 1 => {|STRAT2001:block|}, _ => throw null! };", "'x' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("(Block<Exclusive>, int) x = ({|STRAT2001:block|}, 1);", "'x' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("Block<Exclusive>[] x = [{|STRAT2001:block|}];", "'x' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("Block<Exclusive>[] x = { {|STRAT2001:block|} };", "the array needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("var x = new List<Block<Exclusive>> { {|STRAT2001:block|} };", "'Add' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("Func<Block<Released>> f = block.{|STRAT2001:IntoReleased|};", "'IntoReleased' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("Func<Block<Reserved>, Block<Released>> f = Block.{|STRAT2001:IntoReleased|};", "'IntoReleased' needs 'Exclusive'; the delegate's argument is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("var f = many.Select(Block.{|STRAT2001:IntoReleased|});", "'IntoReleased' needs 'Exclusive'; the delegate's argument is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("many.Select(b => b.{|STRAT2001:IntoReleased|}());", "'IntoReleased' needs 'Exclusive'; 'b' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("Action<Block<Exclusive>> act = static b => b.IntoReleased().IntoHandle(); act({|STRAT2001:block|});", "'act' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("maybe?.{|STRAT2001:IntoReleased|}();", "'IntoReleased' needs 'Exclusive'; 'maybe' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("maybe?.IntoExclusive().{|STRAT2001:IntoHandle|}();", "'IntoHandle' needs 'Released'; '.IntoExclusive()' is 'Exclusive': call 'IntoReleased' first")]
    [InlineData("Make().{|STRAT2001:IntoReleased|}().IntoHandle();", "'IntoReleased' needs 'Exclusive'; 'Make()' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("field.{|STRAT2001:IntoReleased|}();", "'IntoReleased' needs 'Exclusive'; 'field' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("this.field.{|STRAT2001:IntoReleased|}();", "'IntoReleased' needs 'Exclusive'; 'this.field' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("Property.{|STRAT2001:IntoReleased|}();", "'IntoReleased' needs 'Exclusive'; 'Property' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("block.{|STRAT2001:IntoReleased|}()", "'IntoReleased' needs 'Exclusive'; 'block' is 'Reserved': call 'IntoExclusive' first")]
    [InlineData("exclusive.{|STRAT2001:IntoExclusive|}();", "'IntoExclusive' needs 'Reserved'; 'exclusive' is 'Exclusive', which cannot get there")]
    public async Task WrongState_Reports(string body, string message)
    {
        var found = await Check(In(body));

        Assert.Equal(message, Assert.Single(found).GetMessage(null));
    }

    /// <summary>What is right, what is wrong for other reasons, and what is nothing of a protocol.</summary>
    [Theory]
    [InlineData("var r = block.IntoExclusive(); table.Release(r, cap);")]
    [InlineData("var r = block.Nothing();")]
    [InlineData("var r = block.IntoExclusive(1);")]
    [InlineData("var r = block.Handle.Nothing();")]
    [InlineData("var r = block.StateName;")]
    [InlineData("table.Release(exclusive, 1);")]
    [InlineData("table.Release(exclusive);")]
    [InlineData("table.Release(block);")]
    [InlineData("table.Nothing(block);")]
    [InlineData("table.Look(null);")]
    [InlineData("table.Either(exclusive, cap);")]
    [InlineData("maybe.IntoReleased();")]
    [InlineData("exclusive?.IntoReleased();")]
    [InlineData("var n = nameof(block.IntoReleased);")]
    [InlineData("var n = nameof(block.Length);")]
    [InlineData("var x = Block<Reserved>.IntoReleased;")]
    [InlineData("Block<int> x = block;")]
    [InlineData("string x = block;")]
    [InlineData("object x = block;")]
    [InlineData("Block<Exclusive> x = 1;")]
    [InlineData("Block<Exclusive> x = default;")]
    [InlineData("var r = exclusive.Length + exclusive[1] + exclusive.Peek();")]
    [InlineData("Func<Block<Exclusive>, Block<Released>> f = Block.IntoReleased;")]
    [InlineData("Func<Block<Exclusive>, string> f = Block.IntoReleased;")]
    [InlineData("Func<Block<Exclusive>> f = block.IntoExclusive;")]
    [InlineData("exclusive.{|#:|}")]
    public Task OtherCode_DoesNotTrigger(string body) => Check(In(body.Replace("{|#:|}", "", StringComparison.Ordinal)));

    [Theory]
    [InlineData("b.{|STRAT2001:IntoReleased|}();", "'IntoReleased' needs 'Exclusive'; 'b' is 'TState', which may be any state")]
    [InlineData("table.Release({|STRAT2001:b|}, cap);", "'Release' needs 'Exclusive'; 'b' is 'TState', which may be any state")]
    [InlineData("var r = b.{|STRAT2001:Length|};", "'Length' needs 'Exclusive' or 'Mapped'; 'b' is 'TState', which may be any state")]
    [InlineData("var r = known.{|STRAT2001:Peek|}();", "'Peek' needs 'Exclusive'; 'known' is 'Mapped'")]
    public async Task StateOpen_Reports(string body, string message)
    {
        var found = await Check(Generic(body));

        Assert.Equal(message, Assert.Single(found).GetMessage(null));
    }

    [Theory]
    [InlineData("var r = known.Length;")]
    [InlineData("var r = b.StateName;")]
    [InlineData("Any(b);")]
    public Task StateOpen_DoesNotTrigger(string body) => Check(Generic(body));

    private static string Generic(string body) =>
        $$"""
        class G
        {
            static void Any<TState>(in Block<TState> b) where TState : struct, IBlockState { }
            void M<TState>(in Block<TState> b, [Requires(typeof(Exclusive), typeof(Mapped))] in Block<TState> known, Table table, Cap cap)
                where TState : struct, IBlockState
            {
                {{body}}
            }
        }
        """;

    [Fact]
    public async Task RestrictedParameter_Reports()
    {
        var found = await Check(
            """
            static class E
            {
                public static int Only<TState>([Requires(typeof(Mapped))] this in Block<TState> block, int n) where TState : struct, IBlockState => n;
                [Requires(typeof(Mapped))]
                public static int Also<TState>(this in Block<TState> block) where TState : struct, IBlockState => block.Length;
                static int F(in Block<Exclusive> b) => b.{|STRAT2001:Only|}(1) + b.{|STRAT2001:Also|}() + Only({|STRAT2001:b|}, 2);
                static int G(in Block<Mapped> b) => b.Only(1) + b.Also() + Only(b, 2);
            }
            """);

        Assert.All(found, d => Assert.EndsWith("needs 'Mapped'; 'b' is 'Exclusive': call 'IntoMapped' first", d.GetMessage(null), StringComparison.Ordinal));
    }

    [Fact]
    public async Task InsideTheCarrier_OnlyWhatIsKnownIsCallable()
    {
        await Check(Gate);

        // Trust that hides such a use is not in vain.
        var (compilation, _) = TestCompilation.Generate(TestCompilation.Create([Markup.Parse(Gate).Source, Verifier.Usings]));
        var found = await TestCompilation.Analyze(compilation, cancel: TestContext.Current.CancellationToken);
        Assert.Contains("Needless", Assert.Single(found, d => d.Id == "STRAT5002").GetMessage(null), StringComparison.Ordinal);
    }

    private const string Gate =
        """
        [Typestate]
        public readonly partial struct Gate<TState>
        {
            [Requires(typeof(Open))] private int Width { get; }
            [Requires(typeof(Open))] private readonly int _height;
            internal Gate(int width) { Width = width; _height = width; }

            [Requires(typeof(Open))] public int Area => Width * this._height;
            [Requires(typeof(Open), typeof(Shut))] public int Half() => {|STRAT2001:Width|} / 2;
            public int Any() => {|STRAT2001:_height|} + {|STRAT2001:Half|}();
            [Trusted("zero while not open")] public int Quiet() => _height + Half();
            [Trusted("asks for nothing")] public int Needless() => 1;
            public bool Is() => this is { {|STRAT2001:Width|}: 1 };
        }

        [State(Initial = true)] public readonly partial struct Open;
        [State(Final = true)] public readonly partial struct Shut;
        [State(Final = true)] public readonly partial struct Gone;

        public static partial class Gate
        {
            [Transition] public static partial Gate<Open> Make(int width, int height);
            [Transition] public static partial Gate<Shut> Close(this Gate<Open> gate);
            [Transition] public static partial Gate<Gone> Drop(this Gate<Shut> gate);
        }
        """;

    /// <summary>What the language calls without its name being written.</summary>
    [Fact]
    public Task ImpliedMembers_AreRestrictedToo() => Check(
        """
        [Typestate]
        public readonly partial struct Row<TState>
        {
            [Requires(typeof(Full))] public int Length => 1;
            public int this[int index] => index;
            [Requires(typeof(Full))] public List<int>.Enumerator GetEnumerator() => new List<int>().GetEnumerator();
            [Requires(typeof(Full))] public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => Task.CompletedTask.GetAwaiter();
            [Requires(typeof(Full))] public void Deconstruct(out int a, out int b) => a = b = 1;
            public static int operator +([Requires(typeof(Full))] in Row<TState> a, int b) => b;
            public static int operator -([Requires(typeof(Full))] in Row<TState> a) => 1;
            public static explicit operator int([Requires(typeof(Full))] in Row<TState> a) => 1;
        }

        [State(Initial = true, Final = true)] public readonly partial struct Empty;
        [State(Final = true)] public readonly partial struct Full;

        public static partial class Rows
        {
            [Transition] public static partial Row<Empty> Make();
            [Transition] public static partial Row<Full> Fill(this Row<Empty> row);

            static async Task<int> Wrong([Borrows] Row<Empty> r)
            {
                {|STRAT2001:foreach (var x in r) { }|}
                {|STRAT2001:await r|};
                {|STRAT2001:var (a, b) = r|};
                if ({|STRAT2001:r is (1, 2)|} || {|STRAT2001:r is [1, ..]|}) { }
                var c = {|STRAT2001:r switch { (1, _) => 1, not (2, _) => 2, _ => 3 }|};
                return {|STRAT2001:r[^1]|} + ({|STRAT2001:r|} + 1) + (-{|STRAT2001:r|}) + (int){|STRAT2001:r|} + r[1];
            }

            static async Task<int> Right([Borrows] Row<Full> r)
            {
                foreach (var x in r) { }
                await r;
                var (a, b) = r;
                if (r is (1, 2) || r is [1, ..]) { }
                return r[^1] + (r + 1) + (-r) + (int)r + (r switch { (1, _) => 1, _ => 3 });
            }
        }
        """);

    [Fact]
    public Task Using_RunsDisposeAtTheEnd() => Check(
        """
        [Typestate]
        public readonly partial struct Lease<TState> : IDisposable
        {
            [Requires(typeof(Held)), Consumes] public void Dispose() { }
        }

        [State(Initial = true, Final = true)] public readonly partial struct Asked;
        [State(Final = true)] public readonly partial struct Held;

        public static partial class Leases
        {
            [Transition] public static partial Lease<Asked> Ask();
            [Transition] public static partial Lease<Held> Hold(this Lease<Asked> lease);

            static void Wrong() { {|STRAT2001:using var lease = Ask();|} }
            static void Also(Lease<Asked> lease) { {|STRAT2001:using (lease) { }|} }
            static void Right() { using var lease = Ask().Hold(); }
        }
        """);

    [Fact]
    public Task ExtensionBlock_KnowsItsOwnRestriction() => Check(
        """
        static class E
        {
            extension<TState>(in Block<TState> block) where TState : struct, IBlockState
            {
                [Requires(typeof(Mapped))] public int Width => block.Length;
                [Requires(typeof(Mapped))] public int Deep() => block.Width + block.{|STRAT2001:Peek|}();
                public int Open => block.{|STRAT2001:Length|};
            }

            static int F(in Block<Exclusive> b) => b.{|STRAT2001:Width|} + b.{|STRAT2001:Deep|}();
            static int G(in Block<Mapped> b) => b.Width + b.Deep();
        }
        """);

    [Fact]
    public async Task PropertyAccessors_AreRestrictedApart()
    {
        var found = await Check(
            """
            [Typestate]
            public partial struct Dial<TState>
            {
                public int Value { readonly get; [Requires(typeof(Loose))] set; }
            }

            [State(Initial = true)] public readonly partial struct Loose;
            [State(Final = true)] public readonly partial struct Tight;

            public static partial class Dials
            {
                [Transition] public static partial Dial<Loose> Make(int value);
                [Transition] public static partial Dial<Tight> Tighten(this Dial<Loose> dial);

                static int Read(Dial<Tight> dial) => dial.Value;
                static void Write(Dial<Tight> dial) { dial.{|STRAT2001:Value|} = 1; dial.{|STRAT2001:Value|}++; dial.{|STRAT2001:Value|} += 1; }
            }
            """);

        Assert.All(found, d => Assert.Equal("'Value' needs 'Loose'; 'dial' is 'Tight', which cannot get there", d.GetMessage(null)));
    }

    /// <summary>Arguments, several results, an awaited step, a step that is no extension.</summary>
    [Theory]
    [InlineData("Door<Shut> x = door;", "'x' needs 'Shut'; 'door' is 'Open': call 'Close' (with 'hard' and 'by') first")]
    [InlineData("Door<Locked> x = shut;", "'x' needs 'Locked'; 'shut' is 'Shut': call 'TryLock' (whose result may hold it in 'Locked') first")]
    [InlineData("Door<Gone> x = door;", "'x' needs 'Gone'; 'door' is 'Open': call 'Doors.Tear' first")]
    [InlineData("Door<Sealed> x = shut;", "'x' needs 'Sealed'; 'shut' is 'Shut': call 'SealAsync' (whose result may hold it in 'Sealed') first")]
    public async Task Steps_AreDescribed(string body, string message)
    {
        var found = await Check(
            $$"""
            [Typestate] public readonly partial struct Door<TState>;
            [State(Initial = true)] public readonly partial struct Open;
            [State(Final = true)] public readonly partial struct Shut;
            [State(Final = true)] public readonly partial struct Locked;
            [State(Final = true)] public readonly partial struct Gone;
            [State(Final = true)] public readonly partial struct Sealed;

            public static partial class Doors
            {
                [Transition] public static partial Door<Open> Make();
                [Transition] public static Door<Shut> Close(this Door<Open> door, bool hard, string by, int times = 1) => door.To<Shut>();
                [Transition] public static (Door<Locked>?, Door<Shut>?) TryLock(this Door<Shut> door) => (door.To<Locked>(), null);
                [Transition] public static Door<Gone> Tear(Door<Open> door) => door.To<Gone>();
                [Transition] public static async Task<Door<Sealed>> SealAsync(this Door<Shut> door) { await Task.Yield(); return door.To<Sealed>(); }

                static void M(Door<Open> door, Door<Shut> shut)
                {
                    {{body.Replace("= ", "= {|STRAT2001:", StringComparison.Ordinal).Replace(";", "|};", StringComparison.Ordinal)}}
                }
            }
            """);

        Assert.Equal(message, Assert.Single(found).GetMessage(null));
    }

    /// <summary>Only the state may differ: other type arguments are the compiler's business.</summary>
    [Fact]
    public async Task GenericCarrier_ReportsTheStateOnly()
    {
        var found = await Check(
            """
            [Typestate] public readonly partial struct Box<T, [State] TState> { public T Value { get; } }
            [State(Initial = true)] public readonly partial struct Fresh;
            [State(Final = true)] public readonly partial struct Sealed;

            public static partial class Boxes
            {
                [Transition] public static partial Box<T, Fresh> Make<T>(T value);
                [Transition] public static partial Box<T, Sealed> Seal<T>(this Box<T, Fresh> box);
                public static void Ship<T>(Box<T, Sealed> box) { }
                public static void ShipText(Box<string, Sealed> box) { }
                public static T Open<T>(this Box<T, Sealed> box) => box.Value;

                static void M(Box<int, Fresh> box, Box<string, Fresh> text)
                {
                    var v = box.{|STRAT2001:Open|}();
                    Ship({|STRAT2001:box|});
                    ShipText({|STRAT2001:text|});
                    ShipText(box);
                    Box<string, Sealed> other = box;
                }
            }
            """);

        Assert.Equal("'Open' needs 'Sealed'; 'box' is 'Fresh': call 'Seal' first", found[0].GetMessage(null));
    }

    /// <summary>A protocol known from its assembly only; what that keeps to itself is no way.</summary>
    [Fact]
    public async Task ReferencedProtocol_Reports()
    {
        var (library, _) = TestCompilation.Generate(TestCompilation.Create(
            [Protocol.Replace("public static partial Block<Released> IntoReleased", "internal static partial Block<Released> IntoReleased", StringComparison.Ordinal)],
            assemblyName: "Library"));
        using var image = new MemoryStream();
        Assert.True(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        image.Position = 0;
        var (source, expected) = Markup.Parse(
            """
            class C
            {
                void M(Block<Reserved> block, Block<Mapped> mapped, Table table, Cap cap)
                {
                    table.Release({|STRAT2001:block|}, cap);
                    var a = block.{|STRAT2001:Size|};
                    var b = block.{|STRAT2001:Measure|}();
                    var c = block.{|STRAT2001:Peek|}();
                    var d = block.{|STRAT2001:Unmap|}();
                    var e = block.{|STRAT2001:IntoHandle|}();
                    block.IntoReleased();
                    table.Release(mapped.Unmap(), cap);
                }
            }
            """);
        var compilation = TestCompilation.Create([source, Verifier.Usings]);
        compilation = compilation.AddReferences(MetadataReference.CreateFromStream(image));
        var found = (await TestCompilation.Analyze(compilation, cancel: TestContext.Current.CancellationToken)).Where(d => d.Id == "STRAT2001").ToList();

        Assert.Equal(expected.Select(e => e.Span), found.Select(d => d.Location.SourceSpan).Order());
        Assert.Contains(found, d => d.GetMessage(null) == "'Measure' needs 'Mapped'; 'block' is 'Reserved': call 'IntoExclusive', then 'IntoMapped' first");
        Assert.Contains(found, d => d.GetMessage(null) == "'IntoHandle' needs 'Released'; 'block' is 'Reserved', from which no transition that can be called here leads there");
    }

    [Fact]
    public async Task NamespaceNotImported_IsFoundInTheProtocol()
    {
        var found = await Check(
            """
            namespace Steps
            {
                public static partial class Further { [Transition] public static Block<Lost> Drop(this Block<Released> block) => block.To<Lost>(); }
            }

            class C { void M(Block<Exclusive> block) { block.{|STRAT2001:Drop|}(); } }
            """);

        Assert.Equal("'Drop' needs 'Released'; 'block' is 'Exclusive': call 'IntoReleased' first", Assert.Single(found).GetMessage(null));
    }

    /// <summary>Constructors that call each other, and the ways through a base.</summary>
    [Fact]
    public Task ConstructorInitializers_Report() => Check(
        """
        class A { public A(Block<Exclusive> block) { block.IntoReleased().IntoHandle(); } }
        class B : A { public B(Block<Reserved> block) : base({|STRAT2001:block|}) { } }
        class C : A { public C(Block<Reserved> block, int n) : this({|STRAT2001:block|}) { } public C(Block<Exclusive> block) : base(block) { } }
        class D(Block<Reserved> block) : A({|STRAT2001:block|});
        """);

    [Fact]
    public Task ResultsOfEveryKind_Report() => Check(
        """
        class C
        {
            Block<Exclusive> F(Block<Reserved> b) => {|STRAT2001:b|};
            Block<Exclusive> G(Block<Reserved> b) { return {|STRAT2001:b|}; }
            async Task<Block<Exclusive>> H(Block<Reserved> b) { await Task.Yield(); return {|STRAT2001:b|}; }
            IEnumerable<Block<Exclusive>> I(Block<Reserved> b) { yield return {|STRAT2001:b|}; }
            Func<Block<Reserved>, Block<Exclusive>> J() => b => {|STRAT2001:b|};
            Block<Exclusive>? K(Block<Reserved> b) => {|STRAT2001:b|};
            Block<Exclusive> _field = {|STRAT2001:Block.From(new Handle(1))|};
            Block<Exclusive> P { get; } = {|STRAT2001:Block.From(new Handle(1))|};
            Block<Exclusive> Q => {|STRAT2001:Block.From(new Handle(1))|};
        }
        """);

    [Theory]
    [InlineData("block.{|STRAT2001:IntoReleased|}().IntoHandle();", "block.IntoExclusive().IntoReleased().IntoHandle();", "Call 'IntoExclusive' first")]
    [InlineData("block.{|STRAT2001:Count|}();", null, null)]
    [InlineData("table.Release({|STRAT2001:block|}, cap);", "table.Release(block.IntoExclusive(), cap);", "Call 'IntoExclusive' first")]
    [InlineData("table.Release(cap: cap, block: {|STRAT2001:block|});", "table.Release(cap: cap, block: block.IntoExclusive());", "Call 'IntoExclusive' first")]
    [InlineData("table.Look({|STRAT2001:block|});", null, null)]
    [InlineData("var t = new Table({|STRAT2001:block|});", null, null)]
    [InlineData("maybe?.{|STRAT2001:IntoReleased|}().IntoHandle();", "maybe?.IntoExclusive().IntoReleased().IntoHandle();", "Call 'IntoExclusive' first")]
    [InlineData("var x = block.{|STRAT2001:Unmap|}();", "var x = block.IntoExclusive().IntoMapped().Unmap();", "Call 'IntoExclusive', then 'IntoMapped' first")]
    [InlineData("Block<Mapped> x = {|STRAT2001:block|};", "Block<Mapped> x = block.IntoExclusive().IntoMapped();", "Call 'IntoExclusive', then 'IntoMapped' first")]
    [InlineData("Block<Exclusive> x = {|STRAT2001:Make()|};", "Block<Exclusive> x = Make().IntoExclusive();", "Call 'IntoExclusive' first")]
    [InlineData("table.Release({|STRAT2001:await Later()|}, cap);", "table.Release((await Later()).IntoExclusive(), cap);", "Call 'IntoExclusive' first")]
    [InlineData("block\n    .{|STRAT2001:IntoReleased|}().IntoHandle();", "block.IntoExclusive()\n    .IntoReleased().IntoHandle();", "Call 'IntoExclusive' first")]
    [InlineData("field.{|STRAT2001:IntoReleased|}();", null, null)]
    [InlineData("lent.{|STRAT2001:IntoReleased|}();", null, null)]
    [InlineData("Action a = () => block.{|STRAT2001:IntoReleased|}();", null, null)]
    [InlineData("block.{|STRAT2001:Find|}();", null, null)]
    public async Task Fix_TakesTheSteps(string before, string? after, string? title)
    {
        before = before.ReplaceLineEndings("\n").Replace("\\n", "\n", StringComparison.Ordinal);
        if (after is null)
        {
            Assert.Empty(await Fixes.Offered(new MissingStepsFix(), Frame(before), Protocol));
        }
        else
        {
            await Fixes.Apply(new MissingStepsFix(), Frame(before), Frame(after), title, Protocol);
        }

        static string Frame(string body) =>
            $$"""
            class C
            {
                Block<Reserved> field;
                static Block<Reserved> Make() => Block.From(new Handle(1));
                static Task<Block<Reserved>> Later() => Task.FromResult(Make());
                async Task M(Block<Reserved> block, [Borrows] Block<Reserved> lent, Block<Reserved>? maybe, Table table, Cap cap)
                {
                    {{body}}
                }
            }
            """;
    }

    [Fact]
    public Task FixAll_TakesEveryStepThatItCan() => Fixes.ApplyAll(
        new MissingStepsFix(),
        """
        class C
        {
            Block<Reserved> field;
            Handle A(Block<Reserved> b) => b.IntoReleased().IntoHandle();
            Block<Mapped> B(Block<Reserved> b) => b;
            void D(Block<Reserved> b, Table table, Cap cap) { table.Release(b, cap); field.IntoReleased(); }
        }
        """,
        """
        class C
        {
            Block<Reserved> field;
            Handle A(Block<Reserved> b) => b.IntoExclusive().IntoReleased().IntoHandle();
            Block<Mapped> B(Block<Reserved> b) => b.IntoExclusive().IntoMapped();
            void D(Block<Reserved> b, Table table, Cap cap) { table.Release(b.IntoExclusive(), cap); field.IntoReleased(); }
        }
        """,
        prelude: Protocol);

    /// <summary>With one edit: what an editor has at some moment.</summary>
    [Fact]
    public async Task HalfTyped_NothingThrows()
    {
        const string Source =
            """
            class A(Block<Exclusive> b) { }
            class C(Block<Reserved> b) : A(b)
            {
                Block<Reserved> f; Block<Mapped> P { get; } = Block.From(new Handle(1));
                async Task<Block<Exclusive>> M<TState>(Block<Reserved> block, Block<Reserved>? maybe, in Block<TState> any, Table table, Cap cap) where TState : struct, IBlockState
                {
                    block.IntoReleased().IntoHandle(); maybe?.IntoReleased()?.IntoHandle();
                    table.Release(cap: cap, block: block); table.All(block); table.Either(in block, out var x);
                    var n = block.Size + block[1] + block.Length + any.Length + nameof(block.Size); this.f.Peek();
                    Func<Block<Reserved>, Block<Released>> g = Block.IntoReleased; Func<Block<Released>> h = block.IntoReleased;
                    (Block<Exclusive>, int) t = (block, 1); List<Block<Exclusive>> l = [block, ..new[] { block }]; var m = new List<Block<Mapped>> { block, { block } };
                    Table u = new(block) { [block] = 1 }; var q = from b in new[] { block } select b.IntoReleased();
                    if (block is { Length: > 1 } and { Handle.Id: 1 } y) { } foreach (Block<Mapped> z in l) z.Measure(1);
                    Block<Exclusive> s = cap.Id switch { 1 => block, _ when block.Size > 0 => (Block<Exclusive>)block };
                    return await Task.FromResult(cap.Id > 1 ? block : f);
                }
            }
            """;
        var (_, failures) = await Survival.Of([Source], Protocol, 240, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
    }

    private static string In(string body) =>
        $$"""
        class C
        {
            Block<Reserved> field;
            Block<Reserved> Property { get; set; }
            static Block<Reserved> Make() => Block.From(new Handle(1));
            void M(Block<Reserved> block, Block<Exclusive> exclusive, Block<Reserved>? maybe, Block<Reserved>[] many, Table table, Cap cap, int n)
            {
                {{body}}
            }
        }
        """;

    // Only this rule: what the ownership rules say of the same code is theirs.
    internal static async Task<ImmutableArray<Diagnostic>> Check(string marked, string prelude = Protocol)
    {
        var (source, expected) = Markup.Parse(marked);
        var (compilation, _) = TestCompilation.Generate(TestCompilation.Create([source, Verifier.Usings, prelude]));
        Assert.DoesNotContain(compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error && d.Location.SourceTree?.FilePath != "Test.cs");
        var all = await TestCompilation.Analyze(compilation, cancel: TestContext.Current.CancellationToken);
        var found = all.Where(d => d.Id == "STRAT2001").OrderBy(d => d.Location.SourceSpan.Start).ToImmutableArray();
        Assert.Equal(expected.Where(e => e.Id == "STRAT2001").Select(e => e.Span).Order(), found.Select(d => d.Location.SourceSpan).Order());
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("\n", all));
        return found;
    }

    /// <summary>Seen from metadata, internal transitions are not there; their states still are.</summary>
    [Theory]
    [InlineData("void M(OwnershipTable t, PhysBlock<BuddyReserved> r) => t.Release({|CS1503,STRAT2001:r|}, new CapId(1));", "'Exclusive'; 'r' is 'BuddyReserved'")]
    [InlineData("int M([Borrows] PhysBlock<BuddyReserved> r) => {|CS1929:r|}.{|STRAT2001:Span|}.Length;", "'Exclusive' or 'MappedExclusive'; 'r' is 'BuddyReserved'")]
    [InlineData("void M(BuddyAllocator a, PhysBlock<Exclusive> r) => a.Free({|CS1503,STRAT2001:r|});", "'Released'; 'r' is 'Exclusive'")]
    public async Task StateThatOnlyInternalTransitionsUse_Reports(string member, string says)
    {
        var found = await Verifier.Diagnostics($"using Strat9.Memory;\nabstract class C\n{{\n    {member}\n}}");
        Assert.Contains(says, found.Single(d => d.Id == "STRAT2001").GetMessage(null), StringComparison.Ordinal);
    }
}
