using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Rules;

/// <summary>STRAT5001 and STRAT5002: where trust stands, and what counts as hidden.</summary>
public class TrustedTests
{
    private const string Types =
        """
        [Linear] public struct Buf { [Consumes] public void Free() { } }
        """;

    [Fact]
    public async Task Idle_Reports() => await Verifier.Diagnostics(
        """
        public abstract class C
        {
            [{|STRAT5002:Trusted("x")|}] public abstract void A(Buf b);
            [{|STRAT5002:Trusted("x")|}] public C() { }
            [{|STRAT5002:Trusted("x")|}] public int P { get; set; }
            private static Buf Make() => throw new NotSupportedException();
            public void M()
            {
                [{|STRAT5002:Trusted("x")|}] void Local(Buf b) => b.Free();
                [{|STRAT5001:Trusted(" ")|}] void Other(Buf b) { }
                Local(Make());
                Other(Make());
            }

            [{|STRAT5001,STRAT5002:Trusted(null!)|}] public void N() { }

            [{|STRAT5002:Trusted("x")|}]
            public class Nested
            {
                public class Inner { public void M(Buf b) => b.Free(); }
            }
        }
        """,
        Types);

    [Fact]
    public async Task Hiding_DoesNotTrigger() => await Verifier.Diagnostics(
        """
        [Trusted("x")]
        public class Outer
        {
            public class Inner { public void M(Buf b) { } }
        }

        [Trusted("x")]
        public class Storage { private Buf _buf; }

        [Trusted("x")]
        public static class Shared { private static Buf s_buf; }

        public partial class C
        {
            [Trusted("x")] public int A() => new List<Buf>().Count;
            [Trusted("x")] public void B() { void Local(Buf b) { } }
            [Trusted("x")] public Action<Buf> D() => b => { };
            [Trusted("x")] public Buf E { get => default; set { } }
            [Trusted("x")] public partial void F(Buf b);
            public partial void F(Buf b) { }
            [Trusted("x")] public void G(IEnumerable<Buf> all) => all.ToList();
        }

        [Trusted("x")]
        public sealed class Part(Buf b) { private readonly int _n = 1; }
        """,
        Types);
}
