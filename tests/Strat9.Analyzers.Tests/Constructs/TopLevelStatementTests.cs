using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Top-level statements.</summary>
public class TopLevelStatementTests
{
    public static TheoryData<string, string> Cases => Case.Sources(
        """
        ## top-level statement moved twice
        var t = Tok.Make();
        Take(t);
        Take({|STRAT1001:t|});

        ## top-level leak
        var {|STRAT1002:b|} = Buf.Make();
        Note(b.Length);

        ## top-level with return code
        var b = Buf.Make();
        if (args.Length > 0)
        {
            b.Free();
            return 1;
        }
        b.Free();
        return 0;

        ## top-level leak at one return
        var {|STRAT1002:b|} = Buf.Make();
        if (args.Length > 0)
        {
            return 1;
        }
        b.Free();
        return 0;

        ## top-level local function that reads a top-level local
        var t = Tok.Make();
        Show();
        Take(t);

        void Show() => Note(t.Id);

        ## top-level local function called after the move
        var t = Tok.Make();
        Take(t);
        {|~STRAT1001:Show()|};

        void Show() => Note(t.Id);

        ## top-level await
        var b = await MakeBufAsync();
        await TakeAsync(b);

        ## top-level lambda captures
        var t = Tok.Make();
        var f = () => {|STRAT3002:t|}.Id;
        Note(f());
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source, kind: OutputKind.ConsoleApplication);
}
