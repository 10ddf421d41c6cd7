namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Several names for one object in a state: what happens through one of them has happened to all.</summary>
public class OtherNameTests
{
    private const string Lender =
        """

        public sealed class Shelf
        {
            [Borrows] public LogFile File => throw new NotSupportedException();
            [return: Borrows, Ensures(FileState.Open)] public LogFile Opened() => throw new NotSupportedException();
            public static void Copy([Requires(FileState.Open), Ensures(FileState.Closed)] LogFile from, [Requires(FileState.Open)] LogFile to) => from.Close();
            public static void Append([Requires(FileState.Open)] LogFile from, [Requires(FileState.Open)] LogFile to) => to.Write(from.Name);
        }
        """;

    public static TheoryData<string, string> Wrong => Case.Members(
        """
        ## closed by the other name
        void M([Requires(FileState.Open)] LogFile f)
        {
            var g = f;
            g.Close();
            {|STRAT2002:f.Write("x")|};
            f.Open();
        }

        ## closed by its own name, used by the other
        void M([Requires(FileState.Open), Ensures(FileState.Closed)] LogFile f)
        {
            var g = f;
            f.Close();
            {|STRAT2002:g.Write("x")|};
        }

        ## left in another state by the other name
        void M([Requires(FileState.Open)] LogFile f)
        {
            var g = f;
            g.Close();
        {|STRAT2004:}|}

        ## a name of a name
        void M([Requires(FileState.Open), Ensures(FileState.Closed)] LogFile f)
        {
            var g = f;
            var h = g;
            h.Close();
            {|STRAT2002:g.Write("x")|};
        }

        ## a name by a pattern
        void M([Requires(FileState.Open), Ensures(FileState.Closed)] LogFile f)
        {
            if (f is { } g) g.Close();
            {|STRAT2002:f.Write("x")|};
        }

        ## two names from one place
        void M([Borrows] Shelf s)
        {
            var g = s.File;
            var h = s.File;
            if (g.IsOpen && h.IsOpen)
            {
                h.Close();
                {|STRAT2003:g.Write("x")|};
            }
        }

        ## a name that is given another object
        void M([Requires(FileState.Open)] LogFile f, [Requires(FileState.Closed)] LogFile other)
        {
            var g = f;
            g = other;
            {|STRAT2002:g.Write("x")|};
            f.Write("y");
        }

        ## one of two
        void M([Requires(FileState.Open)] LogFile f, [Requires(FileState.Closed)] LogFile other, bool c)
        {
            var g = f;
            if (c) g = other;
            {|STRAT2002:g.Write("x")|};
        }

        ## one object twice
        void M([Requires(FileState.Open), Ensures(FileState.Closed)] LogFile f) => Shelf.Copy(f, {|STRAT2006:f|});
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) =>
        Case.Reports(
            source[(source.IndexOf("{|", StringComparison.Ordinal) + 2)..][.."STRATnnnn".Length], name, source + InPlaceTypes.Source + Lender);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## as its own
        void M([Requires(FileState.Open)] LogFile f)
        {
            var g = f;
            g.Write("x");
            f.Write("y");
            g.Close();
            f.Open();
            g.Write("z");
        }

        ## tested by one name, used by the other
        void M([Borrows] LogFile f)
        {
            var g = f;
            if (g.IsOpen) f.Write("x");
        }

        ## a name from a member that says the state
        void M([Borrows] Shelf s)
        {
            var g = s.Opened();
            g.Write("x");
        }

        ## a name in an inner scope
        void M([Requires(FileState.Open)] LogFile f, bool c)
        {
            if (c)
            {
                var g = f;
                g.Write("x");
            }

            f.Write("y");
        }

        ## a name in a loop
        void M([Requires(FileState.Open)] LogFile f, int n)
        {
            for (var i = 0; i < n; i++)
            {
                var g = f;
                g.Close();
                f.Open();
            }
        }

        ## one object twice, only looked at
        void M([Requires(FileState.Open)] LogFile f) => Shelf.Append(f, f);

        ## one of two in the same state
        void M([Requires(FileState.Open)] LogFile f, [Requires(FileState.Open)] LogFile other, bool c)
        {
            var g = f;
            if (c) g = other;
            g.Write("x");
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + InPlaceTypes.Source + Lender);
}
