namespace Strat9.Analyzers.Tests.Rules;

/// <summary>STRAT0011 for members of in-place types: what an override asks of its receiver and promises of it, also over generic bases.</summary>
public class InPlaceOverrideTests
{
    private const string Types =
        """

        public enum P { [State(Initial = true, Final = true)] A, [State(Final = true)] B, [State(Final = true)] D }

        [Typestate(typeof(P))]
        public abstract class Machine
        {
            [Transition(P.A, P.B)] public virtual void Go() { }
            [Requires(P.A)] public virtual void Look() { }
            public virtual void Any() { }
            [Ensures(P.B, When = true)] public virtual bool Try() => Ready();
            public virtual int Mode { get; [Requires(P.A)] set; }
            [Tests(P.B)] public virtual bool IsB => Ready();
            [Transition(P.B, P.D)] public void Drop() { }
        }

        [Typestate(typeof(P))]
        public abstract class Base<T>
        {
            [Requires(P.A, P.B)] public abstract void Put(T value);
            [Transition(P.A, P.B)] public abstract void Go();
            [Transition(P.B, P.D)] public void Drop() { }
        }
        """;

    public static TheoryData<string, string> Differences => Case.Sources(
        """
        ## asks for another state
        sealed class C : Machine { [Requires(P.D)] public override void {|STRAT0011:Look|}() { } }

        ## asks where the base asks for nothing
        sealed class C : Machine { [Requires(P.B)] public override void {|STRAT0011:Any|}() { } }

        ## changes what the base leaves
        sealed class C : Machine { [Ensures(P.D)] public override void {|STRAT0011:Any|}() { } }

        ## promises another state
        sealed class C : Machine { [Transition(P.A, P.D)] public override void {|STRAT0011:Go|}() { } }

        ## promises nothing
        sealed class C : Machine { [Requires(P.A)] public override void {|STRAT0011:Go|}() { } }

        ## promises on the other result
        sealed class C : Machine { [Ensures(P.B, When = false)] public override bool {|STRAT0011:Try|}() => Ready(); }

        ## an accessor
        sealed class C : Machine { public override int Mode { get; [Requires(P.B)] {|STRAT0011:set|}; } }

        ## another test
        sealed class C : Machine { [Tests(P.D)] public override bool {|STRAT0011:IsB|} => Ready(); }

        ## of a generic base
        sealed class C : Base<int>
        {
            [Requires(P.A)] public override void {|STRAT0011:Put|}(int value) { }
            [Transition(P.A, P.D)] public override void {|STRAT0011:Go|}() { }
        }

        ## two steps away
        abstract class Middle<T> : Base<List<T>> { }
        sealed class C : Middle<string>
        {
            [Requires(P.B)] public override void {|STRAT0011:Put|}(List<string> value) { }
            [Transition(P.A, P.B)] public override void Go() { }
        }
        """);

    [Theory]
    [MemberData(nameof(Differences))]
    public Task Difference_Reports(string name, string source) => Case.Reports("STRAT0011", name, source + Types);

    public static TheoryData<string, string> Quiet => Case.Sources(
        """
        ## the same
        sealed class C : Machine
        {
            [Transition(P.A, P.B)] public override void Go() { }
            [Requires(P.A)] public override void Look() { }
            [Ensures(P.B, When = true)] public override bool Try() => Ready();
            public override int Mode { get; [Requires(P.A)] set; }
            [Tests(P.B)] public override bool IsB => Ready();
        }

        ## asks for less
        sealed class C : Machine
        {
            [Ensures(P.B)] public override void Go() { }
            public override void Look() { }
            public override int Mode { get; set; }
        }

        ## of a generic base
        sealed class C<T> : Base<T>
        {
            public override void Put(T value) { }
            [Requires(P.A, P.D), Ensures(P.B)] public override void Go() { }
        }
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Same_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types);
}
