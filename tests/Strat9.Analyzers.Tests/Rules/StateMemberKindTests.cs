namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Contracts on extension blocks, delegates, interfaces, indexers and accessors.</summary>
public class StateMemberKindTests
{
    public static TheoryData<string, string> Wrong => Case.Sources(
        """
        ## an extension block's receiver
        public static class X
        {
            extension([Requires(FileState.Open)] LogFile f)
            {
                public void Twice(string s) { f.Write(s); f.Write(s); }
            }
        }

        static class P
        {
            static void M()
            {
                var f = new LogFile();
                {|STRAT2002:f.Twice("x")|};
                f.Open();
                f.Twice("x");
                f.Close();
            }
        }

        ## an extension block's transition
        public static class X
        {
            extension([Requires(FileState.Open), Ensures(FileState.Closed)] LogFile f)
            {
                public void Finish() => f.Close();
            }
        }

        static class P
        {
            static void M()
            {
                var f = Files.Opened();
                f.Finish();
                {|STRAT2002:f.Finish()|};
            }
        }

        ## an extension block's transition not kept
        public static class X
        {
            extension([Requires(FileState.Open), Ensures(FileState.Closed)] LogFile f)
            {
                public void Finish()
                {
                    f.Write("x");
                {|STRAT2004:}|}
            }
        }

        ## a lambda that does not keep its delegate's contract
        public delegate void Opener([Requires(FileState.Closed), Ensures(FileState.Open)] LogFile f);

        static class P
        {
            static void With([Borrows] Opener o) { }

            static void M()
            {
                With(f => { Note(f.Name); {|STRAT2004:}|});
            }
        }

        ## a lambda in the wrong state by its delegate
        public delegate void Writer([Requires(FileState.Open)] LogFile f);

        static class P
        {
            static void With([Borrows] Writer w) { }

            static void M()
            {
                With(f => f.Write("x"));
                With(f => {|STRAT2002:f.Open()|});
            }
        }

        ## a method that asks for more than the delegate
        public delegate void Looker1([Borrows] LogFile f);

        static class P
        {
            static void With([Borrows] Looker1 l) { }

            static void M()
            {
                With({|~STRAT0011:Files.Append|});
            }
        }

        ## an interface and its implementation
        public interface IDevice
        {
            void Start([Requires(FileState.Closed), Ensures(FileState.Open)] LogFile f);
        }

        public sealed class Device : IDevice
        {
            public void Start([Requires(FileState.Closed), Ensures(FileState.Open)] LogFile f) => f.Open();
        }

        public sealed class Lazy1 : IDevice
        {
            public void {|~STRAT0011:Start|}([Requires(FileState.Open), Ensures(FileState.Open)] LogFile f) => Note(f.Name);
        }

        static class P
        {
            static void M(IDevice d)
            {
                var f = new LogFile();
                d.Start(f);
                f.Write("x");
                f.Close();
            }
        }

        ## contradictory contracts
        public static class Q
        {
            public static void A([Consumes, {|~STRAT0010:Ensures(FileState.Open)|}] LogFile {|STRAT1002:f|}) { }
        }

        ## a state of another enum
        public static class Q
        {
            public static void A([{|~STRAT0010:Requires(DoorState.Shut)|}] LogFile f) { }
        }

        ## an indexer and an operator in place
        public enum Tape { [State(Initial = true, Final = true)] Out, [State] In }

        [Typestate(typeof(Tape))]
        public sealed class Recorder
        {
            private readonly int[] _data = new int[8];
            [Transition(Tape.Out, Tape.In)] public void Insert() => _data[0] = 1;
            [Transition(Tape.In, Tape.Out)] public void Eject() => _data[0] = 0;
            [Requires(Tape.In)] public int this[int i] { get => _data[i]; set => _data[i] = value; }
            [Tests(Tape.In)] public bool HasTape { get => _data[0] > 0; }
        }

        static class P
        {
            static void M(int n)
            {
                var r = new Recorder();
                Note({|STRAT2002:r[1]|});
                r.Insert();
                r[1] = r[2] + n;
                r[3]++;
                r.Eject();
                {|STRAT2002:r[1]|} = 2;
            }
        }

        ## accessors with contracts of their own
        public enum Lamp1 { [State(Initial = true, Final = true)] Off, [State(Final = true)] On }

        [Typestate(typeof(Lamp1))]
        public sealed class Light
        {
            private int _level;
            public int Level
            {
                get => _level;
                [Ensures(Lamp1.On)] set => _level = value;
            }
            [Requires(Lamp1.On)] public void Blink() => _level++;
            [Transition(Lamp1.On, Lamp1.Off)] public void Kill() => _level = 0;
        }

        static class P
        {
            static void M()
            {
                var l = new Light();
                Note(l.Level);
                {|STRAT2002:l.Blink()|};
                l.Level = 3;
                l.Blink();
                l.Kill();
                l.Level += 1;
                l.Blink();
            }
        }

        ## a game object that may be stunned
        public enum Actor1 { [State(Initial = true)] Spawned, [State] Alive, [State] Stunned, [State(Final = true)] Dead }

        [Typestate(typeof(Actor1))]
        public class Actor
        {
            private int _hp = 3;
            [Tests] public Actor1 State { get; private set; }
            [Transition(Actor1.Spawned, Actor1.Alive)] public void Wake() => State = Actor1.Alive;
            [Requires(Actor1.Alive)] public void Move(int dx) => _hp += dx;
            [Requires(Actor1.Alive, Actor1.Stunned), Ensures(Actor1.Dead, When = true), Ensures(Actor1.Stunned, When = false)]
            public bool Hit(int damage)
            {
                _hp -= damage;
                State = _hp <= 0 ? Actor1.Dead : Actor1.Stunned;
                return _hp <= 0;
            }
            [Transition(Actor1.Stunned, Actor1.Alive)] public void Recover() => State = Actor1.Alive;
            [Requires(Actor1.Alive, Actor1.Stunned), Ensures(Actor1.Dead)] public void Kill() => State = Actor1.Dead;
            [Requires(Actor1.Spawned), Ensures(Actor1.Dead)] public void Abort() { Wake(); Kill(); }
        }

        static class Game
        {
            static int Play(int rounds)
            {
                var a = new Actor();
                if (rounds == 0) { a.Abort(); return 0; }
                a.Wake();
                for (var i = 0; i < rounds; i++)
                {
                    a.Move(i);
                    if (i % 3 == 0)
                    {
                        if (a.Hit(1)) return i;
                        a.Recover();
                    }
                }
                a.Kill();
                return rounds;
            }

            static int Forgets(int rounds)
            {
                var a = new Actor();
                a.Wake();
                for (var i = 0; i < rounds; i++)
                {
                    {|STRAT2002:a.Move(i)|};
                    if (i % 3 == 0 && a.Hit(1)) return i;
                }
                a.Kill();
                return rounds;
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + InPlaceTypes.Source);

    public static TheoryData<string, string> Right => Case.Sources(
        """
        ## a delegate with contracts
        public delegate void Opener([Requires(FileState.Closed), Ensures(FileState.Open)] LogFile f);

        static class P
        {
            static void With([Borrows] Opener o)
            {
                var f = new LogFile();
                o(f);
                f.Write("x");
                f.Close();
            }

            static void M()
            {
                With(f => f.Open());
                With(Files.OpenIt);
            }
        }

        ## a generic helper with a borrow
        static class P
        {
            static void Each<[AllowsMoveOnly] T>([Borrows] T t, [Borrows] Action a) => a();

            static void M()
            {
                var f = Files.Opened();
                Each(f, () => Note(1));
                f.Write("x");
                f.Close();
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + InPlaceTypes.Source);
}
