namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Functions inside a body that run while it does find and leave what they capture in a state.</summary>
public class NestedFunctionStateTests
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
        ## in a lambda, state not known there
        void M()
        {
            using var s = new Socket(80);
            K.Each(() => {|STRAT2002:s.Accept()|});
        }

        ## a lambda that changes it
        void M()
        {
            using var s = new Socket(80);
            K.Each(() => { if (s.State == Sock.Bound) s.Listen(); });
            {|STRAT2002:s.Accept()|};
        }

        ## a local function that opens, twice
        void M()
        {
            using var s = new Socket(80);
            Start();
            Start();

            void Start() => {|STRAT2002:s.Listen()|};
        }

        ## a local function that closes
        void M(bool c)
        {
            using var s = new Socket(80);
            s.Listen();
            if (c) Stop();
            {|STRAT2002:s.Accept()|};

            void Stop() => s.Dispose();
        }

        ## a local function that opens on its result is followed by the state only
        void M()
        {
            using var s = new Socket(80);
            if (Start()) {|STRAT2002:s.Accept()|};

            bool Start() => s.TryConnect();
        }

        ## a lambda in a loop that ends it
        void M()
        {
            using var s = new Socket(80);
            s.Listen();
            K.Each(() => { {|STRAT2002:s.Accept()|}; s.Dispose(); });
        }

        ## a lambda that restores
        void M([Requires(Sock.Bound)] Socket s)
        {
            K.Each(() => { s.Dispose(); });
        {|STRAT2004:}|}

        ## once
        void M()
        {
            using var s = new Socket(80);
            Once(() => s.Listen());
            {|STRAT2002:s.Accept()|};
        }

        ## a nested lambda wrong
        void M()
        {
            using var s = new Socket(80);
            K.Each(() => K.Each(() => {|STRAT2002:s.Accept()|}));
        }

        ## this in a local function
        [Typestate(typeof(Sock))]
        sealed class Own
        {
            [Transition(Sock.Bound, Sock.Live)] public void Go2() => State = Sock.Live;
            [Tests] public Sock State { get; private set; }
            [Transition(Sock.Fresh, Sock.Bound)] public void Bind() => State = Sock.Bound;
            [Requires(Sock.Bound)] public void Use() { }
            [Ensures(Sock.Done)] public void End() => State = Sock.Done;

            [Requires(Sock.Fresh), Ensures(Sock.Done)]
            public void All()
            {
                Go();
                Use();
                End();

                void Go() => Bind();
            }

            [Requires(Sock.Fresh), Ensures(Sock.Done)]
            public void Wrong()
            {
                Go();
                {|STRAT2002:Use()|};

                void Go() => End();
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + Types);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## in a lambda with borrows
        void M()
        {
            using var s = new Socket(80);
            s.Listen();
            K.Each(() => s.Accept());
        }

        ## a local function by parameter
        void M()
        {
            using var s = new Socket(80);
            Start(s);
            s.Accept();

            static void Start([Requires(Sock.Bound), Ensures(Sock.Live)] Socket it) => it.Listen();
        }

        ## a local function that captures
        void M()
        {
            using var s = new Socket(80);
            s.Listen();
            Show();

            void Show() => Note(s.Number);
        }

        ## a local function that captures and needs a state
        void M()
        {
            using var s = new Socket(80);
            s.Listen();
            Show();

            void Show() => Note(s.Accept());
        }

        ## a local function that opens
        void M()
        {
            using var s = new Socket(80);
            Start();
            s.Accept();

            void Start() => s.Listen();
        }

        ## a local function called in two states
        void M()
        {
            using var s = new Socket(80);
            Show();
            s.Listen();
            Show();

            void Show() { if (s.IsLive) s.Accept(); Note(s.Number); }
        }

        ## a local function that calls another
        void M()
        {
            using var s = new Socket(80);
            Outer();
            s.Accept();

            void Outer() => Inner();
            void Inner() { if (s.State == Sock.Bound) s.Listen(); }
        }

        ## a lambda with a result
        void M()
        {
            using var s = new Socket(80);
            s.Listen();
            Note(K.Get(() => s.Accept()));
        }

        ## a nested lambda
        void M()
        {
            using var s = new Socket(80);
            s.Listen();
            K.Each(() => K.Each(() => s.Accept()));
        }

        ## recursion
        void M(int n)
        {
            using var s = new Socket(80);
            s.Listen();
            Down(n);
            if (s.IsLive) s.Accept();

            void Down(int m)
            {
                if (m > 0) Down(m - 1);
                Note(s.Number);
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types);
}
