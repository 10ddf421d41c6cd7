namespace Strat9.Analyzers.Tests.Rules;

/// <summary><c>[Trusted]</c> that hides nothing.</summary>
public class STRAT5002Tests
{
    public static TheoryData<string, string> Idle => Case.Members(
        """
        ## an empty method
        {|STRAT5002:[Trusted("Just so.")]
        void M() { }|}

        ## a correct method
        {|STRAT5002:[Trusted("Just so.")]
        void M(Buf b) => b.Free();|}

        ## a method without values of ours
        {|STRAT5002:[Trusted("Just so.")]
        int M(int n) => n + 1;|}

        ## a type of correct members
        {|STRAT5002:[Trusted("Just so.")]
        sealed class Maker
        {
            public Tok Make() => Tok.Make();
            public void Drop(Buf b) => b.Free();
        }|}

        ## a correct property
        {|STRAT5002:[Trusted("Just so.")]
        int Size => 3;|}
        """);

    [Theory]
    [MemberData(nameof(Idle))]
    public Task Idle_Reports(string name, string source) => Case.Reports("STRAT5002", name, source);

    public static TheoryData<string, string> Quiet => Case.Members(
        """
        ## hides a leak
        [Trusted("The value lives in unmanaged memory.")]
        void M(Buf b) { }

        ## hides a copy
        [Trusted("Copied on purpose.")]
        Tok M(in Tok t) => t;

        ## hides a forged value
        [Trusted("Zero is valid.")]
        Tok M() => default;

        ## hides a use after move
        [Trusted("The old slot is read once more.")]
        int M(Tok t)
        {
            Take(t);
            return t.Id;
        }

        ## hides an escape
        [Trusted("The box never leaves.")]
        int M(Tok t)
        {
            object o = t;
            return o.GetHashCode();
        }

        ## a type that hides something in one member
        [Trusted("The pool's own bookkeeping.")]
        sealed class Maker
        {
            public int Count() => 3;
            public Tok Make() => default;
        }
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Idle_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);

    [Fact]
    public async Task SignatureOfTrustedMember_StillBindsCallers()
    {
        await Case.Check("callers are checked", """
            class C
            {
                [Trusted("The value lives in unmanaged memory.")]
                static void Keep(Buf b) { }

                void M(Buf b)
                {
                    Keep(b);
                    Note({|STRAT1001:b|}.Length);
                }
            }
            """);
    }
}
