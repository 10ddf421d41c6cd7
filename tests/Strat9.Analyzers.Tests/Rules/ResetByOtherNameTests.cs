namespace Strat9.Analyzers.Tests.Rules;

/// <summary>A member without a required state, called by another name of the object.</summary>
public class ResetByOtherNameTests
{
    private const string Types =
        """

        public sealed class Shelf2
        {
            [Borrows] public LogFile File => throw new NotSupportedException();
            [return: Borrows, Ensures(FileState.Open)] public LogFile Opened() => throw new NotSupportedException();
        }
        """;

    public static TheoryData<string, string> Wrong => Case.Members(
        """
        ## reset by the other name
        void M([Requires(FileState.Open)] LogFile f)
        {
            var q = f;
            q.Reset();
            {|STRAT2002:f.Write("x")|};
            f.Open();
        }

        ## reset by the other name, not restored
        void M([Requires(FileState.Open)] LogFile f)
        {
            var q = f;
            q.Reset();
        {|STRAT2004:}|}

        ## reset of a lent one without state
        void M([Borrows] LogFile f)
        {
            var q = f;
            q.Reset();
            {|STRAT2002:f.Write("x")|};
        }

        ## reset of a lent one then opened by its own name, left
        void M([Borrows] LogFile f)
        {
            var q = f;
            q.Reset();
            f.Open();
            q.Write("x");
        {|STRAT2004:}|}

        ## reset by own, used by the other
        void M([Borrows] LogFile f)
        {
            var q = f;
            if (q.IsOpen)
            {
                f.Reset();
                {|STRAT2002:q.Write("x")|};
            }
        }

        ## alias of a property value
        void M([Borrows] Shelf2 s)
        {
            var f = s.File;
            var q = f;
            q.Reset();
            {|STRAT2002:f.Write("x")|};
        }

        ## alias of a lent result
        void M([Borrows] Shelf2 s)
        {
            var f = s.Opened();
            var q = f;
            q.Reset();
            {|STRAT2002:f.Write("x")|};
        }

        ## alias given to a callee
        void M([Requires(FileState.Open)] LogFile f)
        {
            var q = f;
            Files.CloseIt(q);
            Files.Append({|STRAT2006:f|});
            Files.OpenIt(f);
        }

        ## alias of an own local is a move
        void M()
        {
            var f = new LogFile();
            var q = f;
            q.Reset();
            {|STRAT1001:f|}.Open();
        }

        ## ref alias of an own local
        void M()
        {
            var f = Files.Opened();
            ref var q = ref f;
            q.Reset();
            {|STRAT2002:f.Write("x")|};
        }

        ## ref readonly alias of an own local
        void M()
        {
            var f = Files.Opened();
            ref readonly var q = ref f;
            q.Reset();
            {|STRAT2002:f.Write("x")|};
        }

        ## an alias in foreach of lent
        void M([Requires(FileState.Open), Ensures(FileState.Closed)] LogFile f, int n)
        {
            for (var q = f; n > 0; n--)
            {
                {|STRAT2002:q.Write("x")|};
                q.Reset();
            }
            f.Reset();
        }

        ## alias in a switch expression pattern
        int M([Requires(FileState.Open), Ensures(FileState.Closed)] LogFile f)
        {
            f.Reset();
            return f switch { { } q => {|STRAT2002:q.Lines|}, _ => 0 };
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + Types + InPlaceTypes.Source);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## chosen by coalesce
        void M([Requires(FileState.Open)] LogFile? f, [Requires(FileState.Open)] LogFile g)
        {
            var q = f ?? g;
            q.Write("x");
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types + InPlaceTypes.Source);
}
