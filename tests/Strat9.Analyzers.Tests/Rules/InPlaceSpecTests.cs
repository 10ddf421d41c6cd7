namespace Strat9.Analyzers.Tests.Rules;

/// <summary>The contract of in-place protocols, sentence by sentence: refinement, chains, tasks, own members, derived types, parameters.</summary>
public class InPlaceSpecTests
{
    private const string Types =
        """

        public enum Reply { Opened, Busy, Broken }

        public enum PumpState { [State(Initial = true, Final = true)] Idle, [State] Runs, [State] Stuck }

        [Typestate(typeof(PumpState))]
        public class Pump
        {
            [Tests] public PumpState State { get; private set; }
            [Tests(PumpState.Runs)] public bool IsRunning => State == PumpState.Runs;

            [Requires(PumpState.Idle), Ensures(PumpState.Runs, When = Reply.Opened), Ensures(PumpState.Stuck, When = Reply.Broken)]
            public Reply Start()
            {
                State = PumpState.Runs;
                return Reply.Opened;
            }

            [Requires(PumpState.Idle), Ensures(PumpState.Runs, When = true)]
            public async Task<bool> StartAsync()
            {
                await Task.Yield();
                State = PumpState.Runs;
                return true;
            }

            [Requires(PumpState.Idle), Ensures(PumpState.Runs, When = true)]
            public ValueTask<bool> StartSoon() => throw new NotSupportedException();

            [Requires(PumpState.Runs)] public void Turn() { }
            [Requires(PumpState.Runs)] [return: Borrows] public Pump Again() => this;
            [Transition(PumpState.Idle, PumpState.Runs)] [return: Borrows] public Pump Begin() { State = PumpState.Runs; return this; }
            [Transition(PumpState.Runs, PumpState.Idle)] public virtual void Stop() => State = PumpState.Idle;
            [Requires(PumpState.Stuck), Ensures(PumpState.Idle)] public void Free() => State = PumpState.Idle;
            [Requires(PumpState.Runs)] public int Speed { get; set; }
            [Ensures(PumpState.Runs)] public int Boost { set => State = PumpState.Runs; }

            public int Count => 0;
        }

        public sealed class FastPump : Pump
        {
            [Requires(PumpState.Runs)] public void Race() { }
            [Transition(PumpState.Runs, PumpState.Stuck)] public void Jam() { }
        }

        public static class Pumps
        {
            public static bool Make([Ensures(PumpState.Runs, When = true)] out Pump p) => throw new NotSupportedException();
            public static void MakeRunning([Ensures(PumpState.Runs)] out Pump p) => throw new NotSupportedException();
            public static void Ref(ref Pump p) => throw new NotSupportedException();
            public static void Run([Requires(PumpState.Idle), Ensures(PumpState.Runs)] ref Pump p) => throw new NotSupportedException();
            public static void Keep([Requires(PumpState.Runs)] ref Pump p) => throw new NotSupportedException();
            public static void Own(Pump p) { if (p.State == PumpState.Runs) p.Stop(); else if (p.State == PumpState.Stuck) p.Free(); }
            public static void Lend([Borrows] Pump p) { }
        }
        """;

    public static TheoryData<string, string> Wrong => Case.Members(
        """
        ## an enum result, not looked at
        void M()
        {
            var {|STRAT1002:p|} = new Pump();
            p.Start();
            {|STRAT2002:p.Turn()|};
        }

        ## an enum result, the wrong member
        void M()
        {
            var {|STRAT1002:p|} = new Pump();
            if (p.Start() == Reply.Busy) {|STRAT2002:p.Turn()|};
        }

        ## an enum result by switch
        void M()
        {
            var p = new Pump();
            switch (p.Start())
            {
                case Reply.Opened: p.Turn(); p.Stop(); break;
                case Reply.Broken: {|STRAT2002:p.Turn()|}; p.Free(); break;
                default: {|STRAT2002:p.Turn()|}; break;
            }
        }

        ## an enum result held
        void M()
        {
            var {|STRAT1002:p|} = new Pump();
            var reply = p.Start();
            if (reply != Reply.Opened) {|STRAT2002:p.Turn()|};
        }

        ## a task's result, before it is awaited
        async Task M()
        {
            var {|STRAT1002:p|} = new Pump();
            await p.StartAsync();
            {|STRAT2002:p.Turn()|};
        }

        ## a task's result the wrong way round
        async Task M()
        {
            var p = new Pump();
            if (!await p.StartAsync()) {|STRAT2002:p.Turn()|};
            else p.Stop();
        }

        ## a chain that goes on in the wrong state
        void M()
        {
            var p = new Pump();
            p.Begin().Again().Turn();
            {|STRAT2002:p.Begin()|}.Stop();
        }

        ## a chain on a new object, left running
        void M() => {|~STRAT1004:new Pump().Begin()|}.Turn();

        ## a property for one state
        void M()
        {
            var p = new Pump();
            {|STRAT2002:p.Speed|} = 3;
            Note({|STRAT2002:p.Speed|});
        }

        ## a setter that leads elsewhere
        void M()
        {
            var {|STRAT1002:p|} = new Pump();
            p.Boost = 3;
            p.Turn();
        }

        ## a derived type's member
        void M()
        {
            var p = new FastPump();
            {|STRAT2002:p.Race()|};
        }

        ## a derived type's transition
        void M()
        {
            var p = new FastPump();
            p.Begin();
            p.Jam();
            {|STRAT2002:p.Race()|};
            p.Free();
        }

        ## out on one result only
        void M()
        {
            Pumps.Make(out var {|STRAT1002:p|});
            {|STRAT1001:p|}.Turn();
        }

        ## out in a state
        void M()
        {
            Pumps.MakeRunning(out var {|STRAT1002:p|});
            p.Turn();
        }

        ## by reference, not known afterwards
        void M()
        {
            var p = new Pump();
            Pumps.Ref(ref p);
            {|STRAT2003:p.Turn()|};
            if (p.IsRunning) p.Stop();
            else if (p.State == PumpState.Stuck) p.Free();
        }

        ## by reference with a contract
        void M()
        {
            var p = new Pump();
            Pumps.Keep(ref {|~STRAT2006:p|});
        }

        ## owned, not known
        void M(Pump {|STRAT1002:p|}) => Note(p.Count);

        ## a conjunction the wrong way round
        void M([Borrows] Pump p, bool c)
        {
            if (p.IsRunning || c) {|STRAT2002:p.Turn()|};
        }

        ## a held test that is out of date
        void M(bool c)
        {
            var p = new Pump();
            p.Begin();
            var runs = p.IsRunning;
            p.Stop();
            if (runs) {|STRAT2002:p.Turn()|};
        }

        ## a test by value of a known state
        void M()
        {
            var p = new Pump();
            if (p.State == PumpState.Runs) {|STRAT2002:p.Turn()|};
        }

        ## a test of a known state in a loop
        void M(int n)
        {
            var p = new Pump();
            for (var i = 0; i < n; i++)
            {
                if (p.IsRunning) {|STRAT2002:p.Turn()|};
            }
        }

        ## a loop that stops in the middle
        void M(int n)
        {
            var {|STRAT1002:p|} = new Pump();
            p.Begin();
            while (p.IsRunning)
            {
                if (n++ > 3) break;
                p.Stop();
            }
        }

        ## a null-conditional call
        void M([Borrows] Pump? p) => {|~STRAT2003:p?.Turn()|};

        ## a delegate of a member
        void M([Requires(PumpState.Idle)] Pump p)
        {
            Action a = {|~STRAT3002:p.Turn|};
            a();
        }

        ## in a lambda
        void M()
        {
            var p = new Pump();
            Func<int> a = () => {|~STRAT3002:p|}.Count;
            a();
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) =>
        Case.Reports(source[(source.IndexOf("{|", StringComparison.Ordinal) + 2)..].TrimStart('~')[.."STRATnnnn".Length], name, source + Types);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## an enum result by switch
        void M()
        {
            var p = new Pump();
            switch (p.Start())
            {
                case Reply.Opened: p.Turn(); p.Stop(); break;
                case Reply.Broken: p.Free(); break;
                case Reply.Busy: break;
            }
        }

        ## a test in the next pass
        void M()
        {
            var p = new Pump();
            p.Begin();
            while (p.IsRunning) p.Stop();
            p.Begin();
            while (p.State == PumpState.Runs) p.Stop();
            p.Begin();
            p.Stop();
        }

        ## a test in a finally that several paths share
        void M(bool c)
        {
            var p = new Pump();
            try
            {
                p.Begin();
                if (c) return;
                p.Stop();
            }
            finally
            {
                if (p.IsRunning) p.Stop();
            }
        }

        ## a switch over the state in such a finally
        void M(bool c)
        {
            var p = new Pump();
            try
            {
                p.Begin();
                if (c) return;
                p.Stop();
            }
            finally
            {
                switch (p.State)
                {
                    case PumpState.Runs: p.Stop(); break;
                    case PumpState.Idle: break;
                }
            }
        }

        ## an enum result held
        void M()
        {
            var p = new Pump();
            var reply = p.Start();
            if (reply == Reply.Opened) p.Stop();
            else if (reply is Reply.Broken) p.Free();
        }

        ## a task's result
        async Task M()
        {
            var p = new Pump();
            if (await p.StartAsync())
            {
                p.Turn();
                p.Stop();
            }
        }

        ## a task's result, configured
        async Task M()
        {
            var p = new Pump();
            if (await p.StartAsync().ConfigureAwait(false)) p.Stop();
        }

        ## a value task's result, held
        async Task M()
        {
            var p = new Pump();
            var runs = await p.StartSoon();
            if (runs) p.Stop();
        }

        ## a held task's result
        async Task M()
        {
            var p = new Pump();
            var starts = p.StartAsync();
            if (await starts) p.Stop();
        }

        ## a chain
        void M()
        {
            var p = new Pump();
            p.Begin().Again().Stop();
        }

        ## a chain on a new object
        void M() => new Pump().Begin().Again().Stop();

        ## a chain over lines, returned
        [return: Ensures(PumpState.Runs)]
        Pump M()
        {
            var p = new Pump();
            p.Begin()
                .Again()
                .Turn();
            return p;
        }

        ## a property in its state
        void M()
        {
            var p = new Pump();
            p.Begin();
            p.Speed = 3;
            p.Speed++;
            p.Stop();
        }

        ## a setter that leads elsewhere
        void M()
        {
            var p = new Pump();
            p.Boost = 3;
            p.Stop();
        }

        ## a derived type
        void M()
        {
            var p = new FastPump();
            p.Begin();
            p.Race();
            p.Jam();
            p.Free();
        }

        ## out on one result
        void M()
        {
            if (Pumps.Make(out var p)) p.Stop();
        }

        ## out in a state
        void M()
        {
            Pumps.MakeRunning(out var p);
            p.Stop();
        }

        ## by reference with a contract
        void M()
        {
            var p = new Pump();
            Pumps.Run(ref p);
            Pumps.Keep(ref p);
            p.Stop();
        }

        ## by reference, a body
        void M([Requires(PumpState.Idle), Ensures(PumpState.Runs)] ref Pump p) => p.Begin();

        ## owned, not known, ended
        void M(Pump p)
        {
            switch (p.State)
            {
                case PumpState.Runs: p.Stop(); break;
                case PumpState.Stuck: p.Free(); break;
                case PumpState.Idle: break;
            }
        }

        ## handed on
        void M()
        {
            var p = new Pump();
            p.Begin();
            Pumps.Own(p);
        }

        ## refinement through everything
        void M([Borrows] Pump p, bool c)
        {
            if (p.IsRunning && c) p.Turn();
            if (!(p.IsRunning == false)) p.Turn();
            if (p.IsRunning is true) p.Turn();
            if (c ? p.IsRunning : false) p.Turn();
            if (p.State is PumpState.Runs) p.Turn();
            if (p.State is not (PumpState.Idle or PumpState.Stuck)) p.Turn();
            var n = p.IsRunning ? p.Speed : 0;
            Note(n);
            for (; p.State == PumpState.Runs && c;) p.Turn();
            do { if (!p.IsRunning) break; p.Turn(); } while (c);
            var runs = p.IsRunning;
            if (runs) p.Turn();
            switch (p.IsRunning) { case true: p.Turn(); break; default: break; }
        }

        ## a loop condition
        void M([Borrows] Pump p)
        {
            while (p.IsRunning) p.Turn();
        }

        ## a loop until it stops
        void M(int n)
        {
            var p = new Pump();
            p.Begin();
            while (p.IsRunning)
            {
                p.Turn();
                if (n++ > 3) p.Stop();
            }
        }

        ## asserted
        void M([Borrows] Pump p)
        {
            Debug.Assert(p.IsRunning);
            p.Turn();
        }

        ## two branches of one test joined again
        void M([Requires(PumpState.Idle, PumpState.Runs)] Pump p)
        {
            if (p.IsRunning) Note("runs");
            if (p.State == PumpState.Idle) Note("idle");
            switch (p.State)
            {
                case PumpState.Idle: break;
                case PumpState.Runs: p.Turn(); break;
            }
        }

        ## in a finally
        void M()
        {
            var p = new Pump();
            p.Begin();
            try { p.Turn(); }
            finally { p.Stop(); }
        }

        ## a transition that may have thrown
        void M()
        {
            var p = new Pump();
            try { p.Begin(); }
            finally { if (p.IsRunning) p.Stop(); }
        }

        ## in a tuple
        void M(bool c)
        {
            var (p, n) = (new Pump(), c ? 1 : 2);
            p.Begin();
            p.Stop();
            Note(n.ToString());
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types);

    public static TheoryData<string, string> Own => Case.In(
        """
        public enum Gate { [State(Initial = true)] Shut, [State] Open, [State(Final = true)] Gone }

        [Typestate(typeof(Gate))]
        public class Barrier
        {
            [Tests] public Gate State { get; private set; }
            [Tests(Gate.Open)] public bool IsOpen => State == Gate.Open;
            [Transition(Gate.Shut, Gate.Open)] public void Open() => State = Gate.Open;
            [Transition(Gate.Open, Gate.Shut)] public void Shut() => State = Gate.Shut;
            [Requires(Gate.Open)] public void Pass() { }
            [Requires(Gate.Shut), Ensures(Gate.Gone)] public void Remove() => State = Gate.Gone;

        $
        }
        """,
        """
        ## by its own state
        public void Try()
        {
            if (State == Gate.Open) Pass();
            if (IsOpen) Pass();
            if (this.State is Gate.Open) this.Pass();
        }

        ## there and back
        [Requires(Gate.Shut)]
        public void Through()
        {
            Open();
            Pass();
            Shut();
        }

        ## through a private helper
        [Requires(Gate.Shut), Ensures(Gate.Gone)]
        public void Finish()
        {
            OpenAndPass();
            Shut();
            Remove();
        }

        [Requires(Gate.Shut), Ensures(Gate.Open)]
        private void OpenAndPass()
        {
            Open();
            Pass();
        }

        ## whatever it was
        public void Ensure()
        {
            if (!IsOpen) return;
            Shut();
            Open();
        }

        ## a constructor that opens
        [Ensures(Gate.Open)]
        public Barrier(string name)
        {
            Open();
            Note(name);
        }

        public Barrier() { }

        ## a test that asks another
        [Tests(Gate.Open)] public bool CanPass() => IsOpen;
        """);

    [Theory]
    [MemberData(nameof(Own))]
    public Task Own_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    public static TheoryData<string, string> OwnWrong => Case.In(
        """
        public enum Gate { [State(Initial = true)] Shut, [State] Open, [State(Final = true)] Gone }

        [Typestate(typeof(Gate))]
        public class Barrier
        {
            [Tests] public Gate State { get; private set; }
            [Transition(Gate.Shut, Gate.Open)] public void Open() => State = Gate.Open;
            [Transition(Gate.Open, Gate.Shut)] public void Shut() => State = Gate.Shut;
            [Requires(Gate.Open)] public void Pass() { }
            [Requires(Gate.Shut), Ensures(Gate.Gone)] public void Remove() => State = Gate.Gone;

        $
        }

        public static class Barriers
        {
            public static void Toggle([Requires(Gate.Shut), Ensures(Gate.Open)] Barrier b) => b.Open();
        }
        """,
        """
        ## not known at entry
        public void Try() => {|STRAT2003:Pass()|};

        ## in the wrong state at entry
        [Requires(Gate.Shut)] public void Try() => {|STRAT2002:Pass()|};

        ## a state that is not restored
        [Requires(Gate.Shut)]
        public void Try()
        {
            Open();
        {|STRAT2004:}|}

        ## a state that is not restored, not known before
        public void Try()
        {
            if (State == Gate.Shut) Open();
        {|STRAT2004:}|}

        ## changed by another
        [Requires(Gate.Shut)]
        public void Try()
        {
            Barriers.Toggle(this);
        {|STRAT2004:}|}

        ## a constructor that opens and does not say so
        public Barrier(string name)
        {
            Open();
            Note(name);
        {|STRAT2004:}|}

        public Barrier() { }

        ## a switch of its own state
        public int Try() => {|STRAT2005:State switch { Gate.Open => 1, Gate.Shut => 2 }|};
        """);

    [Theory]
    [MemberData(nameof(OwnWrong))]
    public Task Own_Reports(string name, string source) =>
        Case.Reports(source[(source.IndexOf("{|", StringComparison.Ordinal) + 2)..].TrimStart('~')[.."STRATnnnn".Length], name, source);
}
