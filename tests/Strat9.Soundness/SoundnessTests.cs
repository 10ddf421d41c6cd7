using Strat9.Analyzers.Ownership;
using Strat9.Soundness.Comparison;
using Strat9.Soundness.Execution;
using Strat9.Soundness.Mutation;

namespace Strat9.Soundness;

/// <summary>A slice of what the console runs at length. One class, so that nothing runs while a rule is switched off.</summary>
public class SoundnessTests
{
    private const int Programs = 1500;
    private const int Exceptional = 250;

    [Fact]
    public void AcceptedPrograms_AreRight()
    {
        var tally = new Fuzzer(1).Run(Programs);
        Assert.True(tally.Count(Kind.Unsound) == 0 && tally.Count(Kind.Invalid) == 0 && tally.ImpreciseShare < 0.015, Reports.Summary(tally, shrink: true, limit: 3));
        Assert.InRange(tally.Right, Programs / 5, Programs);
        Assert.InRange(tally.Faulty, Programs / 5, Programs);
    }

    [Fact]
    public void FaultsOnExceptionalPathsOnly_AreFound()
    {
        var tally = new Fuzzer(2) { OnlyExceptional = true }.Run(Exceptional);
        Assert.True(tally.Count(Kind.Unsound) == 0, Reports.Summary(tally, shrink: true, limit: 3));
        Assert.InRange(tally.OnlyExceptional, Exceptional / 3, Exceptional);
    }

    [Fact]
    public void ProgramsWithStates_AreRight() => AreRight(new Fuzzer(5) { OnlyStates = true }, count: 250);

    [Fact]
    public void ProgramsWithContainers_AreRight() => AreRight(new Fuzzer(6) { OnlyContainers = true }, count: 250);

    [Fact]
    public void ProgramsWithViews_AreRight() => AreRight(new Fuzzer(7) { OnlyViews = true }, count: 250);

    private static void AreRight(Fuzzer fuzzer, int count)
    {
        var tally = fuzzer.Run(count);
        Assert.True(tally.Count(Kind.Unsound) == 0 && tally.Count(Kind.Invalid) == 0, Reports.Summary(tally, shrink: true, limit: 3));
        Assert.InRange(tally.Right, count / 5, count);
        Assert.InRange(tally.Faulty, count / 5, count);
    }

    [Fact]
    public void Oracle_AgreesWithExecution()
    {
        var (differences, paths) = CrossCheck.Check(seed: 3, count: 250);
        Assert.True(differences.Count == 0, string.Join("\n\n", differences.OrderBy(d => d.Length).Take(3)));
        Assert.InRange(paths, 5000, int.MaxValue);
    }

    [Theory]
    [InlineData(nameof(TransferRule.MoveLeavesPlace))]
    [InlineData(nameof(TransferRule.ScopeEndOwes))]
    [InlineData(nameof(TransferRule.CallsThrow))]
    [InlineData(nameof(TransferRule.TakenOnResult))]
    [InlineData(nameof(TransferRule.ReferencesAreWhole))]
    public void Mutants_AreCaught(string rule)
    {
        Assert.SkipUnless(Mutants.AreAvailable, "Only a Debug build can switch off rules.");
        Assert.NotEqual(0, Mutants.Hunt(Enum.Parse<TransferRule>(rule), seed: 4, limit: 1000).Programs);
    }
}
