namespace Strat9.Analyzers.Tests.Rules;

/// <summary>A socket, a transaction and what takes them: types that several tables of states share.</summary>
internal static class SocketTypes
{
    public const string Source =
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
}
