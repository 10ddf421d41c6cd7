namespace Strat9.Analyzers.Tests.Rules;

/// <summary><c>switch</c> without a default misses a case, or a possible state.</summary>
public class STRAT2005Tests
{
    public static TheoryData<string, string> Misses => Case.Members(
        """
        ## one of two states
        void M([Borrows] LogFile f)
        {
            {|STRAT2005:switch (f.State)
            {
                case FileState.Open: f.Write("x"); break;
            }|}
        }

        ## one of the two that are possible
        void M(bool c)
        {
            var f = new LogFile();
            if (c) f.Open();
            {|STRAT2005:switch (f.State)
            {
                case FileState.Closed: break;
            }|}
            if (f.IsOpen) f.Close();
        }

        ## a guard is no case
        void M([Borrows] LogFile f, bool c)
        {
            {|STRAT2005:switch (f.State)
            {
                case FileState.Open: break;
                case FileState.Closed when c: break;
            }|}
        }

        ## an expression
        int M([Borrows] LogFile f) => {|STRAT2005:f.State switch { FileState.Open => 1 }|};
        """);

    [Theory]
    [MemberData(nameof(Misses))]
    public Task Miss_Reports(string name, string source) => Case.Reports("STRAT2005", name, source + InPlaceTypes.Source);

    public static TheoryData<string, string> Quiet => Case.Members(
        """
        ## every state
        void M([Borrows] LogFile f)
        {
            switch (f.State)
            {
                case FileState.Open: f.Write("x"); break;
                case FileState.Closed: break;
            }
        }

        ## a default
        void M([Borrows] LogFile f)
        {
            switch (f.State)
            {
                case FileState.Open: f.Write("x"); break;
                default: break;
            }
        }

        ## every state that is possible
        void M()
        {
            var f = Files.Opened();
            switch (f.State)
            {
                case FileState.Open: f.Close(); break;
            }
        }

        ## an expression with every state
        int M([Borrows] LogFile f) => f.State switch { FileState.Open => 1, FileState.Closed => 2 };

        ## an expression with a discard
        int M([Borrows] LogFile f) => f.State switch { FileState.Open => 1, _ => 2 };

        ## an enum that is no protocol's
        void M(Sent sent)
        {
            switch (sent)
            {
                case Sent.Ok: break;
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Miss_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + InPlaceTypes.Source);
}
