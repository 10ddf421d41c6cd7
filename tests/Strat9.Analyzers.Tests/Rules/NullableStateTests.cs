namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Objects in a state that may be null: <c>?.</c>, <c>??=</c>, and tests through them.</summary>
public class NullableStateTests
{
    public static TheoryData<string, string> Wrong => Case.Members(
        """
        ## null conditional test wrong
        void M([Borrows] LogFile? f)
        {
            if (f?.IsOpen != true) {|~STRAT2002:f?.Write("x")|};
        }

        ## coalescing assignment wrong
        void M(bool c)
        {
            LogFile? f = null;
            if (c) { f = new LogFile(); f.Open(); }
            f ??= new LogFile();
            {|STRAT2002:f.Write("x")|};
            f.Reset();
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + InPlaceTypes.Source);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## null conditional chain on a nullable
        void M([Requires(FileState.Open)] LogFile? f)
        {
            f?.Write("x");
            f?.Close();
            f?.Open();
        }

        ## null conditional test
        void M([Borrows] LogFile? f)
        {
            if (f?.IsOpen == true) f.Write("x");
            if (f?.IsOpen ?? false) f.Write("x");
            if (f is not null && f.IsOpen) f.Write("x");
        }

        ## null conditional state
        void M([Borrows] LogFile? f)
        {
            if (f?.State == FileState.Open) f.Write("x");
            if (f?.State is FileState.Open) f.Write("x");
        }

        ## coalescing assignment
        void M()
        {
            LogFile? f = null;
            f ??= new LogFile();
            f.Open();
            f.Close();
        }

        ## coalescing assignment of one that may be open
        void M(bool c)
        {
            LogFile? f = null;
            if (c) { f = new LogFile(); f.Open(); }
            f ??= Files.Opened();
            f.Write("x");
            f.Close();
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + InPlaceTypes.Source);
}
