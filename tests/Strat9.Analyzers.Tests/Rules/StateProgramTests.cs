namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Programs: a database, a client that owns its connection, a reader with phases; right, and with one fault each.</summary>
public class StateProgramTests
{
    public static TheoryData<string, string> Wrong => Case.Sources(
        """
        ## a database, a transaction left by continue
        public enum Db { [State(Initial = true, Final = true)] Closed, [State] Open, [State] InTransaction }

        [Typestate(typeof(Db))]
        public sealed class Database
        {
            private int _depth;
            [Tests] public Db State { get; private set; }
            [Transition(Db.Closed, Db.Open)] public void Open(string name) { Note(name); State = Db.Open; }
            [Transition(Db.Open, Db.InTransaction)] public void Begin() { _depth = 1; State = Db.InTransaction; }
            [Requires(Db.InTransaction)] public void Execute(string sql) => _depth += sql.Length;
            [Transition(Db.InTransaction, Db.Open)] public void Commit() { _depth = 0; State = Db.Open; }
            [Transition(Db.Open, Db.Closed)] public void Close() => State = Db.Closed;
        }

        public static class Program1
        {
            public static void Batch(IEnumerable<string> lines)
            {
                var db = new Database();
                db.Open("x");
                foreach (var line in lines)
                {
                    {|STRAT2002:db.Begin()|};
                    if (line.Length == 0) continue;
                    db.Execute(line);
                    db.Commit();
                }
                if (db.State == Db.InTransaction) db.Commit();
                db.Close();
            }
        }

        ## a client whose stop forgets the wire
        public enum Link1 { [State(Initial = true, Final = true)] Down, [State] Up }

        [Typestate(typeof(Link1))]
        public sealed class Wire1
        {
            private int _n;
            [Transition(Link1.Down, Link1.Up)] public void Connect() => _n = 1;
            [Requires(Link1.Up)] public int Send(string s) => _n += s.Length;
            [Transition(Link1.Up, Link1.Down)] public void Disconnect() => _n = 0;
        }

        public enum Client1 { [State(Initial = true, Final = true)] Idle, [State] Ready }

        [Typestate(typeof(Client1))]
        public sealed class Client
        {
            [Requires(Link1.Down, In = Client1.Idle), Requires(Link1.Up, In = Client1.Ready)]
            private readonly Wire1 _wire = new Wire1();

            [Tests] public Client1 State { get; private set; }

            [Transition(Client1.Idle, Client1.Ready)]
            public void Start()
            {
                _wire.Connect();
                State = Client1.Ready;
            }

            [Transition(Client1.Ready, Client1.Idle)]
            public void Stop()
            {
                _wire.Send("bye");
                State = Client1.Idle;
            {|STRAT2004:}|}
        }

        ## a reader left by an early return
        public enum Phase1 { [State(Initial = true, Final = true)] New, [State] Records, [State(Final = true)] Done }

        [Typestate(typeof(Phase1))]
        public sealed class Reader1
        {
            private int _at;
            [Transition(Phase1.New, Phase1.Records)] public void Open(string path) => _at = path.Length;
            [Requires(Phase1.Records), Ensures(Phase1.Done, When = false)] public bool Read() => throw new NotSupportedException();
            [Requires(Phase1.Records)] public int Record => _at;
        }

        public static class Readers
        {
            public static int Sum(string path)
            {
                var {|STRAT1002:r|} = new Reader1();
                r.Open(path);
                var sum = r.Record;
                while (r.Read())
                {
                    if (r.Record < 0) return -1;
                    sum += r.Record;
                }
                return sum;
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source);

    public static TheoryData<string, string> Right => Case.Sources(
        """
        ## a database with transactions and a pool
        public enum Db { [State(Initial = true, Final = true)] Closed, [State] Open, [State] InTransaction }

        [Typestate(typeof(Db))]
        public sealed class Database : IDisposable
        {
            private int _depth;
            [Tests] public Db State { get; private set; }
            [Tests(Db.Open)] public bool IsOpen => State == Db.Open;
            [Transition(Db.Closed, Db.Open)] public void Open(string name) { Note(name); State = Db.Open; }
            [Requires(Db.Closed), Ensures(Db.Open, When = true)]
            public bool TryOpen(string name)
            {
                if (name.Length == 0) return false;
                Open(name);
                return true;
            }
            [Requires(Db.Open, Db.InTransaction)] public int Query(string sql) => sql.Length + _depth;
            [Transition(Db.Open, Db.InTransaction)] public void Begin() { _depth = 1; State = Db.InTransaction; }
            [Requires(Db.InTransaction)] public void Execute(string sql) => _depth += sql.Length;
            [Transition(Db.InTransaction, Db.Open)] public void Commit() { _depth = 0; State = Db.Open; }
            [Transition(Db.InTransaction, Db.Open)] public void Rollback() { _depth = 0; State = Db.Open; }
            [Transition(Db.Open, Db.Closed)] public void Close() => State = Db.Closed;
            [Ensures(Db.Closed)]
            public void Dispose()
            {
                if (State == Db.InTransaction) Rollback();
                if (State == Db.Open) Close();
            }

            [Requires(Db.Open)]
            public void InTransaction([Borrows] Action work)
            {
                Begin();
                try
                {
                    work();
                    Commit();
                }
                catch
                {
                    if (State == Db.InTransaction) Rollback();
                    throw;
                }
            }
        }

        public static class Program1
        {
            public static int Simple(string name)
            {
                using var db = new Database();
                if (!db.TryOpen(name)) return -1;
                var rows = db.Query("select");
                db.Begin();
                try
                {
                    db.Execute("insert");
                    db.Execute("update");
                    db.Commit();
                }
                catch (InvalidOperationException)
                {
                    if (db.State == Db.InTransaction) db.Rollback();
                    return rows;
                }
                return rows + db.Query("count");
            }

            public static void Retry(string name, int tries)
            {
                var db = new Database();
                var open = false;
                while (!open && tries-- > 0) open = db.TryOpen(name);
                if (!open) return;
                for (var i = 0; i < 3; i++)
                {
                    db.Begin();
                    if (db.Query("check") > 3) db.Commit();
                    else db.Rollback();
                }
                db.Close();
            }

            public static void Batch([Requires(Db.Open)] Database db, IEnumerable<string> lines)
            {
                foreach (var line in lines)
                {
                    if (line.Length == 0) continue;
                    db.Begin();
                    db.Execute(line);
                    if (line.StartsWith('!')) { db.Rollback(); break; }
                    db.Commit();
                }
            }
        }

        ## a client that owns a connection in its field
        public enum Link1 { [State(Initial = true, Final = true)] Down, [State] Up }

        [Typestate(typeof(Link1))]
        public sealed class Wire1
        {
            private int _n;
            [Transition(Link1.Down, Link1.Up)] public void Connect() => _n = 1;
            [Requires(Link1.Up)] public int Send(string s) => _n += s.Length;
            [Transition(Link1.Up, Link1.Down)] public void Disconnect() => _n = 0;
            [Tests(Link1.Up)] public bool IsUp => _n > 0;
        }

        public enum Client1 { [State(Initial = true, Final = true)] Idle, [State] Ready, [State] Busy }

        [Typestate(typeof(Client1))]
        public sealed class Client
        {
            [Requires(Link1.Down, In = Client1.Idle), Requires(Link1.Up, In = Client1.Ready), Requires(Link1.Up, In = Client1.Busy)]
            private readonly Wire1 _wire = new Wire1();
            private int _sent;

            [Tests] public Client1 State { get; private set; }

            [Transition(Client1.Idle, Client1.Ready)]
            public void Start()
            {
                _wire.Connect();
                _sent = 0;
                State = Client1.Ready;
            }

            [Transition(Client1.Ready, Client1.Busy)]
            public void Ask(string q)
            {
                _sent += _wire.Send(q);
                State = Client1.Busy;
            }

            [Transition(Client1.Busy, Client1.Ready)]
            public int Answer()
            {
                _wire.Send("ack");
                State = Client1.Ready;
                return _sent;
            }

            [Requires(Client1.Ready)]
            public int Call(string q)
            {
                Ask(q);
                return Answer();
            }

            [Requires(Client1.Ready)]
            public int CallAll(string[] qs)
            {
                var sum = 0;
                foreach (var q in qs) sum += Call(q);
                return sum;
            }

            [Transition(Client1.Ready, Client1.Idle)]
            public void Stop()
            {
                _wire.Disconnect();
                State = Client1.Idle;
            }
        }

        public static class Clients
        {
            public static int Run(string[] qs)
            {
                var c = new Client();
                c.Start();
                var n = c.CallAll(qs);
                while (n > 100)
                {
                    c.Ask("less");
                    n -= c.Answer();
                }
                c.Stop();
                return n;
            }
        }

        ## a file reader with phases
        public enum Phase1 { [State(Initial = true, Final = true)] New, [State] Header, [State] Records, [State(Final = true)] Done }

        [Typestate(typeof(Phase1))]
        public sealed class Reader1
        {
            private int _at;
            [Transition(Phase1.New, Phase1.Header)] public void Open(string path) => _at = path.Length;
            [Requires(Phase1.Header), Ensures(Phase1.Records, When = true), Ensures(Phase1.Done, When = false)] public bool ReadHeader() => throw new NotSupportedException();
            [Requires(Phase1.Records), Ensures(Phase1.Done, When = false)] public bool Read() => throw new NotSupportedException();
            [Requires(Phase1.Records)] public int Record => _at;
            [Requires(Phase1.Header, Phase1.Records), Ensures(Phase1.Done)] public void Close() => _at = -1;
            [Tests] public Phase1 Where => throw new NotSupportedException();
        }

        public static class Readers
        {
            public static int Sum(string path)
            {
                var r = new Reader1();
                r.Open(path);
                if (!r.ReadHeader()) return 0;
                var sum = r.Record;
                while (r.Read())
                {
                    if (r.Record < 0) { r.Close(); return -1; }
                    sum += r.Record;
                }
                return sum;
            }

            public static int First(string path)
            {
                var r = new Reader1();
                r.Open(path);
                try { return r.ReadHeader() ? r.Record : 0; }
                finally { if (r.Where is Phase1.Header or Phase1.Records) r.Close(); }
            }

            public static string Describe([Borrows] Reader1 r) => r switch
            {
                { Where: Phase1.Records } => r.Record.ToString(),
                { Where: Phase1.Header } => "header",
                _ => "nothing",
            };
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
