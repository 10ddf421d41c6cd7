using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Strat9.Generators.Unions;
using Strat9.Verify;

namespace Strat9.Generators.Tests.Unions;

/// <summary>What an edit does not concern is not generated again.</summary>
public class UnionCachingTests
{
    private static readonly string[] Steps =
        [UnionGenerator.ParseStep, UnionGenerator.NameStep, UnionGenerator.EnvironmentStep, UnionGenerator.PolyfillStep];

    private const string Payload = "public readonly struct Payload;";

    private const string Union =
        """
        [TaggedUnion]
        public readonly partial struct R
        {
            public static partial R Ok(Payload value, string? text);
            public static partial R None();
        }
        """;

    [Fact]
    public void SecondRun_IsCached()
    {
        var (driver, compilation) = Start();
        var again = driver.RunGenerators(compilation, TestContext.Current.CancellationToken);
        AssertReasons(again, IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void SameSourceCompiledAnew_ChangesNothing()
    {
        var (driver, compilation) = Start();
        var again = driver.RunGenerators(compilation.Clone(), TestContext.Current.CancellationToken);
        AssertReasons(again, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged);
    }

    [Theory]
    [InlineData("class Other { void M() { } }", "class Other { void M() { int x = 1; } }")]
    [InlineData(Union, "// A comment above.\n" + Union)]
    [InlineData(Payload, Payload + "\npublic sealed class Another;")]
    public void UnrelatedEdit_ChangesNothing(string before, string after)
    {
        var (driver, compilation) = Start();
        AssertReasons(Edit(driver, compilation, before, after), IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged);
    }

    [Fact]
    public void PayloadThatBecomesLinear_ChangesTheUnion()
    {
        var (driver, compilation) = Start();
        var result = Edit(driver, compilation, Payload, "[Linear] " + Payload).GetRunResult();
        Assert.Contains(result.Results[0].TrackedSteps[UnionGenerator.ParseStep].SelectMany(s => s.Outputs),
            o => o.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified);
        Assert.Contains(result.GeneratedTrees, t => t.ToString().Contains("[global::Strat9.Linear]", StringComparison.Ordinal));
    }

    private static (GeneratorDriver Driver, Compilation Compilation) Start()
    {
        var compilation = TestCompilation.Create([Verifier.Usings, "class Other { void M() { } }", Payload, Union]);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new UnionGenerator().AsSourceGenerator()],
            parseOptions: TestCompilation.ParseOptions(LanguageVersion.CSharp14),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        return (driver.RunGenerators(compilation, TestContext.Current.CancellationToken), compilation);
    }

    private static GeneratorDriver Edit(GeneratorDriver driver, Compilation compilation, string before, string after)
    {
        var tree = compilation.SyntaxTrees.Single(t => t.ToString() == before);
        var edited = CSharpSyntaxTree.ParseText(after, (CSharpParseOptions)tree.Options, tree.FilePath, cancellationToken: TestContext.Current.CancellationToken);
        return driver.RunGenerators(compilation.ReplaceSyntaxTree(tree, edited), TestContext.Current.CancellationToken);
    }

    private static void AssertReasons(GeneratorDriver driver, params IncrementalStepRunReason[] allowed)
    {
        var result = driver.GetRunResult().Results[0];
        Assert.All(Steps, step => Assert.All(result.TrackedSteps[step].SelectMany(s => s.Outputs), o => Assert.Contains(o.Reason, allowed)));
        Assert.All(result.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs),
            o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
    }
}
