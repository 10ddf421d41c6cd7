namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Contracts on results, params, iterators.</summary>
public class IteratorTests
{
    public static TheoryData<string, string> Cases => Case.Members(
        """
        ## consumes when passed on
        bool M([Consumes(When = true)] Buf b) => TrySend(b);

        ## consumes when passed on by an enum
        bool M([Consumes(When = true)] Buf b) => Send(b) == Sent.Ok;

        ## consumes when by a switch
        bool M([Consumes(When = true)] Buf b) => Send(b) switch { Sent.Ok => true, _ => false };

        ## consumes when by a switch the wrong way
        bool M([Consumes(When = true)] Buf {|STRAT1002:b|}) => Send({|STRAT1005:b|}) switch { Sent.Ok => false, _ => true };

        ## consumes when with two attempts
        bool M([Consumes(When = true)] Buf b)
        {
            for (var i = 0; i < 3; i++)
            {
                if (TrySend(b)) return true;
            }

            return false;
        }

        ## consumes when in a try
        bool M([Consumes(When = true)] Buf b)
        {
            try
            {
                return TrySend(b);
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }

        ## consumes always in a try, false in the catch
        bool M([Consumes(When = true)] Buf b)
        {
            try
            {
                {|~STRAT1005:b.Free()|};
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }

        ## params span of plain
        void M(params ReadOnlySpan<int> xs)
        {
            var t = Tok.Make();
            M(Spend(t), {|STRAT1001:t|}.Id);
        }

        ## params array of move-only
        void M(params Tok[] xs) { }
        void N(Tok a, Tok b) => M({|STRAT3003:a|}, {|STRAT3003:b|});

        ## params collection of move-only in an owned list
        void N(Tok a)
        {
            int[] xs = [a.Id, Spend(a), {|STRAT1001:a|}.Id];
        }

        ## spread of a moved sequence
        void N(IEnumerable<Tok> all)
        {
            foreach (var t in all) Take(t);
            foreach (var t in {|STRAT1001:all|}) Take(t);
        }

        ## sequence lent to a count
        int N([Borrows] IEnumerable<Tok> all)
        {
            var n = 0;
            foreach (var t in {|~STRAT1005:all|}) { Take(t); n++; }
            return n;
        }

        ## iterator over containers
        IEnumerable<Tok> N(OwnedList<Tok> list)
        {
            while (list.TryTakeLast(out var t)) yield return t;
        }

        ## iterator with try finally
        IEnumerable<int> N()
        {
            var b = Buf.Make();
            try
            {
                {|STRAT3007:yield return b.Length;|}
            }
            finally
            {
                b.Free();
            }
        }

        ## iterator local function
        IEnumerable<int> N()
        {
            return Inner();
            static IEnumerable<int> Inner()
            {
                var b = Buf.Make();
                b.Free();
                yield return 1;
            }
        }

        ## iterator yield break leaks
        IEnumerable<int> N(bool c)
        {
            var {|STRAT1002:b|} = Buf.Make();
            if (c) yield break;
            b.Free();
            yield return 1;
        }

        ## iterator with a linear parameter
        IEnumerable<int> N(Buf {|STRAT3007:b|})
        {
            b.Free();
            yield return 1;
        }

        ## async iterator
        async IAsyncEnumerable<Tok> N()
        {
            var t = Tok.Make();
            await Task.Yield();
            yield return t;
            yield return {|STRAT1001:t|};
        }

        ## yield in a loop of made ones
        IEnumerable<Buf> N(int n)
        {
            for (var i = 0; i < n; i++)
            {
                yield return Buf.Make();
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source);
}
