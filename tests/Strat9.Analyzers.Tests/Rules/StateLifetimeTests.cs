namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Objects in a state under using, try and constructors that take them.</summary>
public class StateLifetimeTests
{
    private const string Types = SocketTypes.Source;

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
