using Strat9.CodeFixes.States;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.CodeFixes;

public class MissingArmsFixTests
{
    private const string Title = "Write what is missing";

    private static readonly string Types = Prelude.Source +
        """

        public enum ValveState { [State(Initial = true)] Shut, [State] Half, [State] @else, [State(Final = true)] Gone }

        [Typestate(typeof(ValveState))]
        public sealed class Valve
        {
            [Tests] public ValveState State => throw new NotSupportedException();
        }

        [TaggedUnion]
        public readonly partial struct Found
        {
            public static partial Found Nothing();
            public static partial Found One(int number);
            public static partial Found Many(int count);
        }
        """;

    [Theory]
    [InlineData("int M([Borrows] Valve v) => v.State switch { ValveState.Shut => 1, ValveState.Half or ValveState.Gone => 2 };",
        "int M([Borrows] Valve v) => v.State switch { ValveState.Shut => 1, ValveState.Half or ValveState.Gone => 2, ValveState.@else => throw new NotImplementedException() };")]
    [InlineData("int M([Borrows] Valve v) => v.State switch\n    {\n        ValveState.Shut => 1, // shut\n        ValveState.@else => 2,\n    };",
        "int M([Borrows] Valve v) => v.State switch\n    {\n        ValveState.Shut => 1, // shut\n        ValveState.@else => 2,\n        ValveState.Half => throw new NotImplementedException(),\n        ValveState.Gone => throw new NotImplementedException(),\n    };")]
    [InlineData("void M([Borrows] Valve v) { switch (v.State) { case ValveState.Shut or ValveState.Half or ValveState.@else: break; } }",
        "void M([Borrows] Valve v) { switch (v.State) { case ValveState.Shut or ValveState.Half or ValveState.@else: break; case ValveState.Gone: throw new NotImplementedException(); } }")]
    [InlineData("void M([Borrows] Valve v)\n    {\n        switch (v.State)\n        {\n            case ValveState.Shut:\n            case ValveState.@else:\n                break;\n            // The rest.\n        }\n    }",
        "void M([Borrows] Valve v)\n    {\n        switch (v.State)\n        {\n            case ValveState.Shut:\n            case ValveState.@else:\n                break;\n            // The rest.\n            case ValveState.Half:\n                throw new NotImplementedException();\n            case ValveState.Gone:\n                throw new NotImplementedException();\n        }\n    }")]
    [InlineData("int M(Found f) => f.Kind switch { Found.Tag.Nothing => 0, Found.Tag.One => 1 };",
        "int M(Found f) => f.Kind switch { Found.Tag.Nothing => 0, Found.Tag.One => 1, Found.Tag.Many => throw new NotImplementedException() };")]
    [InlineData("int M(Found f, bool b, [Borrows] Valve v) => (f.Kind, b, v.State) switch { (Found.Tag.Nothing or Found.Tag.One, _, _) => 0, (_, true, not ValveState.@else) => 1, (_, _, ValveState.@else) => 2 };",
        "int M(Found f, bool b, [Borrows] Valve v) => (f.Kind, b, v.State) switch { (Found.Tag.Nothing or Found.Tag.One, _, _) => 0, (_, true, not ValveState.@else) => 1, (_, _, ValveState.@else) => 2, (Found.Tag.Many, false, ValveState.Shut) => throw new NotImplementedException(), (Found.Tag.Many, false, ValveState.Half) => throw new NotImplementedException(), (Found.Tag.Many, false, ValveState.Gone) => throw new NotImplementedException() };")]
    [InlineData("void M(Found f, bool b, int n) { switch ((n, f.Kind, b)) { case (_, Found.Tag.Nothing, true): break; case (_, Found.Tag.One or Found.Tag.Nothing, false): break; } }",
        "void M(Found f, bool b, int n) { switch ((n, f.Kind, b)) { case (_, Found.Tag.Nothing, true): break; case (_, Found.Tag.One or Found.Tag.Nothing, false): break; case (_, Found.Tag.One, true): throw new NotImplementedException(); case (_, Found.Tag.Many, _): throw new NotImplementedException(); } }")]
    public Task Arm_IsWritten(string before, string after) =>
        Fixes.Apply(new MissingArmsFix(), Frame(before), Frame(after), Title, Types);

    [Fact]
    public Task Arms_AreWrittenEverywhere() => Fixes.ApplyAll(
        new MissingArmsFix(),
        Frame("int M(Found f) => f.Kind switch { Found.Tag.Nothing => 0, Found.Tag.One => 1 };\n    void N(Found f) { switch (f.Kind) { case Found.Tag.One or Found.Tag.Many: break; } }\n    int O(Found f) => f.Kind switch { _ => 0 };"),
        Frame("int M(Found f) => f.Kind switch { Found.Tag.Nothing => 0, Found.Tag.One => 1, Found.Tag.Many => throw new NotImplementedException() };\n    void N(Found f) { switch (f.Kind) { case Found.Tag.One or Found.Tag.Many: break; case Found.Tag.Nothing: throw new NotImplementedException(); } }\n    int O(Found f) => f.Kind switch { _ => 0 };"),
        prelude: Types);

    [Theory]
    [InlineData("int M(Found f) => f.Kind switch { Found.Tag.Nothing => 0, _ => 1 };")]
    [InlineData("void M([Borrows] Valve v) { switch (v.State) { default: break; } }")]
    public async Task Complete_NothingIsOffered(string member) =>
        Assert.Empty(await Fixes.Offered(new MissingArmsFix(), Frame(member), Types));

    [Fact]
    public Task HalfTyped_NothingThrows()
    {
        var source = Frame("int M(Found f, [Borrows] Valve v) { switch (v.State) { case ValveState.Shut: break; } return f.Kind switch { Found.Tag.One => 1, }; }");
        var halves = Enumerable.Range(0, source.Length / 2).Select(i => source[..(2 * i)]);
        return Fixes.Survives(new MissingArmsFix(), halves, Types, TestContext.Current.CancellationToken);
    }

    private static string Frame(string member) => $"class C\n{{\n    {member}\n}}\n";
}
