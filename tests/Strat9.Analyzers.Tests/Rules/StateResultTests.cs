namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Transitions on a result: in loops, awaited, through locals and tasks.</summary>
public class StateResultTests
{
    private const string Types = SocketTypes.Source;

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
