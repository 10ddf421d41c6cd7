namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Transitions on a result: in loops, awaited, through locals and tasks.</summary>
public class StateResultTests
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
        ## task of bool
        async Task M()
        {
            using var s = new Socket(80);
            if (await s.TryListenAsync()) s.Accept();
            else {|STRAT2002:s.Accept()|};
        }

        ## value task of an enum
        async Task M()
        {
            using var s = new Socket(80);
            switch (await s.ListenAsync())
            {
                case Sent.Ok: s.Accept(); break;
                case Sent.Full: {|STRAT2002:s.Accept()|}; break;
                default: break;
            }
        }

        ## value task of an enum by expression
        async Task<int> M()
        {
            using var s = new Socket(80);
            return await s.ListenAsync() switch { Sent.Ok => s.Accept(), Sent.Full => 2, _ => {|STRAT2002:s.Accept()|} };
        }

        ## try pattern in a for with a limit, wrong
        void M()
        {
            using var s = new Socket();
            for (var i = 0; i < 3; i++)
            {
                if (s.TryConnect()) break;
            }
            {|STRAT2002:s.Accept()|};
        }

        ## retries that may connect twice
        void M()
        {
            using var s = new Socket();
            var ok = false;
            for (var i = 0; i < 3; i++) ok |= {|STRAT2002:s.TryConnect()|};
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + Types);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## task of bool negated, early return
        async Task M()
        {
            using var s = new Socket(80);
            if (!await s.TryListenAsync().ConfigureAwait(false)) return;
            s.Accept();
        }

        ## task of bool through a local
        async Task M()
        {
            using var s = new Socket(80);
            var ok = await s.TryListenAsync();
            if (!ok) throw new InvalidOperationException();
            s.Accept();
        }

        ## task of bool, held and asked later
        async Task M()
        {
            using var s = new Socket(80);
            var pending = s.TryListenAsync();
            Prepare();
            var ok = await pending;
            if (ok) s.Accept();
        }

        ## task result blocking
        void M()
        {
            using var s = new Socket(80);
            if (s.TryListenAsync().Result) s.Accept();
            if (s.State == Sock.Bound && s.TryListenAsync().GetAwaiter().GetResult()) s.Accept();
        }

        ## awaited in a condition with and
        async Task M(bool c)
        {
            using var s = new Socket(80);
            if (c && await s.TryListenAsync()) s.Accept();
        }

        ## awaited in a loop
        async Task M()
        {
            using var s = new Socket(80);
            while (!await s.TryListenAsync()) await Task.Yield();
            s.Accept();
        }

        ## try pattern in a loop
        void M()
        {
            using var s = new Socket();
            while (!s.TryConnect()) Prepare();
            s.Accept();
        }

        ## try pattern in a for with a limit
        void M()
        {
            using var s = new Socket();
            var ok = false;
            for (var i = 0; i < 3 && !ok; i++) ok = s.TryConnect();
            if (ok) s.Accept();
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types);
}
