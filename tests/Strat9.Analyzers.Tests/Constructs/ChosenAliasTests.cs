namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>A variable that names a lent object on one path and owns a new one on the other.</summary>
public class ChosenAliasTests
{
    public static TheoryData<string, string> Consumed => Case.Members(
        """
        ## lent or new
        void M([Borrows] Chip p, bool c) { var x = c ? p : Chip.Make(); {|STRAT1005:x|}.Burn(); }

        ## new or lent
        void M([Borrows] Chip p, bool c) { var x = c ? Chip.Make() : p; {|STRAT1005:x|}.Burn(); }

        ## the last arm is lent
        void M([Borrows] Chip p, int n) { var x = n switch { 0 => Chip.Make(), _ => p }; {|STRAT1005:x|}.Burn(); }

        ## the first arm is lent
        void M([Borrows] Chip p, int n) { var x = n switch { 0 => p, _ => Chip.Make() }; {|STRAT1005:x|}.Burn(); }
        """);

    [Theory]
    [MemberData(nameof(Consumed))]
    public Task Consumed_Reports(string name, string source) => Case.Reports("STRAT1005", name, source);

    public static TheoryData<string, string> Used => Case.Members(
        """
        ## lent or new
        void M([Borrows] Chip p, bool c) { var x = c ? p : Chip.Make(); x.Use(); }

        ## the last arm is lent
        void M([Borrows] Chip p, int n) { var x = n switch { 0 => Chip.Make(), _ => p }; x.Use(); }
        """);

    [Theory]
    [MemberData(nameof(Used))]
    public Task Used_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    [Fact]
    public Task NewLinearOne_Leaks() => Case.Reports(
        "STRAT1002", "linear", "class C { void M([Borrows] Res p, int n) { var {|STRAT1002:x|} = n switch { 0 => p, _ => Res.Open(\"x\") }; x.Use(); } }");
}
