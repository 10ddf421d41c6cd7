using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

public class STRAT0006Tests
{
    private const string Door =
        """
        [Typestate]
        public readonly partial struct Door<TState>
        {
            [Transition, Requires(typeof(Open))] public Door<Closed> Shut() => To<Closed>();
        }

        [State(Initial = true)] public partial struct Open;
        [State(Final = true)] public partial struct Closed;
        [State(Final = true)] public partial struct Locked;

        public static partial class Door
        {
            [Transition] public static partial Door<Open> Make();
            [Transition] public static partial Door<Closed> Close(this Door<Open> door);
            [Transition] public static partial Door<Locked> Lock(this Door<Open> door);
        }

        """;

    [Fact]
    public async Task OneSignatureInTwoClasses_Reports()
    {
        var found = await Verifier.Diagnostics(
            Door + "public static partial class More { [Transition] public static partial Door<Closed> {|STRAT0006:Close|}(this Door<Open> other); }");

        var one = Assert.Single(found);
        Assert.Equal("Transition 'Close' from 'Open' is ambiguous: 'More.Close()' and 'Door.Close()' have one signature; both lead to 'Closed'", one.GetMessage(null));
        Assert.Single(one.AdditionalLocations);
    }

    [Fact]
    public async Task InstanceAndExtensionOfOneSignature_Reports()
    {
        var found = await Verifier.Diagnostics(
            Door + "public static partial class More { [Transition] public static partial Door<Closed> {|STRAT0006:Shut|}(this Door<Open> other); }");

        Assert.Equal(
            "Transition 'Shut' from 'Open' is ambiguous: 'More.Shut()' and 'Door<TState>.Shut()' have one signature; both lead to 'Closed'",
            Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task OneNameForDifferentStates_Reports()
    {
        var found = await Verifier.Diagnostics(
            Door + "public static class More { [Transition] public static Door<Locked> {|STRAT0006:Close|}(this Door<Open> door, int key) => door.To<Locked>(); }");

        Assert.Equal(
            "Transition 'Close' from 'Open' is ambiguous: 'More.Close(int)' leads to 'Locked', 'Door.Close()' to 'Closed'",
            Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task OneNameForAStateAndTheEnd_Reports()
    {
        var found = await Verifier.Diagnostics(
            Door + "public static class More { [Transition] public static int {|STRAT0006:Close|}(this Door<Open> door, int key) { door.Lock(); return key; } }",
            ignoreCompilerErrors: true);

        Assert.Contains(found, d => d.GetMessage(null).EndsWith("'More.Close(int)' leads to the end, 'Door.Close()' to 'Closed'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task InPlace_OneNameForDifferentStates_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            enum S { [State(Initial = true)] A, [State(Final = true)] B, [State(Final = true)] C }
            [Typestate(typeof(S))]
            class M
            {
                [Transition(S.A, S.B)] public void Go() { }
                [Transition(S.A, S.C)] public void {|STRAT0006:Go|}(int x) { }
            }
            """);

        Assert.Equal("Transition 'Go' from 'A' is ambiguous: 'Go(int)' leads to 'C', 'Go()' to 'B'", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task OneSignatureButForTheNamesOfTypeParameters_Reports()
    {
        var found = await Verifier.Diagnostics(
            Door +
            """
            public static class More { [Transition] public static Door<Closed> Mark<T>(this Door<Open> door, List<T> by) => door.Close(); }
            public static class Other { [Transition] public static Door<Locked> {|STRAT0006:Mark|}<U>(this Door<Open> door, List<U> by) => door.Lock(); }
            """);

        Assert.Equal(
            "Transition 'Mark' from 'Open' is ambiguous: 'Other.Mark(List<U>)' and 'More.Mark(List<T>)' have one signature; one leads to 'Locked', the other to 'Closed'",
            Assert.Single(found).GetMessage(null));
    }

    /// <summary>No override: which one is called depends on the type a variable was declared with.</summary>
    [Fact]
    public async Task InPlace_HiddenMemberOfAnotherState_Reports()
    {
        var found = await Verifier.Diagnostics(
            """
            enum S { [State(Initial = true)] A, [State(Final = true)] B, [State(Final = true)] C }
            [Typestate(typeof(S))]
            class M { [Transition(S.A, S.B)] public void Go() { } }
            class D : M { [Transition(S.A, S.C)] public new void {|STRAT0006:Go|}() { } }
            """,
            ignoreCompilerErrors: true);

        Assert.Equal(
            "Transition 'Go' from 'A' is ambiguous: 'D.Go()' leads to 'C', 'M.Go()' to 'B'", Assert.Single(found, d => d.Id == "STRAT0006").GetMessage(null));
    }

    [Fact]
    public Task OverloadsForOneState_DoesNotTrigger() => Verifier.Diagnostics(
        Door + "public static class More { [Transition] public static Door<Closed> Close(this Door<Open> door, int key) => door.To<Closed>(); }");

    [Fact]
    public Task OneNameInDifferentStates_DoesNotTrigger() => Verifier.Diagnostics(
        Door + "public static partial class More { [Transition] public static partial Door<Locked> Close(this Door<Closed> door); }");

    [Fact]
    public Task OverloadThatCanFail_DoesNotTrigger() => Verifier.Diagnostics(
        Door + "public static class More { [Transition] public static (Door<Closed>?, Door<Open>?) Close(this Door<Open> door, int key) => (door.To<Closed>(), null); }",
        ignoreCompilerErrors: true);

    [Fact]
    public Task InPlace_OverloadsForOneState_DoesNotTrigger() => Verifier.Diagnostics(
        """
        enum S { [State(Initial = true)] A, [State(Final = true)] B }
        [Typestate(typeof(S))]
        class M
        {
            [Transition(S.A, S.B)] public void Go() { }
            [Requires(S.A), Ensures(S.B, When = true)] public bool Go(int x) => true;
        }
        """);

    [Fact]
    public Task InPlace_OverridesAndSiblings_DoesNotTrigger() => Verifier.Diagnostics(
        """
        enum S { [State(Initial = true)] A, [State(Final = true)] B, [State(Final = true)] C }
        [Typestate(typeof(S))]
        class M { [Transition(S.A, S.B)] public virtual void Go() { } }
        class D : M
        {
            [Transition(S.A, S.B)] public override void Go() { }
            [Transition(S.A, S.B)] public void On() { }
        }
        class E : M { [Transition(S.A, S.C)] public void On(int x) { } }
        """,
        ignoreCompilerErrors: true);

    [Fact]
    public Task OneNameOnDifferentObjects_DoesNotTrigger() => Verifier.Diagnostics(
        Door +
        """
        public class Carpenter { [Transition] public void Remove(Door<Open> door) => door.Lock(); }
        public class Store { [Transition] public Door<Closed> Remove(Door<Open> door) => door.Close(); }
        """,
        ignoreCompilerErrors: true);
}
