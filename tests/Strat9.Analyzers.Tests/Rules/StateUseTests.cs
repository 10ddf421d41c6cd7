namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Objects in a state that are lent, overwritten, captured or used wrongly more than once.</summary>
public class StateUseTests
{
    public static TheoryData<string, string> Wrong => Case.Members(
        """
        ## a lambda stored
        void M()
        {
            var f = new LogFile();
            Action a = () => Note({|STRAT3002:f|}.Name);
            a();
        }

        ## a static lambda with its own, left open
        void M()
        {
            Run(static () => { var {|STRAT1002:f|} = new LogFile(); f.Open(); });
        }

        ## needed through in
        void Show([Requires(FileState.Open)] in LogFile f) => f.Write("x");
        void M()
        {
            var f = new LogFile();
            Show({|~STRAT2006:f|});
            f.Open();
            Show(f);
            f.Close();
        }

        ## two wrong calls on one object
        void M()
        {
            var f = new LogFile();
            {|STRAT2002:f.Write("x")|};
            {|STRAT2002:f.Write("y")|};
        }

        ## after the wrong transition it is as declared
        void M()
        {
            var f = new LogFile();
            {|STRAT2002:f.Close()|};
            f.Open();
            f.Close();
        }

        ## overwritten while open
        void M()
        {
            var f = new LogFile();
            f.Open();
            {|~STRAT1003:f = new LogFile()|};
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + InPlaceTypes.Source);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## a static lambda with its own
        void M()
        {
            Run(static () => { var f = new LogFile(); f.Open(); f.Close(); });
        }

        ## through in
        void Show(in LogFile f) => Note(f.Name);
        void M()
        {
            var f = Files.Opened();
            Show(f);
            f.Close();
        }

        ## overwritten while closed
        void M()
        {
            var f = new LogFile();
            f.Open();
            f.Close();
            f = Files.Opened();
            f.Close();
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + InPlaceTypes.Source);
}
