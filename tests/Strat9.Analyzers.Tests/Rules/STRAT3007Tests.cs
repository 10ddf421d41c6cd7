namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Linear value live across <c>yield</c>.</summary>
public class STRAT3007Tests
{
    public static TheoryData<string, string> Live => Case.Members(
        """
        ## a local
        IEnumerable<int> M()
        {
            var b = Buf.Make();
            {|STRAT3007:yield return b.Length;|}
            b.Free();
        }

        ## a class
        IEnumerable<string> M()
        {
            var r = Res.Open("x");
            {|STRAT3007:yield return r.Name;|}
            r.Close();
        }

        ## a using declaration
        IEnumerable<int> M()
        {
            using var k = Conn.Open();
            {|STRAT3007:yield return k.Port;|}
        }

        ## a using statement
        IEnumerable<int> M()
        {
            using (var k = Conn.Open())
            {
                {|STRAT3007:yield return 1;|}
            }
        }

        ## a finally does not help
        IEnumerable<int> M()
        {
            var b = Buf.Make();
            try
            {
                {|STRAT3007:yield return 1;|}
            }
            finally
            {
                b.Free();
            }
        }

        ## in a loop
        IEnumerable<int> M(int n)
        {
            var b = Buf.Make();
            for (var i = 0; i < n; i++)
            {
                {|STRAT3007:yield return i;|}
            }
            b.Free();
        }

        ## on one path
        IEnumerable<int> M(bool c)
        {
            var b = Buf.Make();
            if (c)
            {
                {|STRAT3007:yield return 1;|}
            }
            b.Free();
        }

        ## from the last pass
        IEnumerable<int> M()
        {
            Res? r = null;
            while (Ready())
            {
                r?.Close();
                r = Res.Open("x");
                {|STRAT3007:yield return r.Name.Length;|}
            }
            r?.Close();
        }

        ## an async iterator
        async IAsyncEnumerable<int> M()
        {
            var b = await MakeBufAsync();
            {|STRAT3007:yield return b.Length;|}
            b.Free();
        }

        ## an enumerator
        IEnumerator<int> M()
        {
            var b = Buf.Make();
            {|STRAT3007:yield return b.Length;|}
            b.Free();
        }

        ## a local function
        void M()
        {
            foreach (var n in Inner()) Note(n);

            static IEnumerable<int> Inner()
            {
                var b = Buf.Make();
                {|STRAT3007:yield return b.Length;|}
                b.Free();
            }
        }

        ## a parameter
        IEnumerable<int> M(Buf {|STRAT3007:b|})
        {
            b.Free();
            yield return 1;
        }

        ## a class parameter
        IEnumerable<int> M(Res {|STRAT3007:r|})
        {
            r.Close();
            yield break;
        }

        ## a parameter of an async iterator
        async IAsyncEnumerable<int> M(Buf {|STRAT3007:b|})
        {
            await TakeAsync(b);
            yield return 1;
        }
        """);

    [Theory]
    [MemberData(nameof(Live))]
    public Task Live_Reports(string name, string source) => Case.Reports("STRAT3007", name, source);

    public static TheoryData<string, string> Quiet => Case.Members(
        """
        ## made and consumed between
        IEnumerable<int> M()
        {
            yield return 1;
            var b = Buf.Make();
            var length = b.Length;
            b.Free();
            yield return length;
        }

        ## yielded itself
        IEnumerable<Buf> M()
        {
            yield return Buf.Make();
            var b = Buf.Make();
            b.Grow();
            yield return b;
        }

        ## made in every pass
        IEnumerable<int> M(int n)
        {
            for (var i = 0; i < n; i++)
            {
                var b = new Buf(i);
                b.Free();
                yield return i;
            }
        }

        ## move-only is not linear
        IEnumerable<int> M(Tok t)
        {
            var k = Chip.Make();
            yield return t.Id;
            yield return k.Id;
        }

        ## consumed before a yield on each path
        IEnumerable<int> M(bool c)
        {
            var b = Buf.Make();
            if (c) b.Free();
            else Take(b);
            yield return 1;
        }

        ## a sequence made of another, in no iterator
        IEnumerable<int> M(Buf b)
        {
            b.Free();
            return [1, 2];
        }

        ## across an await
        async Task M()
        {
            var b = Buf.Make();
            await Task.Yield();
            b.Free();
        }
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Live_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
