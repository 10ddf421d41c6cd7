using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

/// <summary>While a contract is being typed, no analyzer fails: every prefix of a source full of contracts, and attributes that are wrong.</summary>
public class HalfTypedContractTests
{
    private const string Source =
        """
        using Keys = System.Collections.Generic.List<Tok>;

        public enum Phase { [State(Initial = true, Final = true)] Off, [State] On }

        [Typestate(typeof(Phase))]
        public class Lamp
        {
            [Transition(Phase.Off, Phase.On)] public virtual void Light() { }
            [Requires(Phase.On, Phase.Off)] public int Glow { get; [Ensures(Phase.On)] set; }
            [Tests(Phase.On)] public bool IsOn => true;
            [Ensures(Phase.On, When = true)] public bool TryLight() => true;
            [Requires(Phase.On, In = Phase.On)] private Lamp? _next;
        }

        [MoveOnly] public class Tok { [Consumes(When = true)] public bool End() => true; }
        [Linear] public record struct Buf(Tok Tok) { [Consumes] public void Free() { } }

        public abstract class Base<[AllowsMoveOnly] T>(Tok captured)
        {
            public abstract bool M([Consumes(When = true)] Buf b, [Gives(When = false)] out Buf c, [Borrows] T t);
            [return: Borrows, Ensures(Phase.On)] public abstract Task<Lamp> N([Requires(Phase.Off), Ensures(Phase.On)] Lamp l);
            public int Id() => captured.GetHashCode() + new List<Tok>().Count;
        }

        public class C : Base<Buf>, IComparable<C>
        {
            public override bool M(Buf b, out Buf c, Buf t) { c = b; t.Free(); return true; }
            [Trusted("why")] public int CompareTo(C? other) { Action<Buf> a = x => x.Free(); void L([Consumes] Buf q) { } return 0; }
        }

        public delegate bool D([Borrows] Buf b);

        public static class E
        {
            extension([Borrows] Buf b) { [Consumes] public bool Go(out Buf c) => throw null!; }
            public static D F = Take;
            private static bool Take(Buf b) { b.Free(); return true; }
        }
        """;

    [Fact]
    public async Task HalfTyped_DoesNotCrash()
    {
        var (_, failures) = await Survival.Of([Source], "", 240, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
    }

    [Fact]
    public async Task WrongArguments_DoNotCrash() => await TestCompilation.Analyze(
        TestCompilation.Create(
            [
                """
                public enum Phase { [State(Initial = 3)] Off, [State(Nothing)] On = On, Loop = Loop + 1 }

                [Typestate(typeof())] public class A { }
                [Typestate(null)] public class B { [Requires(null)] public void M() { } [Tests(null!)] public bool N { get; } }
                [Typestate(typeof(Phase), 3)]
                public class C : C
                {
                    [Requires(new object[] { Phase.On, null, Nothing })] [Requires(null!)] [Requires(new[] { 1 })] public void M() { }
                    [Ensures(Phase.On, When = new[] { 1 })] [Ensures()] [Ensures(When = )] public bool N() => true;
                    [Transition(Phase.On)] [Transition(1, "x")] [Transition(new object[0], null)] public void O() { }
                    [Tests(Phase.Nothing)] [Tests(3, 4)] public Missing P() => default;
                    public Missing Q([Consumes(When = typeof(int))] Missing m, [Gives(When = null)] out Missing n, [Consumes(When = "x", When = 3)] Lamp) { }
                    [Trusted] [Trusted(3)] [Trusted(null)] [Trusted(new[] { "x" })] public void R() { }
                }

                [MoveOnly(3), Linear] public class D<[AllowsMoveOnly(1)] T, [AllowsMoveOnly] T> where T : T { T t; D<D<T, T>> d; }
                public class E : D<E, D<,>> { public override void Nothing([Borrows] int, [Consumes]) { } List<> l; Dictionary<Tok> k; }
                """,
                Verifier.Usings,
            ]),
        cancel: TestContext.Current.CancellationToken);
}
