namespace Strat9.Analyzers.Tests.Rules;

/// <summary>A failure loses the value.</summary>
public class STRAT0012Tests
{
    public static TheoryData<string, string> Losses => Case.Sources(
        """
        ## a bool
        interface I
        {
            {|STRAT0012:bool M(Buf b);|}
        }

        ## a nullable class
        interface I
        {
            {|STRAT0012:string? M(Buf b);|}
        }

        ## a nullable struct
        interface I
        {
            {|STRAT0012:int? M(Res r);|}
        }

        ## a task of a bool
        interface I
        {
            {|STRAT0012:Task<bool> M(Buf b);|}
        }

        ## a value task of a nullable
        interface I
        {
            {|STRAT0012:ValueTask<int?> M(Res r);|}
        }

        ## an abstract method
        abstract class C
        {
            {|STRAT0012:public abstract bool M(Res r);|}
        }

        ## written out
        abstract class C
        {
            {|STRAT0012:public abstract bool M([Consumes] Buf b);|}
        }

        ## a consumed receiver
        [Linear]
        abstract class C
        {
            {|STRAT0012:[Consumes] public abstract bool M();|}
        }
        """);

    [Theory]
    [MemberData(nameof(Losses))]
    public Task Loss_Reports(string name, string source) => Case.Reports("STRAT0012", name, source);

    public static TheoryData<string, string> Quiet => Case.Sources(
        """
        ## taken on success only
        interface I
        {
            bool A([Consumes(When = true)] Buf b);
            Task<bool> B([Consumes(When = true)] Res r);
            Sent D([Consumes(When = Sent.Ok)] Buf b);
        }

        ## only lent
        interface I
        {
            bool A([Borrows] Buf b);
            bool B(in Buf b);
            bool D(ref Buf b);
        }

        ## the result cannot say failure
        interface I
        {
            void A(Buf b);
            int B(Buf b);
            string D(Res r);
            Task E(Buf b);
            Buf F(Buf b);
        }

        ## never by name
        interface I
        {
            int TrySend(Buf b);
            void SendOrFail(Res r);
        }

        ## move-only values may be lost
        interface I
        {
            bool A(Tok t);
            string? B(Chip k);
        }

        ## a visible body consumes it on each failing path
        class C
        {
            bool M(Buf b)
            {
                if (b.Length == 0)
                {
                    b.Free();
                    return false;
                }

                Take(b);
                return true;
            }
        }

        ## a visible body consumes it first of all
        class C
        {
            bool M(Buf b)
            {
                b.Free();
                return Ready();
            }
        }

        ## no linear value at all
        interface I
        {
            bool A(int n, string s);
            string? B(List<int> list);
        }
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Loss_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source);
}
