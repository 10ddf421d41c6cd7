namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Objects in a state under using, try and constructors that take them.</summary>
public class StateLifetimeTests
{
    private const string Types =
        """

        public enum Sock { [State(Initial = true)] Fresh, [State] Bound, [State] Live, [State(Final = true)] Done }

        [Typestate(typeof(Sock))]
        public class Socket : IDisposable
        {
            private int _n;
            public Socket() { }
            [Ensures(Sock.Bound)] public Socket(int port) => _n = port;
            [Transition(Sock.Fresh, Sock.Bound)] public void Bind(int port) => _n = port;
            [Transition(Sock.Bound, Sock.Live)] public void Listen() => _n++;
            [Requires(Sock.Live)] public int Accept() => _n;
            [Ensures(Sock.Done)] public void Dispose() => _n = 0;
            [Requires(Sock.Fresh, Sock.Bound, Sock.Live), Ensures(Sock.Done)] public void Close() => _n = 0;
            [Requires(Sock.Fresh, Sock.Bound), Ensures(Sock.Live, When = true)] public bool TryConnect() => throw new NotSupportedException();
            [Requires(Sock.Bound), Ensures(Sock.Live, When = true)] public Task<bool> TryListenAsync() => throw new NotSupportedException();
            [Requires(Sock.Bound), Ensures(Sock.Live, When = Sent.Ok)] public ValueTask<Sent> ListenAsync() => throw new NotSupportedException();
            [Requires(Sock.Live)] public Task<int> ReadAsync() => throw new NotSupportedException();
            [Tests(Sock.Live)] public bool IsLive => _n > 1;
            [Tests] public Sock State => throw new NotSupportedException();
            public int Number => _n;
        }

        public enum Tx { [State(Initial = true)] Active, [State(Final = true)] Committed, [State(Final = true)] RolledBack }

        [Typestate(typeof(Tx))]
        public sealed class Transaction : IDisposable
        {
            private int _n;
            [Requires(Tx.Active)] public void Run(string sql) => _n++;
            [Transition(Tx.Active, Tx.Committed)] public void Commit() => _n = -1;
            [Transition(Tx.Active, Tx.RolledBack)] public void Rollback() => _n = -2;
            [Ensures(Tx.RolledBack)] public void Dispose() => _n = -3;
            [Tests(Tx.Active)] public bool IsActive => _n >= 0;
            [return: Ensures(Tx.Active)] public static Transaction Begin() => new Transaction();
        }

        [Typestate(typeof(Tx))]
        public sealed class Once1 : IDisposable
        {
            private int _n;
            [Transition(Tx.Active, Tx.RolledBack)] public void Dispose() => _n = -3;
            [Transition(Tx.Active, Tx.Committed)] public void Commit() => _n = -3;
        }

        public static class K
        {
            public static void Use([Borrows] Socket s) { }
            public static void Serve([Requires(Sock.Live)] Socket s) { }
            public static void Kill([Consumes, Requires(Sock.Live)] Socket s) => s.Dispose();
            public static void Each([Borrows] Action a) => a();
            public static T Get<T>([Borrows] Func<T> f) => f();
        }

        public sealed class Server
        {
            public Server([Requires(Sock.Bound), Ensures(Sock.Live)] Socket s) => s.Listen();
        }
        """;

    public static TheoryData<string, string> Wrong => Case.Members(
        """
        ## using, done twice
        void M()
        {
            using var {|~STRAT2002:f|} = new Once1();
            f.Dispose();
        }

        ## using block, wrong inside
        void M()
        {
            using (var s = new Socket())
            {
                {|STRAT2002:s.Listen()|};
                s.Accept();
            }
        }

        ## using transaction used after commit
        void M()
        {
            using var t = Transaction.Begin();
            t.Commit();
            {|STRAT2002:t.Run("x")|};
        }

        ## transaction leaks
        void M(bool c)
        {
            var {|STRAT1002:t|} = Transaction.Begin();
            t.Run("x");
            if (c) t.Commit();
        }

        ## transaction try catch, rolled back twice
        void M()
        {
            var t = Transaction.Begin();
            try
            {
                t.Run("x");
                t.Commit();
            }
            catch
            {
                {|STRAT2002:t.Rollback()|};
                throw;
            }
        }

        ## forgotten return in the catch
        void M()
        {
            var t = Transaction.Begin();
            try { t.Run("x"); }
            catch { t.Rollback(); }
            {|STRAT2002:t.Commit()|};
        }

        ## constructor ensures, bound twice
        void M()
        {
            var s = new Socket(80);
            {|STRAT2002:s.Bind(81)|};
            s.Dispose();
        }

        ## a constructor's parameter in the wrong state
        void M()
        {
            var s = new Socket();
            var server = new Server({|STRAT2006:s|});
            s.Dispose();
            Note(server.ToString()!);
        }

        ## a constructor's parameter changed, wrong then
        void M()
        {
            var s = new Socket(80);
            _ = new Server(s);
            {|STRAT2002:s.Listen()|};
            s.Dispose();
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + Types);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## using, initial state is disposed
        void M()
        {
            using var s = new Socket();
            s.Bind(1);
            s.Listen();
            s.Accept();
        }

        ## using transaction committed
        void M()
        {
            using var t = Transaction.Begin();
            t.Run("x");
            t.Commit();
        }

        ## transaction try catch
        void M()
        {
            var t = Transaction.Begin();
            try
            {
                t.Run("x");
                t.Commit();
            }
            catch
            {
                if (t.IsActive) t.Rollback();
                throw;
            }
        }

        ## commit outside of the try
        void M()
        {
            var t = Transaction.Begin();
            try { t.Run("x"); }
            catch { t.Rollback(); throw; }
            t.Commit();
        }

        ## constructor ensures
        void M()
        {
            var s = new Socket(80);
            s.Listen();
            s.Dispose();
        }

        ## a constructor's parameter changes it
        void M()
        {
            var s = new Socket(80);
            var server = new Server(s);
            s.Accept();
            s.Dispose();
            Note(server.ToString()!);
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types);
}
