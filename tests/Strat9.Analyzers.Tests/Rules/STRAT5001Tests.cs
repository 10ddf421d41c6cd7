namespace Strat9.Analyzers.Tests.Rules;

/// <summary><c>[Trusted]</c> without a justification.</summary>
public class STRAT5001Tests
{
    public static TheoryData<string, string> Silent => Case.Members(
        """
        ## empty
        {|STRAT5001:[Trusted("")]
        Tok M() => default;|}

        ## blank
        {|STRAT5001:[Trusted("  ")]
        Tok M() => default;|}

        ## on a type
        {|STRAT5001:[Trusted("")]
        sealed class Maker
        {
            public Tok Make() => default;
        }|}

        ## on a constructor
        {|STRAT5001:[Trusted("")]
        public C(Buf b) { }|}

        ## on a property
        {|STRAT5001:[Trusted("")]
        Tok Token => default;|}

        ## by a constant
        private const string Why = "";

        {|STRAT5001:[Trusted(Why)]
        Tok M() => default;|}
        """);

    [Theory]
    [MemberData(nameof(Silent))]
    public Task Justification_Reports(string name, string source) => Case.Reports("STRAT5001", name, source);

    public static TheoryData<string, string> Quiet => Case.Members(
        """
        ## a reason
        [Trusted("Zeroed tokens are valid.")]
        Tok M() => default;

        ## a reason for a type
        [Trusted("The pool's own bookkeeping.")]
        sealed class Maker
        {
            public Tok Make() => default;
            public void Drop(Buf b) { }
        }
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Justification_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
