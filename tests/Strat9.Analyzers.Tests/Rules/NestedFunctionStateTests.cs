namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Functions inside a body that run while it does find and leave what they capture in a state.</summary>
public class NestedFunctionStateTests
{
    private const string Types = SocketTypes.Source;

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
