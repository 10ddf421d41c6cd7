using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

/// <summary>STRAT0011: which part differs, and how the message says so.</summary>
public class ContractComparisonTests
{
    private const string Types =
        """
        public enum Sent { Ok, Full }
        public enum Phase { [State(Initial = true, Final = true)] Off, [State] On }

        [Typestate(typeof(Phase))]
        public class Lamp
        {
            [Transition(Phase.Off, Phase.On)] public void Light() { }
            [Transition(Phase.On, Phase.Off)] public void Douse() { }
        }

        [MoveOnly] public class Tok { }
        [Linear] public class Res { [Consumes] public void Close() { } }
        public delegate void Looker([Borrows] Res r);
        public delegate Res Maker();
        """;

    [Theory]
    [InlineData("void M([Borrows] Tok x)", "void M(Tok x)", "takes 'x', which is only lent")]
    [InlineData("void M(Res x)", "void M([Borrows] Res x)", "nobody would consume it")]
    [InlineData("Sent M(Res x)", "Sent M([Consumes(When = Sent.Ok)] Res x)", "only on one result")]
    [InlineData("bool M([Consumes(When = true)] Res x)", "bool M([Consumes(When = false)] Res x)", "on another result")]
    [InlineData("bool M([Consumes(When = true)] Tok x)", "bool M(Tok x)", "always takes 'x'")]
    [InlineData("bool M([Gives(When = true)] out Res x)", "bool M(out Res x)", "on every result")]
    [InlineData("bool M(out Tok x)", "bool M([Gives(When = true)] out Tok x)", "only on one result")]
    [InlineData("bool M([Gives(When = false)] out Tok x)", "bool M([Gives(When = true)] out Tok x)", "on another result")]
    [InlineData("void M([Borrows] Action x)", "void M(Action x)", "may keep 'x'")]
    [InlineData("void M([Consumes] Action x)", "void M([Borrows] Action x)", "more than once")]
    [InlineData("void M([Requires(Phase.Off)] Lamp x)", "void M([Requires(Phase.On)] Lamp x)", "asks for 'x' in 'On'")]
    [InlineData("void M([Borrows] Lamp x)", "void M([Requires(Phase.On)] Lamp x)", "callers may come in 'Off' or 'On'")]
    [InlineData("void M([Ensures(Phase.On)] Lamp x)", "void M([Ensures(Phase.Off)] Lamp x)", "does not promise 'x' in 'On'")]
    [InlineData("void M([Ensures(Phase.On)] Lamp x)", "void M([Borrows] Lamp x)", "does not promise 'x' in 'On'")]
    [InlineData("void M([Borrows] Lamp x)", "void M([Ensures(Phase.On)] Lamp x)", "expect it unchanged")]
    [InlineData("bool M([Ensures(Phase.On, When = true)] Lamp x)", "bool M([Ensures(Phase.On, When = false)] Lamp x)", "it leaves 'x' in 'On', where the callers expect it unchanged")]
    public async Task Parameter_Reports(string theirs, string mine, string words)
    {
        var found = await Verifier.Diagnostics(
            $$"""
            public abstract class Base { public abstract {{theirs}}; }
            public abstract class C : Base { public abstract override {{mine.Replace("M(", "{|STRAT0011:M|}(", StringComparison.Ordinal)}}; }
            """,
            Types);
        var report = Assert.Single(found);
        Assert.Contains(words, report.GetMessage(null), StringComparison.Ordinal);
        Assert.Contains("'Base.M'", report.GetMessage(null), StringComparison.Ordinal);
        Assert.Single(report.AdditionalLocations);
    }

    [Theory]
    [InlineData("void M(Tok x)", "void M([Borrows] Tok x)")]
    [InlineData("bool M([Gives(When = true)] out Tok x)", "bool M(out Tok x)")]
    [InlineData("void M(Action x)", "void M([Borrows] Action x)")]
    [InlineData("void M([Requires(Phase.On)] Lamp x)", "void M([Requires(Phase.On, Phase.Off)] Lamp x)")]
    [InlineData("void M([Requires(Phase.On)] Lamp x)", "void M([Borrows] Lamp x)")]
    [InlineData("void M([Requires(Phase.On)] Lamp x)", "void M([Ensures(Phase.On)] Lamp x)")]
    [InlineData("void M(ref Lamp x)", "void M([Ensures(Phase.On)] ref Lamp x)")]
    [InlineData("bool M([Ensures(Phase.On, When = true), Ensures(Phase.On, When = false)] Lamp x)", "bool M([Ensures(Phase.On)] Lamp x)")]
    [InlineData("Lamp M()", "[return: Ensures(Phase.On)] Lamp M()")]
    public async Task Parameter_DoesNotTrigger(string theirs, string mine)
    {
        static string Member(string modifiers, string signature) => signature.StartsWith('[')
            ? signature.Replace("] ", $"] public abstract {modifiers}", StringComparison.Ordinal)
            : $"public abstract {modifiers}{signature}";
        await Verifier.Diagnostics(
            $$"""
            public abstract class Base { {{Member("", theirs)}}; }
            public abstract class C : Base { {{Member("override ", mine)}}; }
            """,
            Types);
    }

    [Fact]
    public async Task Interfaces_Report() => await Verifier.Diagnostics(
        """
        public interface I<T> { void M([Borrows] T x); }
        public class A { public void M(Res x) => x.Close(); }
        public class {|STRAT0011:B|} : A, I<{|STRAT3004:Res|}> { }
        public class C : B { }
        public interface J : I<{|STRAT3004:Res|}> { void I<{|STRAT3004:Res|}>.{|STRAT0011:M|}(Res x) => x.Close(); }
        public interface K { [return: Borrows] Res Get(); static abstract void S([Borrows] Res x); }
        public class L : K
        {
            public Res {|STRAT0011:Get|}() => new Res();
            public static void {|STRAT0011:S|}(Res x) => x.Close();
        }
        """,
        Types);

    [Fact]
    public async Task Receivers_Report() => await Verifier.Diagnostics(
        """
        [Linear]
        public interface IJob
        {
            [Consumes] void Run();
            void Look();
        }

        public class Job : IJob
        {
            public void {|STRAT0011:Run|}() { }
            public void Look() { }
        }

        public class Torch : Lamp
        {
            [Tests(Phase.On)] public virtual bool IsOn => true;
            [Requires(Phase.On)] public virtual void Blink() { }
            public virtual void Shine() { }
        }

        public class Flare : Torch
        {
            public override bool {|STRAT0011:IsOn|} => true;
            public override void Blink() { }
            [Requires(Phase.On)] public override void {|STRAT0011:Shine|}() { }
        }
        """,
        Types);

    [Fact]
    public async Task Delegates_Report() => await Verifier.Diagnostics(
        """
        public unsafe class C
        {
            private static void Eat(Res r) => r.Close();
            private static void See([Borrows] Res r) { }
            [return: Borrows] private static Res Lend() => throw new NotSupportedException();

            public void M(Action<Res> taker)
            {
                Looker a = {|STRAT0011:Eat|};
                Looker b = new Looker({|STRAT0011:taker|});
                Looker c = {|STRAT0011:([Consumes] Res r) => r.Close()|};
                Action<Res> d = {|STRAT0011:See|};
                Maker e = {|STRAT0011:Lend|};
                delegate*<Res, void> f = &Eat;
                delegate*<Res, void> g = &{|STRAT0011:See|};
                Looker h = See;
                Looker i = r => { };
            }
        }
        """,
        Types);

    [Fact]
    public async Task PartialMethod_DoesNotTrigger() => await Verifier.Diagnostics(
        """
        public partial class C
        {
            private partial void M([Borrows] Res r);
            private partial void M(Res r) { }
        }
        """,
        Types);
}
