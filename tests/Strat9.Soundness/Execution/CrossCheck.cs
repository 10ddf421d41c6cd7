using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Strat9.Soundness.Comparison;
using Strat9.Soundness.Language;
using Strat9.Soundness.Oracle;

namespace Strat9.Soundness.Execution;

/// <summary>
/// Tests the oracle: compiles programs with traced values, runs them along random paths and along the paths of the oracle's findings,
/// and compares each choice that is asked for and each fault.
/// </summary>
internal static class CrossCheck
{
    private const int Walks = 25;

    /// <summary>Returns what differs, and how many paths were compared.</summary>
    public static (IReadOnlyList<string> Differences, int Paths) Check(int seed, int count)
    {
        var differences = new List<string>();
        var paths = 0;
        var fuzzer = new Fuzzer(seed) { IsPlain = true };
        for (var from = 0; from < count; from += Fuzzer.BatchSize)
        {
            var methods = Enumerable.Range(from, Math.Min(Fuzzer.BatchSize, count - from))
                .Select(i => fuzzer.Generate(i, PathMode.Explicit, out _)).OfType<Method>().ToList();
            methods = [.. methods.Zip(Batch.Analyze(methods, PathMode.Explicit, Fuzzer.Analyzers)).Where(p => p.Second.Errors.IsEmpty).Select(p => p.First)];
            var context = new AssemblyLoadContext("Traced", isCollectible: true);
            var type = Load(context, methods);
            for (var i = 0; i < methods.Count; i++)
            {
                var entry = type.GetMethod("M" + i.ToString(CultureInfo.InvariantCulture))!;
                paths += Check(methods[i], entry, new Random(from + i), differences);
            }

            context.Unload();
        }

        return (differences, paths);
    }

    private static Type Load(AssemblyLoadContext context, IReadOnlyList<Method> methods)
    {
        var text = new StringBuilder(
            """
            using System;
            using System.Diagnostics;
            using System.Threading.Tasks;
            using Strat9.Soundness.Execution;

            public static class Programs
            {

            """);
        for (var i = 0; i < methods.Count; i++)
        {
            text.Append(TracedPrinter.Trace(methods[i], "M" + i.ToString(CultureInfo.InvariantCulture)));
        }

        var tree = CSharpSyntaxTree.ParseText(text.Append("}\n").ToString(), Verify.TestCompilation.ParseOptions(LanguageVersion.CSharp14));
        var compilation = CSharpCompilation.Create(
            "Traced",
            [tree],
            [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(Run).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
        {
            var error = result.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error);
            var line = error.Location.GetLineSpan().StartLinePosition.Line;
            throw new InvalidOperationException($"{error}\n{string.Join("\n", tree.ToString().Split('\n').Skip(Math.Max(0, line - 12)).Take(16))}");
        }

        image.Position = 0;
        return context.LoadFromStream(image).GetType("Programs")!;
    }

    private static int Check(Method method, MethodInfo entry, Random random, List<string> differences)
    {
        var code = Lowering.Lower(method);
        var paths = 0;
        for (var walk = 0; walk < Walks; walk++)
        {
            var log = new List<(string Label, int Count, int Choice)>();
            var outcome = Execute(method, code, entry, (label, count) =>
            {
                var throws = label.StartsWith("throw:", StringComparison.Ordinal) && label != "throw:Fail";
                var choice = throws && (log.Count > 80 || random.Next(100) < 90) ? 0 : random.Next(count);
                log.Add((label, count, choice));
                return choice;
            });
            paths++;
            Compare(method, code, log, outcome, differences);
        }

        foreach (var finding in Explorer.Explore(code, PathMode.Explicit, asksEverywhere: true).Findings)
        {
            paths++;
            Replay(method, code, entry, finding, differences);
        }

        return paths;
    }

    // What the oracle has found must happen when its path is run.
    private static void Replay(Method method, Code code, MethodInfo entry, Finding finding, List<string> differences)
    {
        var at = 0;
        var strayed = false;
        var random = new Random(1);
        var outcome = Execute(method, code, entry, (label, count) =>
        {
            if (at < finding.Path.Count)
            {
                strayed |= finding.Path[at].Label != label;
                return strayed ? 0 : finding.Path[at++].Choice;
            }

            return label.StartsWith("throw:", StringComparison.Ordinal) ? 0 : random.Next(count);
        });
        if (outcome.HasStopped)
        {
            return;
        }

        var isLeak = IsLeak(finding.Violation.Fault);
        if (strayed || (isLeak ? !outcome.IgnoresLeaks && !outcome.Faults.Any(IsLeak) : !outcome.Faults.Contains(finding.Violation.Fault)))
        {
            differences.Add($"The oracle's {finding.Violation} does not happen{(strayed ? " (another path)" : string.Empty)}: "
                + Describe(method, [.. finding.Path.Select(p => (p.Label, 0, p.Choice))], outcome.Faults, []));
        }
    }

    private static bool IsLeak(Fault fault) => fault is Fault.Leak or Fault.Overwritten or Fault.Discarded;

    // The machine walks the path that was run: it must ask for the same choices and find the same faults.
    private static void Compare(
        Method method, Code code, List<(string Label, int Count, int Choice)> log, Outcome outcome, List<string> differences)
    {
        var faults = new HashSet<Fault>();
        var machine = new Machine(code, PathMode.Explicit, asksEverywhere: true) { Report = v => faults.Add(v.Fault) };
        var config = machine.Start();
        var at = 0;
        var heads = 0;
        while (machine.Advance(config, out var label) is var count and > 0)
        {
            if (label.Length == 0)
            {
                if (outcome.HasStopped && ++heads > Run.MaxSteps)
                {
                    // Both go round without a choice.
                    return;
                }

                machine.Choose(config, 0);
                continue;
            }

            if (at == log.Count && outcome.HasStopped)
            {
                return;
            }

            if (at == log.Count || log[at].Label != label || log[at].Count != count)
            {
                var asked = at == log.Count ? "nothing" : $"{log[at].Label} of {log[at].Count}";
                differences.Add($"The run asks for {asked}, the oracle for {label} of {count}: {Describe(method, log[..at], outcome.Faults, faults)}");
                return;
            }

            machine.Choose(config, log[at++].Choice);
        }

        if (at != log.Count)
        {
            differences.Add($"The oracle ends, the run goes on with {log[at].Label}: {Describe(method, log, outcome.Faults, faults)}");
            return;
        }

        if (outcome.HasStopped)
        {
            return;
        }

        var ignoresLeaks = outcome.IgnoresLeaks || machine.EndedImplicitly;
        if (!Families(faults, ignoresLeaks).SetEquals(Families(outcome.Faults, ignoresLeaks)))
        {
            differences.Add("Other faults: " + Describe(method, log, outcome.Faults, faults));
        }
    }

    private static HashSet<string> Families(IEnumerable<Fault> faults, bool ignoresLeaks) =>
    [
        .. faults.Where(f => !ignoresLeaks || !IsLeak(f)).Select(f => IsLeak(f) ? "leak" : f.ToString()),
    ];

    private static string Describe(
        Method method, IReadOnlyList<(string Label, int Count, int Choice)> log, IEnumerable<Fault> run, IEnumerable<Fault> oracle) =>
        $"run [{string.Join(", ", run)}], oracle [{string.Join(", ", oracle)}]\n"
        + $"path [{string.Join(", ", log.Select(l => $"{l.Label}={l.Choice}"))}]\n{Printer.Print(method, "M")}{TracedPrinter.Trace(method, "M")}";

    private sealed record Outcome(HashSet<Fault> Faults, bool IgnoresLeaks, bool HasStopped);

    private static Outcome Execute(Method method, Code code, MethodInfo entry, Func<string, int, int> choose)
    {
        Run.Begin(code.Raised, choose);
        var slots = method.Parameters.Select(Slot).ToArray();
        object? result = null;
        var (isThrown, isImplicit) = (false, false);
        try
        {
            result = entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [.. slots], CultureInfo.InvariantCulture);
            (result as Task)?.GetAwaiter().GetResult();
        }
        catch (TracedException e)
        {
            (isThrown, isImplicit) = (true, e.IsImplicit);
        }
        catch (System.Diagnostics.UnreachableException)
        {
            isThrown = true;
        }
        catch (StoppedException)
        {
            return new Outcome([.. Run.Faults], true, true);
        }

        var says = isThrown || Run.HasUnknownResult ? null : result as bool?;
        var saysUnknown = !isThrown && says is null;
        for (var i = 0; i < slots.Length; i++)
        {
            EndParameter(method.Parameters[i].Role, slots[i], isThrown, isImplicit, says, saysUnknown);
        }

        (result as Val)?.Kill();
        var ignores = isImplicit || Run.IsUnreachable || code.OnlyThrows;
        if (!ignores && Run.Leaks())
        {
            Run.Note(Fault.Leak);
        }

        return new Outcome([.. Run.Faults], ignores, Run.HasStopped);
    }

    private static Slot Slot(Var parameter)
    {
        var slot = new Slot(parameter.Name, parameter.Type!);
        if (parameter.Role == Role.Borrow)
        {
            slot.Lend();
        }
        else if (parameter.Role != Role.GivenWhenTrue)
        {
            slot.Fill(Run.Make(parameter.Type!));
        }

        return slot;
    }

    // The contract of a parameter, where the method ends.
    private static void EndParameter(Role role, Slot slot, bool isThrown, bool isImplicit, bool? says, bool saysUnknown)
    {
        switch (role)
        {
            case Role.Ref:
                if (!isImplicit && slot.IsBroken())
                {
                    Run.Note(Fault.LeftMoved);
                }

                slot.Discard();
                break;
            case Role.ConsumedWhenTrue:
                if (!isImplicit && says != true && slot.IsBroken())
                {
                    Run.Note(Fault.ThroughBorrow);
                }

                if (isThrown || says == false)
                {
                    slot.Discard();
                }

                break;
            case Role.GivenWhenTrue:
                if (!isThrown && (says == true || saysUnknown) && slot.Holds == State.NotGiven)
                {
                    Run.Note(Fault.Forged);
                }

                if (isThrown || says == true)
                {
                    slot.Discard();
                }

                break;
        }
    }
}
