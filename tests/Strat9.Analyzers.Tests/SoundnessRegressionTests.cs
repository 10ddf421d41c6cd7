namespace Strat9.Analyzers.Tests;

/// <summary>Programs on which the analysis and the oracle of the soundness tests once disagreed, shrunk.</summary>
public class SoundnessRegressionTests
{
    public static TheoryData<string, string> Accepted => Case.Members(
        """
        ## the finally runs when the call that does not return throws
        void M(Buf b)
        {
            try
            {
                Fail();
            }
            finally
            {
                b.Free();
            }
        }

        ## a ref parameter is the caller's when a call does not return
        void M(ref Buf b)
        {
            Fail();
        }

        ## a using is disposed when a call does not return
        void M()
        {
            using (var k = Conn.Open())
            {
                Fail();
            }
        }

        ## a parameter that is taken on a result only stays when a call does not return
        bool M([Consumes(When = true)] Buf b)
        {
            Prepare();
            Fail();
            return false;
        }
        """);

    public static TheoryData<string, string> Reported1001 => Case.Members(
        """
        ## an out parameter that was left default
        bool M([Gives(When = true)] out Buf b)
        {
            b = default;
            {|STRAT1001:b|}.Free();
            return false;
        }
        """);

    public static TheoryData<string, string> Reported1002 => Case.Members(
        """
        ## nobody frees it when a call does not return
        void M(Buf {|STRAT1002:b|})
        {
            Prepare();
            Fail();
        }

        ## caught, and then forgotten
        void M(Buf {|STRAT1002:b|})
        {
            try
            {
                Fail();
            }
            catch
            {
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Accepted))]
    public Task Disagreements_DoNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    [Theory]
    [MemberData(nameof(Reported1001))]
    public Task Disagreements_ReportUseAfterMove(string name, string source) => Case.Reports("STRAT1001", name, source);

    [Theory]
    [MemberData(nameof(Reported1002))]
    public Task Disagreements_ReportLeak(string name, string source) => Case.Reports("STRAT1002", name, source);
}
