using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Unbreakable;

/// <summary>Every language version, core libraries that lack nearly everything, and types that make no sense.</summary>
public class PlatformTests
{
    private const string Attributes =
        """
        namespace Strat9
        {
            public sealed class MoveOnlyAttribute : System.Attribute { }
            public sealed class LinearAttribute : System.Attribute { }
            public sealed class ConsumesAttribute : System.Attribute { public object When { get; set; } }
            public sealed class BorrowsAttribute : System.Attribute { }
            public sealed class TypestateAttribute : System.Attribute { public TypestateAttribute() { } }
            public sealed class StateAttribute : System.Attribute { public bool Initial { get; set; } public bool Final { get; set; } }
            public sealed class TransitionAttribute : System.Attribute { }
            public sealed class TaggedUnionAttribute : System.Attribute { }
        }
        """;

    // No Type, IDisposable, Exception, Task, Nullable, ValueTuple, delegates, Interlocked.
    private const string CoreLibrary =
        """
        namespace System
        {
            public class Object { public Object() { } }
            public abstract class ValueType { }
            public abstract class Enum : ValueType { }
            public struct Void { }
            public struct Boolean { }
            public struct Int32 { }
            public sealed class String { }
            public class Attribute { }
        }
        """;

    private const string Uses =
        """
        [Strat9.Linear] public sealed class Res { [Strat9.Consumes] public void Free() { } }
        [Strat9.Linear] public struct Buf { public Res Part; [Strat9.Consumes] public void Free() { Part.Free(); } }
        public static class C
        {
            public static void Good(Res r) { r.Free(); }
            public static void Bad(Res r) { r.Free(); r.Free(); }
            public static void Lost(Res r, bool b) { if (b) { r.Free(); } }
            public static void Loop(Buf s, bool b) { while (b) { s.Free(); } }
        }
        """;

    /// <summary>The rules hold in every version of the language that a source fits.</summary>
    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp8)]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp10)]
    [InlineData(LanguageVersion.CSharp11)]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.CSharp13)]
    [InlineData(LanguageVersion.CSharp14)]
    [InlineData(LanguageVersion.Preview)]
    public async Task LanguageVersion_Reports(LanguageVersion version) =>
        Assert.Equal(["STRAT1001", "STRAT1001", "STRAT1002", "STRAT1002"], await IdsOf(Compilation([Uses], version)));

    /// <summary>The attributes are known wherever they are declared, and nothing else has to be there.</summary>
    [Fact]
    public async Task OwnCoreLibrary_Reports()
    {
        var compilation = Compilation([Uses, Attributes, CoreLibrary], LanguageVersion.CSharp14, []);
        Assert.Equal(["STRAT1001", "STRAT1001", "STRAT1002", "STRAT1002"], await IdsOf(compilation));
    }

    /// <summary>What needs more than a core library has.</summary>
    [Fact]
    public async Task MissingTypes_DoNotCrash() => await Survive(Compilation(
        [
            Uses, Attributes, CoreLibrary,
            """
            [Strat9.Typestate] public partial struct Car<TState> { public int Id { get; } }
            [Strat9.State(Initial = true)] public partial struct Open { }
            [Strat9.State(Final = true)] public partial struct Shut { }
            public static partial class Car { [Strat9.Transition] public static partial Car<Shut> Close(this Car<Open> car); }
            [Strat9.TaggedUnion] public readonly partial struct Either { public static partial Either A(Res r); public static partial Either B(int n); }
            public class D
            {
                Res? f; (Res, int) t; Res[] a; public event System.Action E;
                async void M(Res r, params Res[] all)
                {
                    using (r) { } using var u = r; await r; lock (r) { } foreach (var x in all) { } (r, f) = (f, r); var s = $"{r}"; int? n = null;
                    System.Action g = () => r.Free(); dynamic d = r; var y = from q in all select q; throw r; typeof(Res).ToString(); _ = r is { };
                    try { r.Free(); } catch (System.Exception) when (r != null) { } finally { r.Free(); } object o = r; var z = r with { }; checked { n++; }
                }
                System.Collections.Generic.IEnumerable<Res> I() { yield return new Res(); }
            }
            """,
        ],
        LanguageVersion.Preview,
        []));

    [Fact]
    public async Task NothingAtAll_DoesNotCrash() => await Survive(Compilation([Uses, Attributes], LanguageVersion.CSharp14, []));

    /// <summary>Types that go in circles, and members without bodies.</summary>
    [Fact]
    public async Task SenselessTypes_DoNotCrash() => await Survive(Compilation(
        [
            """
            using Strat9;
            [Linear] class A : B { } class B : A { void M(A a, B b) { a = b; } }
            [Linear] interface I : J { } interface J : I { void M(I i) { var j = i; } }
            [MoveOnly] struct S { S inner; S? maybe; (S, S) both; void M(S s) { s.inner = s; } }
            struct X { Y y; } struct Y { X x; }
            class G<T> where T : G<T>, T { T t; void M<U, V>(U u, V v) where U : V where V : U { var w = u; } }
            class Self<T> : Self<Self<T>> where T : Self<T> { void M(Self<T> s) { } }
            [Typestate] partial struct Car<T> where T : Car<T> { Car<Car<T>> c; } [Typestate(typeof(E))] class Lamp : Lamp { [Transition(E.A, E.B)] void M() { } }
            enum E { [State(Initial = true)] A = B, [State(Final = true)] B = A, C = C + 1 }
            [TaggedUnion] readonly partial struct U { static partial U A(U u); static partial U B(U[] u); static partial V C(V v); }
            [TaggedUnion] readonly partial struct V { static partial V A(U u); static partial U B((V, U)? v); }
            partial class P { partial void M(A a); public partial A N(A a); partial A Q { get; set; } extern A O(A a); abstract A R(A a); }
            file class F { A a; } record R(A A) : R(A); record struct RS(S S); ref struct RF { ref S s; RF(ref S t) { s = ref t; } }
            unsafe class Un { delegate*<A, ref S, void> f; void M(A a, S* p, S s) { f(a, ref s); var q = *p; p->ToString(); fixed (S* r = &s) { *r = *p; } stackalloc S[1]; } }
            static class Ex { extension(A a) { [Consumes] void Go() { } A P => a; } extension<T>(T t) where T : A { static T operator +(T x, T y) => x; } }
            class Fi { A P { get; set { field = value; var b = field; } } A Q { get => field ??= new A(); } void Span(params System.ReadOnlySpan<A> all) { foreach (var a in all) { } } }
            class Dy { void M(dynamic d, A a) { d.X(a); d[a] = a; var r = d + a; a.Nothing(d); new A(d) { X = d }; } }
            A top = new A(); top.ToString(); return top;
            """,
        ],
        LanguageVersion.Preview));

    public static TheoryData<string> Arguments => new(
        "", "()", "(null)", "(null!)", "(3)", "(\"x\")", "(typeof(int))", "(typeof())", "(typeof(List<>))", "(typeof(Missing))", "(Missing)", "(E.A)", "(E.A, E.B)",
        "(E.A, null)", "(new object[] { E.A, null, Missing })", "(new object[0], null)", "((object)null)", "(default)", "(When = true)", "(When = null)", "(When = )",
        "(When = E.A, When = E.B)", "(When = new[] { 1 })", "(In = E.A)", "(Initial = 3, Final = \"x\")", "(E.A, When = typeof(int), In = null, Nothing = 3)", "(E.A,", "(nameof(E))",
        "((E)77)", "(double.NaN)", "(typeof(E), typeof(E))", "(new[] { typeof(E), null })", "<int>", "<int>(E.A)", "(why: null)", "(new int[][] { null })");

    /// <summary>All attributes, with arguments of every kind, on everything that takes an attribute.</summary>
    [Theory]
    [MemberData(nameof(Arguments))]
    public async Task Attribute_DoesNotCrash(string arguments)
    {
        var every = string.Concat(typeof(MoveOnlyAttribute).Assembly.GetTypes()
            .Where(t => t.Namespace == "Strat9" && t.IsSubclassOf(typeof(Attribute)))
            .OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => $"[{t.Name[..^"Attribute".Length]}{arguments}]"));
        await Survive(Compilation(
            [
                "using System; using System.Collections.Generic; using Strat9; enum E { A, B }" + """
                @ class C<@ T> { @ T f; @ int P { @ get; @ set; } @ C() { } @ ~C() { } @ public event Action Ev; @ int this[@ int i] => i; @ public static C<T> operator +(@ C<T> a, C<T> b) => a; @ void N(@ C<T> a, @ out C<T> b, @ ref C<T> c) { b = a; @ void L(@ C<T> q) { } var g = @ (@ C<T> z) => z; } @ [return: Borrows] bool M() => true; }
                @ readonly partial struct S<@ TState> { public S<TState> Next { get; } }
                @ readonly partial struct Mark; @ enum F { @ X, @ Y } @ interface I { @ void M(); } @ delegate bool D(@ S<Mark> s); @ record R(@ int N);
                static partial class T { @ public static partial S<Mark> Go(@ this S<Mark> s); @ public static bool Has(S<Mark> s, @ out S<Mark> t) { t = s; return true; } }
                class U { void M(S<Mark> s, C<int> c) { s.Go(); c.N(c, out var d, ref c); c.M(); var e = s; } }
                """.Replace("@", every, StringComparison.Ordinal),
            ],
            LanguageVersion.CSharp14));
    }

    private static async Task<IEnumerable<string>> IdsOf(CSharpCompilation compilation)
    {
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return (await TestCompilation.Analyze(compilation, cancel: TestContext.Current.CancellationToken))
            .Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id).Order(StringComparer.Ordinal);
    }

    // An analyzer that throws fails the helper.
    private static async Task Survive(CSharpCompilation compilation)
    {
        var (generated, result) = TestCompilation.Generate(compilation);
        Assert.All(result.Results, r => Assert.Null(r.Exception));
        Assert.NotEmpty(generated.GetDiagnostics());
        await TestCompilation.Analyze(generated, cancel: TestContext.Current.CancellationToken);
    }

    // Nullable annotations are a matter of later versions.
    private static CSharpCompilation Compilation(IEnumerable<string> sources, LanguageVersion version, IEnumerable<MetadataReference>? references = null)
    {
        var compilation = TestCompilation.Create(sources, version, references: references);
        return compilation.WithOptions(compilation.Options.WithNullableContextOptions(NullableContextOptions.Disable));
    }
}
