using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Strat9.Generators.Protocols;
using Strat9.Verify;

namespace Strat9.Generators.Tests.Protocols;

public class IncrementalTests
{
    private static readonly string[] Steps =
    [
        ProtocolGenerator.CarriersStep, ProtocolGenerator.StatesStep, ProtocolGenerator.TransitionsStep, ProtocolGenerator.ProtocolsStep,
    ];

    [Fact]
    public void SecondRun_IsCached()
    {
        var compilation = Compile(Sources.PhysBlock);
        var driver = Driver().RunGenerators(compilation, TestContext.Current.CancellationToken)
            .RunGenerators(compilation.Clone(), TestContext.Current.CancellationToken);

        Assert.All(Reasons(driver), r => Assert.Equal(IncrementalStepRunReason.Cached, r.Reason));
        Assert.All(Outputs(driver), r => Assert.Equal(IncrementalStepRunReason.Cached, r));
    }

    [Theory]
    [InlineData("// a comment\n")]
    [InlineData("internal static class Unrelated { private static int F() => 1; }\n")]
    [InlineData("internal struct Neighbour<TState> { public int Handle { get; } }\n")]
    public void UnrelatedEdit_ChangesNoStep(string edit)
    {
        var (before, after) = (Compile(Sources.PhysBlock), Compile(Sources.PhysBlock + edit));
        var driver = Driver().RunGenerators(before, TestContext.Current.CancellationToken)
            .RunGenerators(after, TestContext.Current.CancellationToken);

        Assert.Equal(Steps.Length, Reasons(driver).Select(r => r.Step).Distinct().Count());
        Assert.All(
            Reasons(driver),
            r => Assert.True(r.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{r.Step}: {r.Reason}"));
        Assert.All(Outputs(driver), r => Assert.Equal(IncrementalStepRunReason.Cached, r));
    }

    [Fact]
    public void EditOfOneProtocol_WritesOnlyItsFile()
    {
        const string Lamp =
            """
            [Typestate] internal readonly partial struct Lamp<TState>;
            [State(Initial = true, Final = true)] internal partial struct Off;
            internal static partial class Lamp
            {
                [Transition] internal static partial Lamp<Off> Make();

            """;
        var (before, after) = (
            Compile(Sources.PhysBlock + Lamp + "}"),
            Compile(Sources.PhysBlock + Lamp + "[Transition] internal static partial Lamp<Off> Again(this Lamp<Off> lamp); }"));
        var driver = Driver().RunGenerators(before, TestContext.Current.CancellationToken)
            .RunGenerators(after, TestContext.Current.CancellationToken);

        Assert.Single(Outputs(driver), r => r == IncrementalStepRunReason.Modified);
        Assert.Single(Outputs(driver), r => r == IncrementalStepRunReason.Cached);
    }

    private static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new ProtocolGenerator().AsSourceGenerator()],
        parseOptions: TestCompilation.ParseOptions(LanguageVersion.CSharp14),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static Compilation Compile(string source) => TestCompilation.Create([source]);

    private static IEnumerable<(string Step, IncrementalStepRunReason Reason)> Reasons(GeneratorDriver driver) =>
        Assert.Single(driver.GetRunResult().Results).TrackedSteps
            .Where(s => Steps.Contains(s.Key))
            .SelectMany(s => s.Value.SelectMany(run => run.Outputs).Select(o => (s.Key, o.Reason)));

    private static IEnumerable<IncrementalStepRunReason> Outputs(GeneratorDriver driver) =>
        Assert.Single(driver.GetRunResult().Results).TrackedOutputSteps.Values.SelectMany(runs => runs).SelectMany(run => run.Outputs).Select(o => o.Reason);
}
