using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

/// <summary>STRAT0012: which results can say failure, and what hands the value back.</summary>
public class FailureLosesValueTests
{
    private const string Types =
        """
        [Linear] public struct Buf { [Consumes] public void Free() { } }
        public enum Sent { Ok, Full }

        [TaggedUnion]
        public readonly partial struct Lost
        {
            public static partial Lost Done(int size);
            public static partial Lost Failed(string why);
        }

        [TaggedUnion]
        public readonly partial struct Grown
        {
            public static partial Grown Done(Buf b);
            public static partial Grown Failed(string why);
        }

        [TaggedUnion]
        public readonly partial struct Kept
        {
            public static partial Kept Done();
            public static partial Kept Refused(Buf b);
        }

        [TaggedUnion]
        public readonly partial struct Both
        {
            public static partial Both Done(Buf b);
            public static partial Both Refused(string why, Buf b);
        }
        """;

    [Fact]
    public async Task Losses_Report() => await Verifier.Diagnostics(
        """
        public interface I
        {
            Lost {|STRAT0012:A|}(Buf b);
            Grown {|STRAT0012:B|}(Buf b);
            Task<Lost> {|STRAT0012:C|}(Buf b);
            Sent {|STRAT0012:D|}([Consumes(When = Sent.Ok)] Buf a, Buf b);
            bool {|STRAT0012:E|}(Buf b, [Gives(When = true)] out Buf c);
            Buf? {|STRAT0012:F|}(Buf b);
            bool {|STRAT0012:G|}<[AllowsMoveOnly] T>(T value);
        }

        public delegate bool {|STRAT0012:Send|}(Buf b);

        public static class C
        {
            [Trusted("The buffer lives elsewhere.")] public static bool {|STRAT0012:M|}(Buf b) => true;
        }
        """,
        Types);

    [Fact]
    public async Task HandedBack_DoesNotTrigger() => await Verifier.Diagnostics(
        """
        public interface I
        {
            Kept A(Buf b);
            ValueTask<Both> B(Buf b);
            Sent C(Buf b);
            bool D(Buf b, [Gives(When = false)] out Buf c);
            bool E(Buf b, out Buf c);
        }

        public abstract class Base
        {
            public abstract bool {|STRAT0012:M|}(Buf b);
            public static bool N(Buf b) => throw new NotSupportedException();
        }

        public abstract class Derived : Base
        {
            public abstract override bool M(Buf b);
        }
        """,
        Types);
}
