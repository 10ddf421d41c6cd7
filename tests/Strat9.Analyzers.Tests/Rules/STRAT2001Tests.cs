using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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
    private static async Task<ImmutableArray<Diagnostic>> Check(string marked, string prelude = Protocol)
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
}
