using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

/// <summary>STRAT2005 for a <c>switch</c> over several values at once: which combination is missing.</summary>
public class TupleSwitchTests
{
    private const string Types =
        """

        public enum Colour { Red, Green, Crimson = Red }
        [Flags] public enum Bits { None, One, Two }

        [TaggedUnion]
        public readonly partial struct Answer
        {
            public static partial Answer Held(int number);
            public static partial Answer Refused(Colour why, int tries);
            public static partial Answer Gone();
        }
        """;

    [Theory]
    // Kinds, enums, bools.
    [InlineData("switch ((a.Kind, b.Kind)) { case (Answer.Tag.Held, _): break; case (_, Answer.Tag.Held): break; case (Answer.Tag.Gone, Answer.Tag.Gone): break; }", "(Refused, Refused);(Refused, Gone);(Gone, Refused)")]
    [InlineData("switch (a.Kind, c) { case (Answer.Tag.Held, true): break; case (not Answer.Tag.Held, _): break; }", "(Held, false)")]
    [InlineData("switch ((a.Kind, e)) { case (_, Colour.Red): break; case (Answer.Tag.Gone, _): break; }", "(Held, Green);(Refused, Green)")]
    [InlineData("switch ((c, a.Kind)) { case (true, _): break; }", "(false, _)")]
    [InlineData("switch ((a.Kind, c, b.Kind)) { case (Answer.Tag.Held, _, _): break; case (Answer.Tag.Refused, _, _) when n > 1: break; case (_, true, _): break; }", "(Refused, false, _);(Gone, false, _)")]
    [InlineData("switch ((a.Kind, c)) { case (Answer.Tag.Held, true) or (Answer.Tag.Refused, _): break; case not (Answer.Tag.Gone, _): break; }", "(Gone, _)")]
    [InlineData("switch ((x: a.Kind, y: c)) { case { y: true }: break; case { x: Answer.Tag.Held, y: false }: break; case { Item1: Answer.Tag.Gone }: break; }", "(Refused, false)")]
    [InlineData("switch ((a.Kind, c)) { case (Answer.Tag.Held, var d) when d: break; case (Answer.Tag.Held, _) and (_, false): break; case (>= Answer.Tag.Refused, _): break; }", "(Held, true)")]
    [InlineData("var t = (a.Kind, c); switch (t) { case (Answer.Tag.Held, _): break; case (_, true): break; }", "(Refused, false);(Gone, false)")]
    [InlineData("switch ((n, a.Kind)) { case (_, Answer.Tag.Held): break; case (var m, Answer.Tag.Gone): break; }", "(_, Refused)")]
    [InlineData("switch ((n, a.Kind)) { case (1, Answer.Tag.Held) when c: break; case (_, Answer.Tag.Held): break; }", "(_, Refused);(_, Gone)")]
    [InlineData("_ = (a.Kind, c) switch { (Answer.Tag.Held, _) => 1, (_, true) => 2 };", "(Refused, false);(Gone, false)")]
    [InlineData("switch ((a.Kind, c)) { }", "(_, _)")]
    // Complete, or not for us to say.
    [InlineData("switch ((a.Kind, c)) { case (Answer.Tag.Held, true): break; default: break; }", "")]
    [InlineData("switch ((a.Kind, c)) { case (Answer.Tag.Held, true): break; case var rest: break; }", "")]
    [InlineData("switch ((a.Kind, c)) { case (Answer.Tag.Held, true): break; case (_, _): break; }", "")]
    [InlineData("switch ((a.Kind, c)) { case (Answer.Tag.Held, true): break; case (not Answer.Tag.Held, _): break; case (Answer.Tag.Held, false): break; }", "")]
    [InlineData("switch ((a.Kind, n)) { case (Answer.Tag.Held, > 0): break; case (Answer.Tag.Held, <= 0): break; case (not Answer.Tag.Held, _): break; }", "")]
    [InlineData("switch ((a.Kind, n)) { case (Answer.Tag.Held, > 0): break; }", "")]
    [InlineData("switch ((a.Kind, s)) { case (Answer.Tag.Held, null): break; case (Answer.Tag.Held, not null): break; case (not Answer.Tag.Held, _): break; }", "")]
    [InlineData("switch ((a.Kind, Bits.One)) { case (_, Bits.One): break; }", "")]
    [InlineData("switch ((e, c)) { case (Colour.Red, true): break; }", "")]
    [InlineData("switch ((c, n > 1)) { case (true, _): break; }", "")]
    [InlineData("switch ((a.Kind, (c, b.Kind))) { case (_, (true, _)): break; case (_, (false, _)): break; }", "")]
    [InlineData("switch ((a.Kind, (bool?)c)) { case (_, true): break; }", "")]
    [InlineData("switch ((a.Kind, c, c, c, c, c, c, c, c, c, c)) { case (Answer.Tag.Held, _, _, _, _, _, _, _, _, _, _): break; }", "")]
    public async Task Combinations(string body, string missing)
    {
        var (compilation, _) = TestCompilation.Generate(TestCompilation.Create([Frame(body), Verifier.Usings]));
        Assert.DoesNotContain(compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(missing, await Missing(compilation));
    }

    // Where the language has unions: statements are ours, expressions the compiler's.
    [Theory]
    [InlineData("switch ((a, b)) { case (Answer.Case.Held, _): break; case (_, Answer.Case.Held): break; }", "(Refused, Refused);(Refused, Gone);(Gone, Refused);(Gone, Gone)", false)]
    [InlineData("switch ((a, b)) { case (Answer.Case.Held(var x), _): break; case (Answer.Case.Refused(_, 1), _): break; case (Answer.Case.Gone, _): break; }", "(Refused, _)", false)]
    [InlineData("switch ((a, c)) { case (Answer.Case.Held, true): break; case (Answer.Case.Refused or Answer.Case.Gone, _): break; }", "(Held, false)", false)]
    [InlineData("switch ((a, b)) { case (Answer.Case.Held, _): break; case (Answer.Case.Refused, _): break; case (Answer.Case.Gone, _): break; }", "", false)]
    [InlineData("_ = (a, b) switch { (Answer.Case.Held, _) => 1, (_, Answer.Case.Held) => 2 };", "", true)]
    [InlineData("_ = (a, c) switch { (Answer.Case.Held, _) => 1, (_, true) => 2 };", "", true)]
    [InlineData("_ = a switch { Answer.Case.Held => 1 };", "", true)]
    [InlineData("_ = (a, b) switch { (Answer.Case.Held, _) => 1, (Answer.Case.Refused, _) => 2, (Answer.Case.Gone, _) => 3 };", "", false)]
    public async Task CaseTypes(string body, string missing, bool compilerReports)
    {
        var (compilation, _) = TestCompilation.Generate(TestCompilation.Create([Frame(body), Verifier.Usings], LanguageVersion.Preview));
        Assert.DoesNotContain(compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(compilerReports, compilation.GetDiagnostics().Any(d => d.Id is "CS8509"));
        Assert.Equal(missing, await Missing(compilation));
    }

    public static TheoryData<string, string> States => Case.Members(
        """
        ## both states, every combination possible
        void M([Borrows] LogFile f, [Borrows] LogFile g)
        {
            switch ({|STRAT2005:(f.State, g.State)|}) { case (FileState.Open, _): break; case (_, FileState.Open): break; }
        }

        ## as an expression
        int M([Borrows] LogFile f, bool c) => {|STRAT2005:(f.State, c) switch { (FileState.Open, _) => 1, (_, true) => 2 }|};

        ## one is known
        void M([Borrows] LogFile f)
        {
            var g = Files.Opened();
            switch ({|STRAT2005:(f.State, g.State)|}) { case (FileState.Closed, FileState.Open): break; case (_, FileState.Closed): break; }
            g.Close();
        }

        ## held in a local
        void M([Borrows] LogFile f, bool c)
        {
            var state = f.State;
            switch ({|STRAT2005:(state, c)|}) { case (FileState.Closed, _): break; case (FileState.Open, false): break; }
        }

        ## a guard is no arm
        void M([Borrows] LogFile f, bool c)
        {
            switch ({|STRAT2005:(f.State, c)|}) { case (FileState.Closed, _): break; case (FileState.Open, _) when c: break; }
        }

        ## what each may be, over all paths
        void M(bool c)
        {
            var f = new LogFile();
            var g = new LogFile();
            if (c) f.Open(); else g.Open();
            switch ({|STRAT2005:(f.State, g.State)|}) { case (FileState.Open, FileState.Closed): break; case (FileState.Open, FileState.Open): break; }
            if (f.IsOpen) f.Close();
            if (g.IsOpen) g.Close();
        }
        """);

    [Theory]
    [MemberData(nameof(States))]
    public Task State_Reports(string name, string source) => Case.Reports("STRAT2005", name, source + InPlaceTypes.Source);

    public static TheoryData<string, string> QuietStates => Case.Members(
        """
        ## every combination
        void M([Borrows] LogFile f, [Borrows] LogFile g)
        {
            switch ((f.State, g.State)) { case (FileState.Open, _): break; case (_, FileState.Open): break; case (FileState.Closed, FileState.Closed): break; }
        }

        ## every one that is possible
        void M([Borrows] LogFile f)
        {
            var g = Files.Opened();
            switch ((f.State, g.State)) { case (FileState.Closed, FileState.Open): break; case (FileState.Open, FileState.Open): break; }
            g.Close();
        }

        ## a default
        int M([Borrows] LogFile f, bool c) => (f.State, c) switch { (FileState.Open, _) => 1, _ => 2 };

        ## numbers of the enum that are nobody's state
        void M(FileState wanted, FileState other)
        {
            switch ((wanted, other)) { case (FileState.Open, _): break; }
        }

        ## an open part that an arm looks at
        void M([Borrows] LogFile f, int n)
        {
            switch ((f.State, n)) { case (FileState.Open, > 1): break; case (FileState.Open, <= 1): break; case (FileState.Closed, _): break; }
        }

        ## trusted
        [Trusted("the others cannot be")]
        void M([Borrows] LogFile f, bool c)
        {
            switch ((f.State, c)) { case (FileState.Open, _): break; }
        }
        """);

    [Theory]
    [MemberData(nameof(QuietStates))]
    public Task State_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + InPlaceTypes.Source);

    [Fact]
    public async Task Message_NamesTheCombinations()
    {
        var found = await Verifier.Diagnostics(
            """
            public enum S { [State(Initial = true, Final = true)] Closed, [State(Final = true)] Open, Nobodys }
            [Typestate(typeof(S))] public sealed class Gate { [Ensures(S.Open)] public void Go() { } [Tests] public S State => throw new NotSupportedException(); }
            sealed class C
            {
                void M([Borrows] Gate f, bool c)
                {
                    {|STRAT2005:switch ((f.State, c))|} { case (S.Closed, true): break; }
                }
            }
            """);
        Assert.Equal(
            "The switch over '(f.State, c)' has no default and misses the possible combinations '(Closed, false)', '(Open, _)'",
            Assert.Single(found).GetMessage(null));
    }

    /// <summary>Many are counted, and all of them are in the property.</summary>
    [Fact]
    public async Task Message_NamesTheFirstOfMany()
    {
        var (compilation, _) = TestCompilation.Generate(TestCompilation.Create(
            [
                Frame("switch ((a.Kind, b.Kind, e)) { case (Answer.Tag.Held, Answer.Tag.Held, Colour.Red): break; case (Answer.Tag.Refused, Answer.Tag.Gone, Colour.Green): break; }"),
                Verifier.Usings,
            ]));
        var found = Assert.Single(await TestCompilation.Analyze(compilation, cancel: TestContext.Current.CancellationToken), d => d.Id == "STRAT2005");
        Assert.Equal(7, found.Properties["missing"]!.Split(',').Length);
        Assert.Contains("'(Held, Held, Green)', '(Held, Refused, _)'", found.GetMessage(null), StringComparison.Ordinal);
    }

    private static string Frame(string body) =>
        $"sealed class C {{ void M(Answer a, Answer b, bool c, int n, Colour e, string? s) {{ {body} }} }}" + Types;

    private static async Task<string> Missing(Compilation compilation)
    {
        var found = await TestCompilation.Analyze(compilation, cancel: TestContext.Current.CancellationToken);
        return string.Join(";", found.Where(d => d.Id == "STRAT2005").SelectMany(d => d.Properties["missing"]!.Split(',')).Select(m => $"({m.Replace("|", ", ", StringComparison.Ordinal)})"));
    }
}
