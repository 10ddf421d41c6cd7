namespace Strat9.Analyzers.Tests.Rules;

/// <summary>A builder with required steps: chains, chains that are named, tests whose answer is known.</summary>
public class BuilderStateTests
{
    private const string Types =
        """

        public enum It { [State(Initial = true)] Start, [State] Has, [State(Final = true)] End }

        [Typestate(typeof(It))]
        public sealed class Iter
        {
            private int _n;
            [Requires(It.Start, It.Has), Ensures(It.Has, When = true), Ensures(It.End, When = false)] public bool MoveNext() => throw new NotSupportedException();
            [Requires(It.Has)] public int Current => _n;
            [Requires(It.Start, It.Has), Ensures(It.End)] public void Stop() => _n = 0;
            [Tests] public It State => throw new NotSupportedException();
            [return: Ensures(It.Start)] public static Iter Over(int n) => new Iter();
        }

        public enum Build { [State(Initial = true, Final = true)] NeedsName, [State(Final = true)] NeedsSize, [State(Final = true)] Ready }

        [Typestate(typeof(Build))]
        public sealed class Builder
        {
            private int _n;
            [Transition(Build.NeedsName, Build.NeedsSize)] [return: Borrows] public Builder Name(string s) { _n++; return this; }
            [Transition(Build.NeedsSize, Build.Ready)] [return: Borrows] public Builder Size(int n) { _n += n; return this; }
            [Requires(Build.Ready)] [return: Borrows] public Builder Color(int n) { _n += n; return this; }
            [Requires(Build.Ready)] public string Done() => "x";
        }
        """;

    public static TheoryData<string, string> Wrong => Case.Members(
        """
        ## builder forgets a step
        void M() => Note({|STRAT2002:new Builder().Name("x").Done()|});

        ## builder in the wrong order
        void M() => {|STRAT2002:new Builder().Size(3)|}.Done();

        ## builder twice
        void M() => {|STRAT2002:new Builder().Name("x").Name("y")|}.Size(1);

        ## builder, one path forgets
        string M(bool c)
        {
            var b = new Builder();
            b.Name("x");
            if (c) b.Size(3);
            return {|STRAT2002:b.Done()|};
        }

        ## builder, the result named, wrong
        string M()
        {
            var b = new Builder();
            var named = b.Name("x");
            b.Size(3);
            {|STRAT2002:named.Size(4)|};
            return named.Done();
        }

        ## builder, returned out of the chain, not ready
        [return: Ensures(Build.Ready)]
        Builder M()
        {
            var b = new Builder();
            {|STRAT2004:return b.Name("x");|}
        }

        ## builder, passed out of the chain
        void M()
        {
            Take2(new Builder().Name("x").Size(1));
            Take2({|STRAT2006:new Builder().Name("x")|});
            static void Take2([Consumes, Requires(Build.Ready)] Builder b) { }
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + Types + InPlaceTypes.Source);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## builder
        void M() => Note(new Builder().Name("x").Size(3).Color(1).Color(2).Done());

        ## builder in a local
        string M(bool c)
        {
            var b = new Builder();
            b.Name("x").Size(3);
            if (c) b.Color(3);
            return b.Done();
        }

        ## builder, a chain by conditional
        string M(bool c)
        {
            var b = new Builder();
            _ = c ? b.Name("x") : b.Name("y");
            return b.Size(1).Done();
        }

        ## builder through a helper
        static void Named([Requires(Build.NeedsName), Ensures(Build.NeedsSize)] Builder b) => b.Name("x");
        string M()
        {
            var b = new Builder();
            Named(b);
            return b.Size(1).Done();
        }

        ## builder, a helper that hands back
        [return: Borrows, Ensures(Build.Ready)] static Builder Full([Requires(Build.NeedsName), Ensures(Build.Ready)] Builder b) => b.Name("x").Size(1);
        string M()
        {
            var b = new Builder();
            return Full(b).Done();
        }

        ## decided by a parameter's contract
        void M([Requires(FileState.Open), Ensures(FileState.Closed)] LogFile f)
        {
            if (f.IsOpen) f.Close();
        }

        ## decided, early return
        void M([Requires(FileState.Open), Ensures(FileState.Closed)] LogFile f)
        {
            if (!f.IsOpen) return;
            f.Close();
        }

        ## decided, of a local
        void M()
        {
            var f = Files.Opened();
            if (!f.IsOpen) return;
            f.Close();
        }

        ## decided, in a finally
        void M()
        {
            var f = Files.Opened();
            try { f.Write("x"); }
            finally { if (f.IsOpen) f.Close(); }
        }

        ## decided, by value
        void M()
        {
            var f = Files.Opened();
            if (f.State == FileState.Open) f.Close();
        }

        ## builder, the result named
        string M()
        {
            var b = new Builder();
            var named = b.Name("x");
            named.Size(3);
            return b.Done();
        }

        ## builder, kept in its own variable
        string M(int n)
        {
            var b = new Builder();
            b = b.Name("x");
            b = b.Size(1);
            for (var i = 0; i < n; i++) b = b.Color(i);
            return b.Done();
        }

        ## builder, returned out of the chain
        [return: Ensures(Build.Ready)]
        Builder M()
        {
            var b = new Builder().Name("x");
            return b.Size(1);
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types + InPlaceTypes.Source);
}
