namespace Strat9.Analyzers.Tests.Rules;

/// <summary>A getter lends: what nobody else owns it may not hand out.</summary>
public class GetterTests
{
    public static TheoryData<string, string> Wrong => Case.Members(
        """
        ## getter, expression
        public Buf {|~STRAT1002:New|} => Buf.Make();

        ## getter, block
        public Buf New { {|~STRAT1002:get { return Buf.Make(); }|} }

        ## getter of a local
        public Res New { {|~STRAT1002:get|} { var r = Res.Open("x"); return r; } }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## getter of a move-only one
        public Tok New => Tok.Make();
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
