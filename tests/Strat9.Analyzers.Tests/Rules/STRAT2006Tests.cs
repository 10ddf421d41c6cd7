namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Argument in the wrong state.</summary>
public class STRAT2006Tests
{
    public static TheoryData<string, string> WrongArguments => Case.Bodies(
        """
        ## not yet
        var f = new LogFile();
        Files.Append({|STRAT2006:f|});

        ## no longer
        var f = new LogFile();
        f.Open();
        f.Close();
        Files.Append({|STRAT2006:f|});

        ## a transition twice
        var f = new LogFile();
        f.Open();
        Files.OpenIt({|STRAT2006:f|});
        f.Close();

        ## on one path
        var f = new LogFile();
        if (c) f.Open();
        Files.Append({|STRAT2006:f|});
        if (f.IsOpen) f.Close();

        ## taken
        var f = new LogFile();
        f.Open();
        Files.Eat({|STRAT2006:f|});

        ## a temporary
        Files.Eat({|STRAT2006:Files.Opened()|});

        ## a result not looked at
        var f = new LogFile();
        Files.TryOpenIt(f);
        Files.Append({|STRAT2006:f|});
        if (f.IsOpen) f.Close();

        ## the second argument
        var f = Files.Opened();
        var g = new LogFile();
        Both(f, {|STRAT2006:g|});
        f.Close();
        static void Both([Requires(FileState.Open)] LogFile first, [Requires(FileState.Open)] LogFile second) { }

        ## the way back without the way there
        var f = new LogFile();
        Files.CloseIt({|STRAT2006:f|});
        """);

    [Theory]
    [MemberData(nameof(WrongArguments))]
    public Task WrongArgument_Reports(string name, string source) =>
        Case.Reports("STRAT2006", name, source + InPlaceTypes.Source);

    public static TheoryData<string, string> Quiet => Case.Bodies(
        """
        ## as declared
        var f = new LogFile();
        Files.OpenIt(f);
        Files.Append(f);
        Files.CloseIt(f);
        Files.Eat(f);

        ## after a result
        var f = new LogFile();
        if (Files.TryOpenIt(f))
        {
            Files.Append(f);
            Files.CloseIt(f);
        }

        ## after a test
        var f = new LogFile();
        if (c) f.Open();
        if (f.IsOpen) Files.CloseIt(f);
        Files.Eat(f);

        ## temporaries
        Files.Eat(new LogFile());
        Files.Eat(Files.Fresh());

        ## in every state
        var f = new LogFile();
        Files.Show(f);
        f.Open();
        Files.Show(f);
        f.Close();
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task WrongArgument_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + InPlaceTypes.Source);
}
