namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Used in a way that the analysis does not follow.</summary>
public class STRAT3000Tests
{
    public static TheoryData<string, string> Vanishing => Case.Members(
        """
        ## an argument of a conditional call
        [Conditional("DEBUG")] static void Log(Tok t) { }

        void M()
        {
            var t = Tok.Make();
            Log({|STRAT3000:t|});
        }

        ## a move inside an argument of an assertion
        void M()
        {
            var t = Tok.Make();
            Debug.Assert({|STRAT3000:Spend(t) > 0|});
        }

        ## a consuming member inside an argument
        void M()
        {
            var t = Tok.Make();
            Debug.Assert({|STRAT3000:Pass(t).Id > 0|});
        }

        ## a conditional consumption inside an argument
        void M()
        {
            var t = Tok.Make();
            Debug.Assert({|STRAT3000:TrySend(t)|});
        }

        ## the second argument
        [Conditional("TRACE"), Conditional("DEBUG")] static void Log(string text, Chip k) { }

        void M(Chip k) => Log("x", {|STRAT3000:k|});
        """);

    [Theory]
    [MemberData(nameof(Vanishing))]
    public Task ConditionalCall_Reports(string name, string source) => Case.Reports("STRAT3000", name, source);

    public static TheoryData<string, string> Unfollowed => Case.Members(
        """
        ## an argument of a function pointer
        unsafe void M(Chip k, delegate*<Chip, void> call) => call({|STRAT3000:k|});

        ## a linear argument of a function pointer
        unsafe void M(Buf b, delegate*<Buf, void> call) => call({|STRAT3000:b|});

        ## an argument of a dynamic call
        void M(Chip k, dynamic target) => target.Use({|STRAT3000:k|});
        """);

    [Theory]
    [MemberData(nameof(Unfollowed))]
    public Task Operation_Reports(string name, string source) => Case.Reports("STRAT3000", name, source);

    public static TheoryData<string, string> Quiet => Case.Members(
        """
        ## borrowed by a conditional call
        [Conditional("DEBUG")] static void Log(in Tok t) { }
        [Conditional("DEBUG")] static void Log([Borrows] Chip k) { }

        void M()
        {
            var t = Tok.Make();
            var k = Chip.Make();
            Log(in t);
            Log(k);
            Take(t);
            Take(k);
        }

        ## read in an assertion
        void M(Buf b)
        {
            Debug.Assert(b.Length > 0);
            Debug.Assert(b.Peek() > 0, $"{b.Length} is too little");
            Debug.WriteLine(b.Length);
            b.Free();
        }

        ## a value of its own in a conditional call
        [Conditional("DEBUG")] static void Log(int id) { }

        void M(Tok t) => Log(t.Id);
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task ConditionalCall_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
