using System.Collections.Immutable;
using Strat9.Soundness.Language;
using Strat9.Soundness.Oracle;

namespace Strat9.Soundness.Generation;

/// <summary>
/// Makes faulty methods right, or nearly: climbs to fewer faults, as the oracle counts them, by leaving statements out and by consuming
/// at some point what is leaked. So right programs are not just the simple ones.
/// </summary>
internal static class Repair
{
    public static Method Climb(Method method, Random random, int rounds, PathMode mode = PathMode.Explicit)
    {
        var verdict = Explorer.Explore(method, mode);
        for (var round = 0; round < rounds && verdict is { IsComplete: true, IsClean: false }; round++)
        {
            var fault = verdict.Findings[random.Next(verdict.Findings.Count)].Violation;
            var candidate = random.Next(3) > 0 && fault.Fault is Fault.Leak or Fault.Overwritten
                ? Consume(method, fault.Name, random) ?? Edits.Delete(method, random)
                : Edits.Delete(method, random);
            if (candidate is null)
            {
                continue;
            }

            var next = Explorer.Explore(candidate, mode, enough: verdict.Findings.Count);
            if (next.IsComplete && next.Findings.Count < verdict.Findings.Count)
            {
                (method, verdict) = (candidate, next);
            }
        }

        return method;
    }

    // Consumes the variable somewhere in its scope.
    private static Method? Consume(Method method, string name, Random random)
    {
        if (method.Parameters.FirstOrDefault(p => p.Name == name) is { Type: not null } parameter)
        {
            return parameter.Role == Role.Own ? method with { Body = Insert(method.Body, 0, parameter, random) } : null;
        }

        var candidates = Walk.Edits(method.Body, statements => InsertAfterDeclaration(statements, name, random)).ToList();
        return candidates.Count == 0 ? null : method with { Body = candidates[random.Next(candidates.Count)] };
    }

    private static IEnumerable<ImmutableArray<Stmt>> InsertAfterDeclaration(ImmutableArray<Stmt> statements, string name, Random random)
    {
        for (var i = 0; i < statements.Length; i++)
        {
            var declared = statements[i] switch
            {
                Declare { Variable: { Name: var n } variable } when n == name => variable,
                TakeApart { Declares: true } d => d.Targets.Select(t => t.Root).FirstOrDefault(v => v.Name == name),
                If { Test: TryMake { Declares: true, Place.Root: var variable } } when variable.Name == name => variable,
                _ => null,
            };
            if (declared is not null)
            {
                yield return Insert(new Block(statements), i + 1, declared, random).Statements;
            }
        }
    }

    private static Block Insert(Block block, int from, Var variable, Random random)
    {
        var take = new Take(TakeForm.Call, new Read(variable));
        var rest = new Block(block.Statements[from..]);
        var candidates = Walk.Edits(rest, statements => Enumerable.Range(0, statements.Length + 1).Select(i => statements.Insert(i, take))).ToList();
        var chosen = candidates[random.Next(candidates.Count)];
        return new Block([.. block.Statements[..from], .. chosen.Statements]);
    }
}
