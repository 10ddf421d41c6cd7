using System.Globalization;
using System.Text;

namespace Strat9.Analysis;

/// <summary>A source whose size or depth is a number.</summary>
/// <param name="Name">What it is made of.</param>
/// <param name="Write">The source of size <c>n</c>.</param>
/// <param name="Expected">The rules it breaks; <c>null</c>: it is only asked that nothing breaks.</param>
/// <param name="Checked">The size at which the tests check that; smaller where the compiler itself takes longer than linear.</param>
public sealed record Shape(string Name, Func<int, string> Write, string? Expected = "", int Checked = 300)
{
    public override string ToString() => Name;
}

/// <summary>Bodies that are long, and expressions, statements and types that are deep. All have values to follow inside.</summary>
public static class Shapes
{
    /// <summary>What all of them use.</summary>
    public const string Prelude =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading.Tasks;
        global using Strat9;
        global using static Ops;

        [Linear]
        public sealed class Res
        {
            public int Id;
            [Borrows] public Res Self => this;
            public Res() { }
            public bool Ok() => true;
            [Consumes] public void Free() { }
            [Consumes] public Res Step() => this;
        }

        public static class Ops
        {
            public static Res Make() => new Res();
            public static int Eat(Res r) { r.Free(); return 1; }
            public static bool EatOk(Res r) { r.Free(); return true; }
            public static int Peek([Borrows] Res r) => 1;
            public static string Show([Borrows] Res r) => "";
            public static Res Pass(Res r) => r;
            [Trusted("a seed")] public static bool TryMake([Gives(When = true)] out Res r) => throw null!;
            [Trusted("a seed")] public static bool TryEat([Consumes(When = true)] Res r) => throw null!;
            [return: Borrows] public static Res Same([Borrows] Res r) => r;
            public static bool Flag() => true;
            public static void Run([Borrows] Action a) => a();
            public static void Once([Consumes] Action a) => a();
            public static int Call([Borrows] Func<int> f) => f();
        }

        public class Node { public Node? Next; public int Value; public Node? Go(int n) => Next; public int this[int i] => i; }
        """;

    /// <summary>Long bodies: the cost of each is to grow with its length.</summary>
    public static IReadOnlyList<Shape> Long { get; } =
    [
        new("straight line", n => Body("var r = Make();" + Times(n, _ => "Peek(r);") + "r.Free();")),
        new("many locals", n => Body(Times(n, i => $"var r{i} = Make(); r{i}.Free();"))),
        new("locals that live on", n => Body(Times(n / 2, i => $"var r{i} = Make();") + Times(n / 2, i => $"r{i}.Free();"))),
        new("refilled", n => Body("var r = Make();" + Times(n, _ => "r = Pass(r);") + "r.Free();")),
        new("branches", n => Body("var r = Make();" + Times(n, _ => "if (Flag()) { Peek(r); }") + "r.Free();")),
        new("branches that refill", n => Body("var r = Make();" + Times(n, _ => "if (Flag()) { r = Pass(r); }") + "r.Free();")),
        new("tests", n => Body(Times(n, i => $"if (TryMake(out var r{i})) r{i}.Free();"))),
        new("early returns", n => Body("var r = Make();" + Times(n, _ => "if (Flag()) { r.Free(); return; }") + "r.Free();")),
        new("loops", n => Body("var r = Make();" + Times(n, _ => "while (Flag()) { r = Pass(r); }") + "r.Free();")),
        new("foreach", n => Body("var r = Make();" + Times(n, i => $"foreach (var x{i} in new int[1]) {{ Peek(r); }}") + "r.Free();")),
        new("try/finally", n => Body(Times(n, i => $"var r{i} = Make(); try {{ Peek(r{i}); }} finally {{ r{i}.Free(); }}"))),
        new("try/catch", n => Body("var r = Make();" + Times(n, _ => "try { Peek(r); } catch (InvalidOperationException) { Peek(r); }") + "r.Free();")),
        new("one try", n => Body("var r = Make(); try {" + Times(n, _ => "Peek(r);") + "} finally { r.Free(); }")),
        new("one try with locals", n => Body("try {" + Times(n, i => $"var r{i} = Make(); r{i}.Free();") + "} finally { Flag(); }")),
        new("one try with one expression", n => Body("var r = Make(); try { var x = " + Times(n, _ => "Peek(r)", " + ") + ";} finally { r.Free(); }")),
        new("flags", n => Body(Times(n, i => $"bool f{i} = false; var r{i} = Make(); if (Flag()) {{ r{i}.Free(); f{i} = true; }} if (!f{i}) r{i}.Free();"))),
        new("flags that live on", n => Body("var r = Make();" + Times(n, i => $"bool f{i} = false; if (Flag()) f{i} = true;") + "r.Free();" + Times(n, i => $"if (f{i}) Flag();"))),
        new("lambdas", n => Body("var r = Make();" + Times(n, _ => "Run(() => Peek(r));") + "r.Free();")),
        new("lambdas with values", n => Body(Times(n, _ => "Run(() => { var r = Make(); r.Free(); });"))),
        new("local functions", n => Body("var r = Make();" + Times(n, i => $"L{i}();") + "r.Free();" + Times(n, i => $"void L{i}() {{ Peek(r); }}"))),
        new("switch", n => Body("var r = Make(); switch (n) {" + Times(n, i => $"case {i}: r.Free(); break;") + "default: r.Free(); break; }"), Checked: 5000),
        new("goto", n => Body("var r = Make();" + Times(n, i => $"if (Flag()) goto L{i}; Peek(r); L{i}: ;") + "r.Free();")),
        new("usings", n => Body(Times(n, i => $"using (var s{i} = new System.IO.MemoryStream()) {{ var r{i} = Make(); r{i}.Free(); }}"))),
        new("loans", n => Body("var r = Make();" + Times(n, i => $"var s{i} = Same(r); Peek(s{i});") + "r.Free();")),
        new("methods", n => "class C {" + Times(n, i => $"void M{i}() {{ var r = Make(); Peek(r); r.Free(); }}") + "}"),
        new("fields", n => "[Linear] class C {" + Times(n, i => $"Res f{i} = Make();") + "[Consumes] public void End() {" + Times(n, i => $"f{i}.Free();") + "} }"),
        new("parameters", n => $"class C {{ void M({Times(n, i => $"Res r{i}", ", ")}) {{ {Times(n, i => $"r{i}.Free();")} }} void N() {{ M({Times(n, _ => "Make()", ", ")}); }} }}"),
        new("no values", n => Body(Times(n, i => $"var x{i} = n + {i}; if (Flag()) Console.WriteLine(x{i});"))),
    ];

    /// <summary>Statements inside statements.</summary>
    public static IReadOnlyList<Shape> Nested { get; } =
    [
        new("nested blocks", n => Body(Nest(n, i => $"{{ var r{i} = Make(); ", i => $"r{i}.Free(); }}")), Checked: 500),
        new("nested branches", n => Body("var r = Make();" + Nest(n, i => $"if (n > {i}) {{ Peek(r);", _ => "}") + "r.Free();")),
        new("nested branches with values", n => Body(Nest(n, i => $"if (TryMake(out var r{i})) {{", i => $"r{i}.Free(); }}"))),
        new("nested loops", n => Body("var r = Make();" + Nest(n, _ => "while (Flag()) { r = Pass(r);", _ => "}") + "r.Free();")),
        new("nested foreach", n => Body("var r = Make();" + Nest(n, i => $"foreach (var x{i} in new List<int>()) {{ Peek(r);", _ => "}") + "r.Free();")),
        new("nested try/finally", n => Body(Nest(n, i => $"var r{i} = Make(); try {{ Peek(r{i});", i => $"}} finally {{ r{i}.Free(); }}")), Checked: 60),
        new("nested try/catch", n => Body("var r = Make();" + Nest(n, _ => "try { Peek(r);", _ => "} catch (InvalidOperationException) { Peek(r); }") + "r.Free();")),
        new("nested finally", n => Body("var r = Make();" + Nest(n, _ => "try { Flag(); } finally { Peek(r);", _ => "}") + "r.Free();"), Checked: 8),
        new("nested usings", n => Body("var r = Make();" + Nest(n, i => $"using (var s{i} = new System.IO.MemoryStream()) {{ Peek(r);", _ => "}") + "r.Free();")),
        new("nested locks", n => Body("var r = Make();" + Nest(n, _ => "lock (this) { Peek(r);", _ => "}") + "r.Free();")),
        new("nested switches", n => Body("var r = Make();" + Nest(n, i => $"switch (n) {{ case {i}: Peek(r); break; default:", _ => "break; }") + "r.Free();")),
        new("nested lambdas", n => Body("var r = Make();" + Nest(n, _ => "Run(() => { Peek(r);", _ => "});") + "r.Free();")),
        new("nested lambdas with values", n => Body(Nest(n, i => $"Run(() => {{ var r{i} = Make(); ", i => $"r{i}.Free(); }});"))),
        new("nested lambdas that consume", n => Body("var r = Make();" + Nest(n, _ => "Once(() => {", _ => "});", "r.Free();")), null, Checked: 40),
        new("nested lambdas as expressions", n => Body("var r = Make(); var x =" + Nest(n, _ => "Call(() => Peek(r) + ", _ => ")", "1") + "; r.Free();")),
        new("nested local functions", n => Body("var r = Make();" + Nest(n, i => $"L{i}(); void L{i}() {{ Peek(r);", _ => "}") + "r.Free();")),
        new("else-if", n => Body("var r = Make();" + Times(n, i => $"if (n == {i}) {{ r.Free(); }} else ") + "r.Free();"), Checked: 5000),
    ];

    /// <summary>Expressions inside expressions.</summary>
    public static IReadOnlyList<Shape> Deep { get; } =
    [
        new("sum", n => Ends("var x = " + Times(n, _ => "Peek(r)", " + ") + ";"), "STRAT1001", Checked: 20000),
        new("sum that moves", n => Body("var r = Make(); var x = Eat(r) + " + Times(n, i => $"{i}", " + ") + " + n + Peek(r);"), "STRAT1001", Checked: 20000),
        new("sum of moves", n => Body("var x = " + Times(n, _ => "Eat(Make())", " + ") + ";")),
        new("sum to the right", n => Ends("var x = " + Nest(n, _ => "(Peek(r) + ", _ => ")", "1") + ";"), "STRAT1001"),
        new("strings", n => Ends("var x = " + Times(n, _ => "Show(r)", " + ") + ";"), "STRAT1001"),
        new("and", n => Ends("var x = " + Times(n, _ => "r.Ok()", " && ") + ";"), "STRAT1001", Checked: 5000),
        new("or", n => Ends("var x = " + Times(n, _ => "r.Ok()", " || ") + ";"), "STRAT1001", Checked: 5000),
        new("and in an if", n => Ends("if (" + Times(n, _ => "r.Ok()", " && ") + ") { Peek(r); }"), "STRAT1001"),
        new("or that takes", n => Body("var r = Make(); if (" + Times(n, _ => "TryEat(r)", " || ") + ") { } else { r.Free(); }")),
        new("and that gives", n => Body("if (" + Times(n, i => $"TryMake(out var r{i}) && EatOk(r{i})", " && ") + ") { }")),
        new("and with flags", n => Body("var r = Make(); bool a = true; if (" + Times(n, _ => "a == Flag()", " && ") + ") { Peek(r); } r.Free();")),
        new("bit or", n => Ends("var x = " + Times(n, _ => "r.Ok()", " | ") + ";"), "STRAT1001"),
        new("coalesce", n => Ends("var x = " + Times(n, _ => "Get(Peek(r))", " ?? ") + ";", "string? Get(int n) => null;"), "STRAT1001"),
        new("switch expression", n => Body("var r = Make(); var x = n switch {" + Times(n, i => $"{i} => Eat(r),") + "_ => Eat(r) };"), Checked: 1000),
        new("switch expression with guards", n => Body("var r = Make(); var x = n switch {" + Times(n, i => $"_ when Peek(r) == {i} => Eat(r),") + "_ => Eat(r) };")),
        new("array", n => Ends("int[] x = {" + Times(n, _ => "Peek(r)", ", ") + "};"), "STRAT1001", Checked: 10000),
        new("array of arrays", n => Ends("int[][] x = {" + Times(n, _ => "new[] { Peek(r) }", ", ") + "};"), "STRAT1001"),
        new("collection expression", n => Ends("int[] x = [" + Times(n, _ => "Peek(r)", ", ") + "];"), "STRAT1001", Checked: 10000),
        new("collection initialiser", n => Ends("var x = new List<int> {" + Times(n, _ => "Peek(r)", ", ") + "};"), "STRAT1001", Checked: 1000),
        new("dictionary initialiser", n => Ends("var x = new Dictionary<int, int> {" + Times(n, i => $"[{i}] = Peek(r)", ", ") + "};"), "STRAT1001"),
        new("object initialiser", n => Ends("var x = new Big {" + Times(n, i => $"P{i} = Peek(r)", ", ") + "};", "class Big {" + Times(n, i => $"public int P{i} {{ get; set; }}") + "}"), "STRAT1001"),
        new("anonymous type", n => Ends("var x = new {" + Times(n, i => $"P{i} = Peek(r)", ", ") + "};"), "STRAT1001"),
        new("tuple", n => Ends("var x = (" + Times(n + 2, _ => "Peek(r)", ", ") + ");"), "STRAT1001"),
        new("tuple of values", n => Body("var t = (" + Times(n + 2, _ => "Make()", ", ") + ");" + Times(n + 2, i => $"t.Item{i + 1}.Free();")), Checked: 30),
        new("nested tuple", n => Body("var t = " + Nest(n, _ => "(", _ => ", 1)", "Make()") + "; t" + Times(n, _ => ".Item1") + ".Free();"), null, Checked: 60),
        new("nested deconstruction", n => Body(Nest(n, _ => "(", i => $", var x{i})", "var r") + " = " + Nest(n, _ => "(", _ => ", 1)", "Make()") + "; r.Free();"), Checked: 12),
        new("calls of results", n => Body("Make()" + Times(n, _ => ".Step()") + ".Free();"), Checked: 1000),
        new("calls in arguments", n => Body(Nest(n, _ => "Pass(", _ => ")", "Make()") + ".Free();")),
        new("loans of loans", n => Ends("var x = " + Nest(n, _ => "Same(", _ => ")", "r") + ".Id;"), "STRAT1001"),
        new("properties of properties", n => Ends("var x = r" + Times(n, _ => ".Self") + ".Id;"), "STRAT1001"),
        new("fields of fields", n => Ends("var x = new Node()" + Times(n, _ => ".Next!") + ".Value + Peek(r);"), "STRAT1001"),
        new("null-conditional", n => Ends("var x = new Node()" + Times(n, _ => "?.Go(Peek(r))") + ";"), "STRAT1001"),
        new("conditional", n => Body("var r = Make(); var x = " + Times(n, i => $"n == {i} ? Eat(r) : ") + "Eat(r);"), Checked: 2000),
        new("conditional in conditions", n => Ends("var x = " + Nest(n, _ => "(", _ => " ? r.Ok() : !r.Ok())", "Flag()") + ";"), "STRAT1001"),
        new("negations", n => Ends("var x = " + Nest(n, _ => "!(", _ => ")", "r.Ok()") + ";"), "STRAT1001"),
        new("minus", n => Ends("var x = " + Nest(n, _ => "-(", _ => ")", "Peek(r)") + ";"), "STRAT1001"),
        new("parentheses", n => Body("var r = Make(); var s = " + Nest(n, _ => "(", _ => ")", "r") + "; s.Free(); Peek(r);"), "STRAT1001"),
        new("casts", n => Body("var r = Make(); var s = " + Nest(n, _ => "(Res)(", _ => ")", "r") + "; s.Free(); Peek(r);"), "STRAT1001"),
        new("indexers", n => Ends("var o = new Node(); var x = " + Nest(n, _ => "o[", _ => "]", "Peek(r)") + ";"), "STRAT1001"),
        new("assignments", n => Ends("int a = 0; a = " + Times(n, _ => "a = ") + "Peek(r);"), "STRAT1001"),
        new("moving assignments", n => Body($"Res {Times(n, i => $"a{i}", ", ")}; {Times(n, i => $"a{i}", " = ")} = Make(); a0.Free();")),
        new("interpolation", n => Ends("var x = $\"" + Times(n, _ => "{Peek(r)}") + "\";"), "STRAT1001"),
        new("awaits", n => "class C { static Task<int> T(int n) => Task.FromResult(n); async Task M() { var r = Make(); var x = " + Nest(n, _ => "await T(", _ => ")", "Peek(r)") + "; r.Free(); Peek(r); } }", "STRAT1001"),
        new("or pattern", n => Ends("var x = Peek(r) is " + Times(n, i => $"{i}", " or ") + ";"), "STRAT1001", Checked: 60),
        new("or pattern in a switch", n => Ends("switch (Peek(r)) { case " + Times(n, i => $"{i}", " or ") + ": Peek(r); break; }"), "STRAT1001", Checked: 60),
        new("and pattern", n => Ends("var x = Peek(r) is " + Times(n, i => $"not {i}", " and ") + ";"), "STRAT1001", Checked: 60),
        new("not pattern", n => Ends("var x = Peek(r) is " + Nest(n, _ => "not (", _ => ")", "1") + ";"), "STRAT1001"),
        new("property pattern", n => Ends("var x = new Node() is " + Nest(n, _ => "{ Next: ", _ => "}", "null") + "; Peek(r);"), "STRAT1001", Checked: 60),
        new("list pattern", n => Ends("var x = new[] { Peek(r) } is [" + Times(n, i => $"{i}", ", ") + "];"), "STRAT1001", Checked: 60),
        new("nested object initialiser", n => Ends("var x = new Node { " + Nest(n, _ => "Next = { ", _ => " }", "Value = Peek(r)") + " };"), "STRAT1001"),
        new("nested new", n => Ends("var x = " + Nest(n, _ => "new Node { Next = ", _ => " }", "null") + "; Peek(r);"), "STRAT1001"),
        new("nested switch expressions", n => Body("var r = Make(); var x = " + Nest(n, i => $"n switch {{ {i} => Eat(r), _ => ", _ => "}", "Eat(r)") + ";"), Checked: 40),
        new("query", n => Ends("var x = from a in new[] { Peek(r) } " + Times(n, _ => "where a > 1 ") + "select a;"), null, Checked: 60),
        new("calls of sequences", n => Ends("var x = new[] { Peek(r) }" + Times(n, _ => ".Where(a => a > 1)") + ";"), "STRAT1001", Checked: 60),
        new("nested collection expressions", n => Ends("object x = " + Nest(n, _ => "new object[] { ", _ => " }", "Peek(r)") + ";"), "STRAT1001"),
        new("compound", n => Ends("int a = 0; a += " + Nest(n, _ => "(a += ", _ => ")", "Peek(r)") + ";"), "STRAT1001"),
    ];

    /// <summary>Everything that is deep.</summary>
    public static IEnumerable<Shape> AllDeep => [.. Nested, .. Deep, .. Types, .. Long.Where(s => s.Name == "switch")];

    /// <summary>Types inside types, and types that come from types.</summary>
    public static IReadOnlyList<Shape> Types { get; } =
    [
        new("generic arguments", n => "class Box<T> { public T? Item; } class C { " + Nest(n, _ => "Box<", _ => ">", "int") + "? f; void M() { var r = Make(); var x = f; r.Free(); Peek(r); } }", "STRAT1001"),
        new("generic arguments with a value", n => "class C { void M(" + Nest(n, _ => "Task<", _ => ">", "Res") + " t) { } void N() { List<" + Nest(n, _ => "Task<", _ => ">", "Res") + ">? l = null; } }", null),
        new("nested tuple types", n => "class C { void M(" + Nest(n, _ => "(", _ => ", int)", "Res") + " t) { t" + Times(n, _ => ".Item1") + ".Free(); } }", null, Checked: 60),
        new("array ranks", n => "class C { void M(int" + Times(n, _ => "[]") + " a) { var r = Make(); var b = a; r.Free(); Peek(r); } }", "STRAT1001"),
        new("array ranks of values", n => "class C { void M(Res" + Times(n, _ => "[]") + " a) { var b = a; } }", null),
        new("pointers", n => "unsafe class C { void M(int" + Times(n, _ => "*") + " a) { var r = Make(); var b = a; r.Free(); Peek(r); } }", "STRAT1001"),
        new("function pointers", n => "unsafe class C { void M(" + Nest(n, _ => "delegate*<", _ => ", Res>", "Res") + " a) { } }", null),
        new("nested classes", n => Nest(n, i => $"class C{i} {{", _ => "}", "void M() { var r = Make(); r.Free(); Peek(r); }"), "STRAT1001", Checked: 100),
        new("nested generic classes", n => Nest(n, i => $"class C{i}<T{i}> {{", _ => "}", "void M() { var r = Make(); r.Free(); Peek(r); }"), "STRAT1001", Checked: 100),
        new("nested namespaces", n => Nest(n, i => $"namespace N{i} {{", _ => "}", "class C { void M() { var r = Make(); r.Free(); Peek(r); } }"), "STRAT1001", Checked: 100),
        new("base classes", n => "[MoveOnly] class C0 { }" + Times(n, i => $"class C{i + 1} : C{i} {{ }}") + $"class D {{ void M(C{n} c) {{ var d = c; c.ToString(); }} }}", "STRAT1001"),
        new("overrides", n => "class C0 { public virtual void M(Res r) => r.Free(); }" + Times(n, i => $"class C{i + 1} : C{i} {{ public override void M(Res r) => r.Free(); }}")),
        new("interfaces", n => "[MoveOnly] interface I0 { }" + Times(n, i => $"interface I{i + 1} : I{i} {{ }}") + $"class D {{ void M(I{n} c) {{ var d = c; c.ToString(); }} }}", "STRAT1001"),
        new("constraints", n => $"class C {{ void M<{Times(n, i => $"T{i}", ", ")}, [AllowsMoveOnly] T{n}>(T0 t) {Times(n, i => $"where T{i} : T{i + 1} ")} where T{n} : class {{ }} }}", null),
        new("structs in structs", n => "[Linear] struct S0 { public Res R; }" + Times(n, i => $"[Linear] struct S{i + 1} {{ public S{i} F; }}") + $"class D {{ void M(S{n} s) {{ s{Times(n, _ => ".F")}.R.Free(); }} }}", null),
        new("structs in structs, unmarked", n => "struct S0 { public Res R; }" + Times(n, i => $"struct S{i + 1} {{ public S{i} F; }}"), null),
        new("classes with values", n => Times(n, i => $"[Linear] class S{i} {{ Res f = Make(); [Consumes] public void End() {{ f.Free(); }} }}")),
        new("enum", n => "enum E { [State(Initial = true, Final = true)] M0, " + Times(n, i => $"[State] M{i + 1},") + "} [Typestate(typeof(E))] class C { " + Times(n, i => $"[Transition(E.M{i}, E.M{i + 1})] public void T{i}() {{ }}") + "}", null),
        new("states", n => Carrier(n)),
        new("cases", n => "[TaggedUnion] public readonly partial struct U { " + Times(n, i => $"public static partial U K{i}(int a{i});") + "} class C { void M() { var r = Make(); r.Free(); } }", null),
        new("nested cases", n => Times(n, i => $"[TaggedUnion] public readonly partial struct U{i} {{ public static partial U{i} A({(i == 0 ? "Res" : $"U{i - 1}")} a); public static partial U{i} B(); }}"), null),
    ];

    /// <summary>A body with a parameter <c>n</c>.</summary>
    public static string Body(string statements) => $"class C {{ void M(int n) {{ {statements} }} }}";

    // A value that is used after it was consumed: what was reported shows that the analysis came to the end.
    private static string Ends(string statements, string members = "") =>
        $"class C {{ void M(int n) {{ var r = Make(); {statements} r.Free(); Peek(r); }} {members} }}";

    private static string Carrier(int n) =>
        "[Typestate] public readonly partial struct Car<TState> { public int Id { get; } }"
        + "[State(Initial = true)] public readonly partial struct S0;"
        + Times(n, i => $"[State{(i == n - 1 ? "(Final = true)" : "")}] public readonly partial struct S{i + 1};")
        + "public static partial class Car { [Transition] public static partial Car<S0> Make(int id);"
        + Times(n, i => $"[Transition] public static partial Car<S{i + 1}> T{i}(this Car<S{i}> car);") + "}";

    private static string Times(int n, Func<int, string> part, string between = " ")
    {
        var text = new StringBuilder();
        for (var i = 0; i < n; i++)
        {
            text.Append(i == 0 ? "" : between).Append(part(i));
        }

        return text.ToString();
    }

    private static string Nest(int n, Func<int, string> open, Func<int, string> close, string inner = "")
    {
        var text = new StringBuilder();
        for (var i = 0; i < n; i++)
        {
            text.Append(open(i)).Append(' ');
        }

        text.Append(inner);
        for (var i = n - 1; i >= 0; i--)
        {
            text.Append(close(i)).Append(' ');
        }

        return text.ToString();
    }
}
