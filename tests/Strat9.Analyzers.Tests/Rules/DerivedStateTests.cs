namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Protocols of base types: overrides, calls of base, casts.</summary>
public class DerivedStateTests
{
    private const string Types =
        """

        public enum Wire { [State(Initial = true, Final = true)] Cut, [State] Joined }

        [Typestate(typeof(Wire))]
        public class Plug
        {
            private int _n;
            [Transition(Wire.Cut, Wire.Joined)] public virtual void Join() => _n = 1;
            [Transition(Wire.Joined, Wire.Cut)] public virtual void Cut() => _n = 0;
            [Requires(Wire.Joined)] public virtual void Send(string text) => Note(text);
            [Tests(Wire.Joined)] public bool IsJoined => _n > 0;
            [Tests] public Wire State => _n > 0 ? Wire.Joined : Wire.Cut;
            [Ensures(Wire.Joined, When = true)] public bool TryJoin() => throw new NotSupportedException();
            [return: Ensures(Wire.Joined)] public static Plug Joined() => throw new NotSupportedException();
            public int Count => _n;
        }
        """;

    public static TheoryData<string, string> Wrong => Case.Sources(
        """
        ## derived override asks for more
        public sealed class Fast : Plug
        {
            [Requires(Wire.Joined)] public override void {|~STRAT0011:Cut|}() { }
        }

        ## derived member used
        public sealed class Fast : Plug
        {
            private int _m;
            [Requires(Wire.Joined)] public void Race() => _m++;
        }

        static class P
        {
            public static void M()
            {
                var f = new Fast();
                {|STRAT2002:f.Race()|};
                f.Join();
                f.Race();
                f.Cut();
            }
        }

        ## derived composed member through base, wrong
        public sealed class Fast : Plug
        {
            [Transition(Wire.Cut, Wire.Joined)]
            public void Again()
            {
                base.Join();
                {|STRAT2002:base.Join()|};
            }
        }

        ## derived composed member through base, unmet
        public sealed class Fast : Plug
        {
            [Requires(Wire.Cut)]
            public void Again()
            {
                base.Join();
            {|STRAT2004:}|}
        }

        ## assigned to the base
        static class P
        {
            public static void M()
            {
                Plug p = new Fast();
                p.Join();
                p.Send("x");
                p.Cut();
                {|STRAT2002:p.Cut()|};
            }
        }

        public sealed class Fast : Plug { }

        ## lent as the base
        static class P
        {
            static void Use([Requires(Wire.Joined)] Plug p) => p.Send("x");
            public static void M()
            {
                var f = new Fast();
                Use({|STRAT2006:f|});
                f.Join();
                Use(f);
                f.Cut();
            }
        }

        public sealed class Fast : Plug { }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + Types + InPlaceTypes.Source);

    public static TheoryData<string, string> Right => Case.Sources(
        """
        ## derived override with attributes
        public sealed class Fast : Plug
        {
            [Transition(Wire.Cut, Wire.Joined)] public override void Join() { base.Join(); Note("x"); }
        }

        ## derived composed member through base
        public sealed class Fast : Plug
        {
            [Transition(Wire.Cut, Wire.Joined)]
            public void Again()
            {
                base.Join();
                base.Cut();
                base.Join();
            }
        }

        ## casts keep the state
        static class P
        {
            public static void M()
            {
                Plug p = new Fast();
                p.Join();
                ((Fast)p).Send("x");
                if (p is Fast f)
                {
                    f.Send("y");
                    f.Cut();
                }
                else p.Cut();
            }
        }

        public sealed class Fast : Plug { }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types + InPlaceTypes.Source);
}
