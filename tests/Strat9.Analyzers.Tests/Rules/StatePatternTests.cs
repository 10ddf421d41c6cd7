namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Patterns that ask for a state: property patterns, switches over them, tuples of tests.</summary>
public class StatePatternTests
{
    public static TheoryData<string, string> Wrong => Case.Members(
        """
        ## property pattern true
        void M([Borrows] LogFile f)
        {
            if (f is { IsOpen: true }) f.Write("x");
            if (f is { IsOpen: false }) {|STRAT2002:f.Write("y")|};
        }

        ## property pattern on the state
        void M([Borrows] LogFile f)
        {
            if (f is { State: FileState.Open }) f.Write("x");
            else {|STRAT2002:f.Write("y")|};
        }

        ## property pattern negated wrong
        void M([Borrows] LogFile f)
        {
            if (f is not { IsOpen: true }) {|STRAT2002:f.Write("x")|};
        }

        ## property pattern on nullable
        void M([Borrows] LogFile? f)
        {
            if (f is { IsOpen: true }) f.Write("x");
            if (f is { State: FileState.Closed }) {|STRAT2002:f.Write("x")|};
        }

        ## property pattern or
        void M([Borrows] Door d)
        {
            if (d is { Moves: 1 } or { Moves: 2 }) {|STRAT2003:d.Knock()|};
        }

        ## switch over patterns
        void M([Borrows] LogFile f)
        {
            switch (f)
            {
                case { State: FileState.Open }: f.Write("x"); break;
                case { State: FileState.Closed }: {|STRAT2002:f.Write("x")|}; break;
            }
        }

        ## switch expression over patterns
        int M([Borrows] LogFile f) => f switch
        {
            { IsOpen: true } => f.Lines,
            _ => {|STRAT2002:f.Lines|},
        };

        ## switch expression over patterns with names
        int M([Borrows] LogFile f) => f switch
        {
            { IsOpen: true } g => g.Lines,
            var g => {|STRAT2002:g.Lines|},
        };

        ## switch statement with when
        void M([Borrows] LogFile f, bool c)
        {
            switch (f)
            {
                case { IsOpen: true } when c: f.Write("x"); break;
                case { IsOpen: true }: f.Write("x"); break;
                default: {|STRAT2002:f.Write("x")|}; break;
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + InPlaceTypes.Source);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## property pattern negated
        void M([Borrows] LogFile f)
        {
            if (f is not { State: FileState.Open }) return;
            f.Write("x");
        }

        ## property pattern with a name
        void M([Borrows] LogFile f)
        {
            if (f is { IsOpen: true } g) g.Write("x");
        }

        ## property pattern with a name, the other one
        void M([Borrows] LogFile f)
        {
            if (f is { IsOpen: true } g) f.Write("x");
        }

        ## property pattern combined
        void M([Borrows] LogFile f)
        {
            if (f is { State: FileState.Open, Name: "log" }) f.Write("x");
        }

        ## tuple of tests
        void M([Borrows] LogFile f, [Borrows] LogFile g)
        {
            if ((f.IsOpen, g.IsOpen) is (true, true)) { f.Write("x"); g.Write("x"); }
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + InPlaceTypes.Source);
}
