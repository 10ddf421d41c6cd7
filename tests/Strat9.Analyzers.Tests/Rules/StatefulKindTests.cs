namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Structs, records and generic types with in-place protocols.</summary>
public class StatefulKindTests
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
        ## struct in place
        public enum Pen { [State(Initial = true, Final = true)] Up, [State] Down }

        [Typestate(typeof(Pen))]
        public struct Plotter
        {
            private int _n;
            public Plotter(int n) => _n = n;
            [Transition(Pen.Up, Pen.Down)] public void Lower() => _n++;
            [Transition(Pen.Down, Pen.Up)] public void Lift() => _n--;
            [Requires(Pen.Down)] public void Draw() => _n += 2;
            [Tests(Pen.Down)] public readonly bool IsDown => _n > 0;
        }

        static class P
        {
            static void Line([Requires(Pen.Down)] ref Plotter p) => p.Draw();
            static void Lower([Requires(Pen.Up), Ensures(Pen.Down)] ref Plotter p) => p.Lower();

            public static void Right()
            {
                var p = new Plotter(0);
                p.Lower();
                Line(ref p);
                p.Lift();
                Lower(ref p);
                p.Draw();
                p.Lift();
            }

            public static void Wrong()
            {
                var p = new Plotter(0);
                {|STRAT2002:p.Draw()|};
                Line(ref {|~STRAT2006:p|});
                Lower(ref p);
                {|STRAT2002:p.Lower()|};
                p.Lift();
            }

            public static void Leaks()
            {
                var {|STRAT1002:p|} = new Plotter(0);
                p.Lower();
            }

            public static void Copied()
            {
                var p = new Plotter(0);
                p.Lower();
                var q = p;
                q.Draw();
                q.Lift();
            }

            public static void CopiedWrong()
            {
                var p = new Plotter(0);
                p.Lower();
                var q = p;
                q.Lift();
                {|STRAT1001:p|}.Draw();
            }
        }

        ## struct in place, default
        public enum Pen { [State(Initial = true, Final = true)] Up, [State] Down }

        [Typestate(typeof(Pen))]
        public struct Plotter
        {
            private int _n;
            public Plotter(int n) => _n = n;
            [Transition(Pen.Up, Pen.Down)] public void Lower() => _n++;
            [Transition(Pen.Down, Pen.Up)] public void Lift() => _n--;
        }

        static class P
        {
            public static void M()
            {
                Plotter p = {|~STRAT3005:default|};
                p.Lower();
                p.Lift();
            }
        }

        ## record class in place
        public enum Note1 { [State(Initial = true, Final = true)] Draft, [State(Final = true)] Sent }

        [Typestate(typeof(Note1))]
        public sealed record Letter(string Text)
        {
            private int _n;
            [Transition(Note1.Draft, Note1.Sent)] public void Send() => _n++;
            [Requires(Note1.Sent)] public string Receipt => Text + _n;
        }

        static class P
        {
            public static void M()
            {
                var l = new Letter("x");
                Note({|STRAT2002:l.Receipt|});
                l.Send();
                Note(l.Receipt);
                {|STRAT2002:l.Send()|};
            }

            public static void With()
            {
                var l = new Letter("x");
                l.Send();
                var m = {|~STRAT3005:l with { Text = "y" }|};
            }
        }

        ## generic class in place
        public enum Box1 { [State(Initial = true, Final = true)] Empty, [State(Final = true)] Full }

        [Typestate(typeof(Box1))]
        public sealed class Box<T>
        {
            private T? _t;
            [Transition(Box1.Empty, Box1.Full)] public void Put(T t) => _t = t;
            [Transition(Box1.Full, Box1.Empty)] public T Take() => _t!;
            [Tests(Box1.Full)] public bool HasValue => _t is not null;
        }

        static class P
        {
            public static void M()
            {
                var b = new Box<int>();
                Note({|STRAT2002:b.Take()|});
                b.Put(1);
                Note(b.Take());
                b.Put(2);
                {|STRAT2002:b.Put(3)|};
            }

        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + Types + InPlaceTypes.Source);
}
