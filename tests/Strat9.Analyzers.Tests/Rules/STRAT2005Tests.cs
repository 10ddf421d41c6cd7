using Microsoft.CodeAnalysis.CSharp;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

/// <summary><c>switch</c> without a default misses a case, or a possible state.</summary>
public class STRAT2005Tests
{
    private const string Valve =
        """

        public enum ValveState { [State(Initial = true)] Shut, [State] Half, [State] Wide, [State(Final = true)] Gone }

        [Typestate(typeof(ValveState))]
        public sealed class Valve
        {
            [Requires(ValveState.Shut), Ensures(ValveState.Half, When = true), Ensures(ValveState.Wide, When = false)]
            public bool Turn() => throw new NotSupportedException();
            [Ensures(ValveState.Gone)] public void Remove() { }
            [Tests] public ValveState Look() => throw new NotSupportedException();
            [Borrows] public Valve Next => throw new NotSupportedException();
        }
        """;

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

        ## an expression with a guard
        int M([Borrows] LogFile f, bool c) => {|STRAT2005:f.State switch { FileState.Open => 1, FileState.Closed when c => 2 }|};

        ## none at all
        void M([Borrows] LogFile f)
        {
            {|STRAT2005:switch (f.State) { case (FileState)7: break; }|}
        }

        ## held in a local
        void M([Borrows] LogFile f)
        {
            var state = f.State;
            {|STRAT2005:switch (state)
            {
                case FileState.Open: f.Write("x"); break;
            }|}
        }

        ## a method says the state
        void M([Borrows] Valve v)
        {
            {|STRAT2005:switch (v.Look())
            {
                case ValveState.Wide or ValveState.Gone: break;
                case ValveState.Shut: break;
            }|}
        }

        ## of what is not a variable
        void M([Borrows] Valve v)
        {
            {|STRAT2005:switch (v.Next.Look())
            {
                case ValveState.Wide: break;
            }|}
        }

        ## relational and negated patterns
        int M([Borrows] Valve v) => {|STRAT2005:v.Look() switch { not (ValveState.Shut or >= ValveState.Wide) => 1, < ValveState.Half => 2 }|};

        ## possible after a result
        int M()
        {
            var v = new Valve();
            v.Turn();
            var n = {|STRAT2005:v.Look() switch { ValveState.Half => 1 }|};
            v.Remove();
            return n;
        }

        ## in a lambda
        void M()
        {
            Func<int, int> f = n =>
            {
                var v = new Valve();
                if (n > 1) v.Turn();
                var m = {|STRAT2005:v.Look() switch { ValveState.Half or ValveState.Wide => 1 }|};
                v.Remove();
                return m;
            };
        }

        ## in a local function
        void M()
        {
            int Look([Borrows] Valve v) => {|STRAT2005:v.Look() switch { ValveState.Half => 1 }|};
            var mine = new Valve();
            Look(mine);
            mine.Remove();
        }

        ## in a finally
        void M(bool c)
        {
            var f = new LogFile();
            try { f.Open(); if (c) return; f.Close(); }
            finally
            {
                {|STRAT2005:switch (f.State)
                {
                    case FileState.Open: f.Close(); break;
                }|}
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Misses))]
    public Task Miss_Reports(string name, string source) => Case.Reports("STRAT2005", name, source + InPlaceTypes.Source + Valve);

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

        ## every state that is possible, held in a local
        void M()
        {
            var f = Files.Opened();
            var state = f.State;
            switch (state)
            {
                case FileState.Open: f.Close(); break;
            }
        }

        ## every state that a result leaves
        int M()
        {
            var v = new Valve();
            v.Turn();
            var n = v.Look() switch { ValveState.Half => 1, ValveState.Wide => 2 };
            v.Remove();
            return n;
        }

        ## an expression with every state
        int M([Borrows] LogFile f) => f.State switch { FileState.Open => 1, FileState.Closed => 2 };

        ## an expression with a discard
        int M([Borrows] LogFile f) => f.State switch { FileState.Open => 1, _ => 2 };

        ## a name takes the rest
        int M([Borrows] LogFile f) => f.State switch { FileState.Open => 1, var other => (int)other };

        ## relational and negated patterns
        int M([Borrows] Valve v) => v.Look() switch { not (ValveState.Shut or >= ValveState.Wide) => 1, < ValveState.Half => 2, ValveState.Wide or ValveState.Gone => 3 };

        ## an enum that is no protocol's
        void M(Sent sent)
        {
            switch (sent)
            {
                case Sent.Ok: break;
            }
        }

        ## a number of the enum that is nobody's state
        void M(FileState wanted)
        {
            switch (wanted)
            {
                case FileState.Open: break;
            }
        }

        ## a local that holds other things too
        void M([Borrows] LogFile f, FileState wanted, bool c)
        {
            var state = f.State;
            if (c) state = wanted;
            switch (state)
            {
                case FileState.Open: break;
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Miss_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + InPlaceTypes.Source + Valve);

    private const string Union =
        """

        [TaggedUnion]
        public readonly partial struct Answer
        {
            public static partial Answer Held(Buf buffer);
            public static partial Answer Refused(Sent error, int tries);
            public static partial Answer Gone();
        }
        """;

    public static TheoryData<string, string> UnionMisses => Case.Members(
        """
        ## a kind
        string M([Borrows] Answer a)
        {
            {|STRAT2005:switch (a.Kind)
            {
                case Answer.Tag.Held: return "held";
                case Answer.Tag.Gone: return "gone";
            }|}
            return "";
        }

        ## a kind, as an expression
        string M([Borrows] Answer a) => {|STRAT2005:a.Kind switch { Answer.Tag.Held => "held", not (Answer.Tag.Held or Answer.Tag.Refused) => "" }|};

        ## a kind from elsewhere
        void M(Answer.Tag kind)
        {
            {|STRAT2005:switch (kind) { case Answer.Tag.Held: break; }|}
        }
        """);

    [Theory]
    [MemberData(nameof(UnionMisses))]
    public Task UnionMiss_Reports(string name, string source) => Case.Reports("STRAT2005", name, source + Union);

    public static TheoryData<string, string> UnionQuiet => Case.Members(
        """
        ## every kind
        int M([Borrows] Answer a) => a.Kind switch { Answer.Tag.Held => 1, Answer.Tag.Gone => 2, Answer.Tag.Refused => 3 };

        ## a default
        void M([Borrows] Answer a)
        {
            switch (a.Kind) { case Answer.Tag.Held: break; default: break; }
        }

        ## trusted
        [Trusted("the table only hands out held ones")]
        void M([Borrows] Answer a)
        {
            switch (a.Kind) { case Answer.Tag.Held: break; }
        }

        ## in a trusted local function
        void M([Borrows] Answer a)
        {
            Show(a);

            [Trusted("the table only hands out held ones")]
            static void Show([Borrows] Answer a)
            {
                switch (a.Kind) { case Answer.Tag.Held: break; }
            }
        }

        ## an enum of that name elsewhere
        enum Tag { Held, Gone }

        void M(Tag t)
        {
            switch (t) { case Tag.Held: break; }
        }
        """);

    [Theory]
    [MemberData(nameof(UnionQuiet))]
    public Task UnionMiss_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Union);

    // Where the language has unions, cases are types.
    [Theory]
    [InlineData("case Answer.Case.Held(var b): b.Free(); break; case Answer.Case.Gone: break;", "Refused")]
    [InlineData("case Answer.Case.Held(var b): b.Free(); break; case Answer.Case.Refused(Sent.Full, _): break; case Answer.Case.Gone: break;", "Refused")]
    [InlineData("case Answer.Case.Held(var b): b.Free(); break; case Answer.Case.Refused when n > 1: break;", "Refused,Gone")]
    [InlineData("case Answer.Case.Held(var b): b.Free(); break; case Answer.Case.Refused(_, var t): Note(t); break; case Answer.Case.Gone: break;", "")]
    [InlineData("case Answer.Case.Held(var b): b.Free(); break; case Answer.Case.Refused or Answer.Case.Gone: break;", "")]
    [InlineData("case Answer.Case.Held(var b): b.Free(); break; default: break;", "")]
    public async Task CaseTypes(string cases, string missing)
    {
        var source = $$"""sealed class C { void M(Answer a, int n) { switch (a) { {{cases}} } } }""" + Union;
        var (compilation, _) = TestCompilation.Generate(
            TestCompilation.Create([source, Verifier.Usings, Prelude.Source], LanguageVersion.Preview));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error));
        var found = await TestCompilation.Analyze(compilation, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(missing, string.Join(";", found.Where(d => d.Id == "STRAT2005").Select(d => d.Properties["missing"])));
    }

    [Fact]
    public async Task Message_NamesWhatIsMissing()
    {
        var found = await Verifier.Diagnostics(
            """
            sealed class C
            {
                void M([Borrows] Valve v)
                {
                    {|STRAT2005:switch (v.Look())|} { case ValveState.Wide: break; }
                }
            }
            """ + Valve);
        var only = Assert.Single(found);
        Assert.Equal("The switch over 'v.Look()' has no default and misses the possible states 'Shut', 'Half', 'Gone'", only.GetMessage(null));
        Assert.Equal("Shut,Half,Gone", only.Properties["missing"]);
    }
}
