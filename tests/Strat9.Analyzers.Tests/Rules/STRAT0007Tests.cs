using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

public class STRAT0007Tests
{
    private const string Door =
        """
        [Typestate]
        public readonly partial struct Door<TState> { public int Id { get; } public string? Name { get; } }

        [State(Initial = true)] public partial struct Open;
        [State(Final = true)] public partial struct Closed;

        public static partial class Door
        {
            [Transition] public static partial Door<Open> Make(int id, string? name);
            [Transition] public static partial Door<Closed> Close(this Door<Open> door);
        }

        """;

    [Theory]
    [InlineData("static partial Door<Closed> {|STRAT0007:M|}(this in Door<Open> door);",
        "it takes 'door' by 'in', but a transition consumes it: take it by value")]
    [InlineData("static partial Door<Closed> {|STRAT0007:M|}(this ref Door<Open> door);",
        "it takes 'door' by 'ref', but a transition consumes it: take it by value")]
    [InlineData("static Door<Closed> {|STRAT0007:M|}([Borrows] this Door<Open> door) => throw null!;",
        "it only borrows 'door', but a transition consumes it: remove [Borrows]")]
    [InlineData("static partial Door<Closed> {|STRAT0007:M|}(int id, string? name);",
        "it takes no 'Door' and returns one in 'Closed', which is no initial state")]
    [InlineData("static Door<Closed>? {|STRAT0007:M|}() => null;",
        "it takes no 'Door' and returns one in 'Closed', which is no initial state")]
    [InlineData("static Door<TState> {|STRAT0007:M|}<TState>(this Door<Open> door) where TState : struct, IDoorState => throw null!;",
        "the state of its result is a type parameter that no argument gives: name the state")]
    [InlineData("static partial Door<Open> {|STRAT0007:M|}(int id);",
        "nothing gives 'Name' its value: add a parameter 'string? name', or write the body")]
    [InlineData("static partial Door<Open> {|STRAT0007:M|}(long id, string? name);", "parameter 'id' is 'long', but 'Id' is 'int'")]
    [InlineData("static partial Door<Open> {|STRAT0007:M|}(int id, int ID, string? name);", "parameters 'id' and 'ID' both stand for 'Id'")]
    [InlineData("static partial Door<Open> {|STRAT0007:M|}(int id, string? name, int other);",
        "parameter 'other' stands for no member of the carrier; write the body")]
    [InlineData("static partial Door<Open> {|STRAT0007:M|}(ref int id, string? name);",
        "parameter 'id' is passed by reference; take it by value, or write the body")]
    [InlineData("static partial Door<Closed> {|STRAT0007:M|}(this Door<Open> door, long id);", "parameter 'id' is 'long', but 'Id' is 'int'")]
    [InlineData("static partial long {|STRAT0007:M|}(this Door<Open> door);", "'Door' has no member of type 'long' to return; write the body")]
    [InlineData("static partial int {|STRAT0007:M|}(this Door<Open> door, int id);", "parameter 'id' would have no effect on an end; write the body")]
    [InlineData("static partial Task<Door<Closed>> {|STRAT0007:M|}(this Door<Open> door);",
        "returning 'Task<Door<Closed>>' needs a body of its own; only one that returns the carrier itself is generated")]
    public async Task OfTheProtocol_Reports(string method, string reason)
    {
        var found = await Verifier.Diagnostics(Door + "public static partial class More { [Transition] public " + method + " }", ignoreCompilerErrors: true);

        Assert.Contains(found, d => d.GetMessage(null) == "'M' is no transition of 'Door': " + reason);
    }

    [Theory]
    [InlineData("public static int {|STRAT0007:M|}(int x) => x;", "it takes no carrier and returns none")]
    [InlineData("public int {|STRAT0007:M|} => 1;", "a property lends, it does not take its receiver: make it a method")]
    public async Task OfNoProtocol_Reports(string member, string reason)
    {
        var found = await Verifier.Diagnostics("class C { [Transition] " + member + " }");

        Assert.Equal("'M' is no transition: " + reason, Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task InstanceMethodWithoutItsState_Reports()
    {
        var found = await Verifier.Diagnostics(Door + "public partial struct Door<TState> { [Transition] public Door<Closed> {|STRAT0007:M|}() => To<Closed>(); }");

        Assert.EndsWith("an instance method does not say which state it leaves: add [Requires(typeof(…))]", Assert.Single(found).GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PartialInstanceMethod_Reports()
    {
        var found = await Verifier.Diagnostics(
            Door + "public partial struct Door<TState> { [Transition, Requires(typeof(Open))] public partial Door<Closed> {|STRAT0007,CS8795:M|}(); }");

        Assert.Contains(found, d => d.GetMessage(null).EndsWith("only a 'static partial' method gets its body generated; write it", StringComparison.Ordinal));
    }

    [Fact]
    public Task PartialExtensionMember_Reports() => Verifier.Diagnostics(
        Door + "public static partial class More { extension(Door<Open> door) { [Transition] public partial Door<Closed> {|STRAT0007:M|}(); } }",
        ignoreCompilerErrors: true);

    [Fact]
    public Task ExtensionMember_Reports() => Verifier.Diagnostics(
        Door +
        """
        public static class More
        {
            extension(ref Door<Open> door) { [Transition] public Door<Closed> {|STRAT0007:M|}() => throw null!; }
        }
        """,
        ignoreCompilerErrors: true);

    [Fact]
    public async Task StatesAsArguments_Reports()
    {
        var found = await Verifier.Diagnostics(
            Door + "public static class More { [Transition(typeof(Open), typeof(Closed))] public static Door<Closed> {|STRAT0007:M|}(this Door<Open> door) => door.Close(); }");

        Assert.EndsWith("its states are read from its signature: write [Transition] without arguments", Assert.Single(found).GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MemberOfAnInPlaceType_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            enum S { [State(Initial = true, Final = true)] A }
            [Typestate(typeof(S))] class C { [Transition] public void {|STRAT0007:M|}() { } }
            """);

        Assert.Equal("'M' is no transition: the states of 'C' are members of an enum: write [Transition(from, to)]", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task LinearPayloadLost_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            [Linear] public readonly struct Lease;
            [Typestate] public readonly partial struct Door<TState> { public Lease Lease { get; } public int Id { get; } }
            [State(Initial = true)] public partial struct Open;
            public static partial class Door
            {
                [Transition] public static partial Door<Open> Make(Lease lease, int id);
                [Transition] public static partial int {|STRAT0007,CS8795:Drop|}(this Door<Open> door);
                [Transition] public static partial Lease End(this Door<Open> door);
            }
            """);

        Assert.Contains(found, d => d.GetMessage(null) == "'Drop' is no transition of 'Door': 'Lease' would be lost, and it is linear; write the body");
    }

    [Fact]
    public async Task TwoMembersOfTheReturnType_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            [Typestate] public readonly partial struct Door<TState> { public int A { get; } public int B { get; } }
            [State(Initial = true)] public partial struct Open;
            public static partial class Door
            {
                [Transition] public static partial Door<Open> Make(int a, int b);
                [Transition] public static partial int {|STRAT0007,CS8795:End|}(this Door<Open> door);
            }
            """);

        Assert.Contains(found, d => d.GetMessage(null) == "'End' is no transition of 'Door': 'A' and 'B' both have the type it returns; write the body");
    }

    [Fact]
    public Task OwnBodies_DoesNotTrigger() => Verifier.Diagnostics(
        Door +
        """
        public static partial class More
        {
            [Transition] public static partial Task<Door<Closed>> CloseAsync(this Door<Open> door);
            public static partial Task<Door<Closed>> CloseAsync(this Door<Open> door) => Task.FromResult(door.Close());
            [Transition] public static Door<Closed> CloseBecause(this Door<Open> door, string reason) => door.Close();
            [Transition] public static long End(this Door<Open> door, string reason) { door.Close(); return 1; }
        }
        """,
        ignoreCompilerErrors: true);

    [Fact]
    public Task ReplacedPayload_DoesNotTrigger() => Verifier.Diagnostics(
        Door + "public static partial class More { [Transition] public static partial Door<Closed> CloseAs(this Door<Open> door, string? name); }");

    [Fact]
    public Task OneProtocolEndsWhereAnotherBegins_DoesNotTrigger() => Verifier.Diagnostics(
        Door +
        """
        [Typestate] public readonly partial struct Gate<TState>;
        [State(Initial = true, Final = true)] public partial struct Up;
        public static class More { [Transition] public static Gate<Up> Rebuild(this Door<Open> door) => throw null!; }
        """,
        ignoreCompilerErrors: true);

    [Fact]
    public Task AnotherCarrierComesOutOfThePayload_DoesNotTrigger() => Verifier.Diagnostics(
        Door +
        """
        [Typestate] public readonly partial struct Gate<TState> { public Door<Closed> Door { get; } }
        [State(Initial = true)] public partial struct Up;
        public static partial class More
        {
            [Transition] public static partial Gate<Up> Around(Door<Closed> door);
            [Transition] public static partial Door<Closed> TakeApart(this Gate<Up> gate);
        }
        """,
        ignoreCompilerErrors: true);

    [Fact]
    public Task HalfTyped_DoesNotTrigger() => Verifier.Diagnostics(
        Door + "public static partial class More { [Transition] public static partial Dor<Closed> M(this Door<Opne> door); }",
        ignoreCompilerErrors: true);

    [Fact]
    public async Task CarrierOfAnotherAssembly_Reports()
    {
        var (library, _) = TestCompilation.Generate(TestCompilation.Create(
            [Verifier.Usings, Door + "public static class Raw { public static Door<Closed> Close(Door<Open> door) => door.Close(); }"], assemblyName: "Doors"));
        var user = TestCompilation.Create(
            [
                Verifier.Usings,
                "public static class More { [Transition] public static Door<Closed> Slam(this Door<Open> door) => Raw.Close(door); }",
            ],
            references: [.. TestCompilation.Create([]).References, library.ToMetadataReference()]);

        var found = await TestCompilation.Analyze(user, cancel: TestContext.Current.CancellationToken);

        Assert.Contains(
            found,
            d => d.GetMessage(null) == "'Slam' is no transition of 'Door': the carrier is declared in assembly 'Doors', and transitions count only there");
    }

    [Fact]
    public Task MethodOfAnotherObject_DoesNotTrigger() => Verifier.Diagnostics(
        Door +
        """
        public sealed class Carpenter
        {
            [Transition] public (Door<Closed>?, Door<Open>?) TryClose(Door<Open> door, int strength) => (door.Close(), null);
            [Transition] public void Burn(Door<Closed> door) => Ownership.Forget(door, "burnt");
        }
        """,
        ignoreCompilerErrors: true);
}
