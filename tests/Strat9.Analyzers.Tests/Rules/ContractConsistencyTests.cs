using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

/// <summary>STRAT0010: every attribute in every place where it cannot hold, reported at the attribute and once for each subject.</summary>
public class ContractConsistencyTests
{
    private const string Types =
        """
        public enum Phase { [State(Initial = true, Final = true)] Off, [State] On }
        public enum One { [State(Initial = true, Final = true)] Only }
        public enum Other { [State(Initial = true)] A, B }
        public enum Sent { Ok, Full }

        [Typestate(typeof(Phase))]
        public class Lamp
        {
            [Transition(Phase.Off, Phase.On)] public void Light() { }
            [Transition(Phase.On, Phase.Off)] public void Douse() { }
        }

        [Typestate(typeof(Phase))]
        public struct Spark
        {
            [Transition(Phase.Off, Phase.On)] public void Light() { }
            [Transition(Phase.On, Phase.Off)] public void Douse() { }
        }

        [MoveOnly] public sealed class Tok { }
        """;

    [Fact]
    public async Task Types_Report() => await Verifier.Diagnostics(
        """
        [{|STRAT0010:MoveOnly|}] public static class A { }
        [{|STRAT0010:Linear|}] public static class B { }
        [{|STRAT0010:Typestate(typeof(Tok))|}] public class C { }
        [{|STRAT0010:Typestate(typeof(One))|}] public static class D { }
        [{|STRAT0010:Typestate(typeof(One))|}] public class E : Lamp { }
        public class F<[{|STRAT0010:AllowsMoveOnly|}] T> where T : Enum { }
        public class G { public void M<[{|STRAT0010:AllowsMoveOnly|}] T>() where T : Delegate { } }
        """,
        Types,
        ignoreCompilerErrors: true);

    [Fact]
    public async Task Parameters_Report() => await Verifier.Diagnostics(
        """
        public abstract class C
        {
            public abstract void A([{|STRAT0010:Consumes|}] int n);
            public abstract void B([{|STRAT0010:Consumes|}] ref Tok t);
            public abstract void D([{|STRAT0010:Borrows|}] ref Tok t);
            public abstract bool E([{|STRAT0010:Consumes(When = 1)|}] Tok t);
            public abstract Sent F([{|STRAT0010:Consumes(When = (Sent)7)|}] Tok t);
            public abstract Task G([{|STRAT0010:Consumes(When = true)|}] Tok t);
            public abstract void H([{|STRAT0010:Requires(Other.A)|}] Lamp l);
            public abstract void I([{|STRAT0010:Requires(Phase.On)|}] Tok t);
            public abstract void J([{|STRAT0010:Requires|}] Lamp l);
            public abstract void K([{|STRAT0010:Requires(Phase.On)|}] out Lamp l);
            public abstract void L([{|STRAT0010:Ensures(Phase.On)|}] in Spark s);
            public abstract void M([Ensures(Phase.On), {|STRAT0010:Ensures(Phase.Off)|}] Lamp l);
            public abstract bool N([Ensures(Phase.On, When = true), Ensures(Phase.Off, When = false)] Lamp l);
            public abstract bool O([Consumes(When = true), {|STRAT0010:Ensures(Phase.Off, When = true)|}] Lamp l);
            public abstract bool P([Consumes(When = true), Ensures(Phase.Off, When = false)] Lamp l);
            public abstract bool Q([Gives(When = true), {|STRAT0010:Ensures(Phase.Off, When = false)|}] out Lamp l);
            public abstract int this[[Consumes, {|STRAT0010:Borrows|}] Tok t] { get; set; }
        }

        public delegate void Take([{|STRAT0010:Consumes|}] string s);

        public static class Extensions
        {
            extension([{|STRAT0010:Consumes|}] string s)
            {
                public void Shout([{|STRAT0010:Borrows|}] out Tok t) => t = new Tok();
            }

            public static void Local()
            {
                static void Eat([{|STRAT0010:Consumes|}] string s) { }
                Eat("");
                Action<string> f = ([{|STRAT0010:Consumes|}] string s) => { };
                f("");
            }
        }
        """,
        Types,
        ignoreCompilerErrors: true);

    [Fact]
    public async Task Members_Report() => await Verifier.Diagnostics(
        """
        public class C
        {
            [{|STRAT0010:Consumes|}] public void A() { }
            [{|STRAT0010:MustUse|}] public void B() { }
            [return: {|STRAT0010:Borrows|}] public void D() { }
            [{|STRAT0010:Requires(Phase.On)|}] public void E() { }
            [{|STRAT0010:Tests|}] public bool F() => true;
            [return: {|STRAT0010:Ensures(Phase.On)|}] public int G() => 1;
            [return: Ensures(Phase.On)] public Task<Lamp> H() => throw new NotSupportedException();
        }

        [MoveOnly]
        public class Fields
        {
            [{|STRAT0010:Requires(Phase.On)|}] private Tok? _t;
            [Requires(Phase.On)] private Lamp? _l;
            [{|STRAT0010:Requires(Phase.Off, In = Phase.On)|}] private Lamp? _m;
        }

        [Typestate(typeof(Phase))]
        public class Torch
        {
            [{|STRAT0010:Ensures(Phase.On)|}] public int A => 1;
            [{|STRAT0010:Tests(Phase.On)|}] public int B => 1;
            [{|STRAT0010:Tests|}] public bool C => true;
            [Tests] public Phase D => Phase.Off;
            [Tests(Phase.On)] public bool E => true;
            [{|STRAT0010:Requires(Phase.On)|}] public static void F() { }
            [{|STRAT0010:Ensures(Phase.On, When = true)|}] public void G() { }
            [{|STRAT0010:Transition(Phase.On, Other.A)|}] public void H() { }
            [Transition(Phase.On, Phase.Off), {|STRAT0010:Ensures(Phase.On)|}] public void I() { }
            [Consumes, {|STRAT0010:Transition(Phase.On, Phase.Off)|}] public void J() { }
            [{|STRAT0010:Requires(typeof(Phase))|}] public event Action? K { add { } remove { } }
            [Ensures(Phase.Off)] public int L { get; set; }
            [Transition(Phase.Off, Phase.On)] public void M() { }
        }
        """,
        Types,
        ignoreCompilerErrors: true);

    [Fact]
    public async Task PartsOfPartialMethod_AreOneContract() => await Verifier.Diagnostics(
        """
        public partial class C
        {
            private partial bool A([Consumes(When = true)] Tok t);
            private partial bool A(Tok t) => throw new NotSupportedException();
            private partial void B([Consumes] Tok t);
            private partial void B([{|STRAT0010:Borrows|}] Tok t) { }
        }
        """,
        Types);

    [Fact]
    public async Task GeneratedUnion_DoesNotTrigger() => await Verifier.Diagnostics(
        """
        [Linear] public struct Key { }

        [TaggedUnion]
        public readonly partial struct Found
        {
            public static partial Found Yes(Key key, int count);
            public static partial Found No(int code);
        }
        """);
}
