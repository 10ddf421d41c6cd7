using System.Collections.Immutable;
using Strat9.Soundness.Generation;
using Strat9.Soundness.Language;
using Strat9.Soundness.Oracle;

namespace Strat9.Soundness.Comparison;

/// <summary>Reduces a method while analyzer and oracle go on to disagree in the same way.</summary>
internal static class Shrinker
{
    public static Disagreement Shrink(Disagreement disagreement)
    {
        if (disagreement.Kind == Kind.Invalid)
        {
            return disagreement;
        }

        while (Smaller(disagreement) is { } smaller)
        {
            disagreement = smaller;
        }

        return disagreement;
    }

    private static Disagreement? Smaller(Disagreement disagreement)
    {
        foreach (var candidates in Candidates(disagreement.Method).Distinct().Chunk(100))
        {
            var explored = candidates.Select(m => (Method: m, Verdict: Explorer.Explore(m, disagreement.Mode)))
                .Where(e => e.Verdict.IsComplete && e.Verdict.IsClean == disagreement.Verdict.IsClean).ToList();
            if (explored.Count == 0)
            {
                continue;
            }

            var answers = Batch.Analyze([.. explored.Select(e => e.Method)], disagreement.Mode, Fuzzer.Analyzers);
            for (var i = 0; i < explored.Count; i++)
            {
                var smaller = disagreement with { Method = explored[i].Method, Verdict = explored[i].Verdict, Answer = answers[i] };
                if (Fuzzer.Compare(smaller.Verdict, smaller.Answer) == disagreement.Kind && IsSame(smaller, disagreement))
                {
                    return smaller;
                }
            }
        }

        return null;
    }

    private static bool IsSame(Disagreement a, Disagreement b) => a.Kind == Kind.Unsound || a.Rules == b.Rules;

    // Larger cuts first.
    private static IEnumerable<Method> Candidates(Method method)
    {
        foreach (var body in Walk.Edits(method.Body, Without))
        {
            yield return method with { Body = body };
        }

        foreach (var body in Walk.Edits(method.Body, Unwrapped))
        {
            yield return method with { Body = body };
        }

        foreach (var body in Walk.Edits(method.Body, Simplified))
        {
            yield return method with { Body = body };
        }

        for (var i = 0; i < method.Parameters.Length; i++)
        {
            yield return method with { Parameters = method.Parameters.RemoveAt(i) };
        }

        for (var i = 0; i < method.Parameters.Length; i++)
        {
            if (method.Parameters[i].States is { EnsuresOnTrue: >= 0 } states)
            {
                yield return method with { Parameters = method.Parameters.SetItem(i, method.Parameters[i] with { States = states with { EnsuresOnTrue = -1 } }) };
            }
        }

        if (method.IsAsync)
        {
            yield return method with { IsAsync = false };
        }

        if (method.ReturnState >= 0)
        {
            yield return method with { ReturnState = -1 };
        }

        if (method.Returns != Returns.Nothing && method.Parameters.All(p => p.States is not { EnsuresOnTrue: >= 0 }))
        {
            yield return method with
            {
                Returns = Returns.Nothing,
                Type = null,
                ReturnState = -1,
                Body = Walk.Edits(method.Body, WithoutResult).FirstOrDefault() ?? method.Body,
            };
        }
    }

    private static IEnumerable<ImmutableArray<Stmt>> WithoutResult(ImmutableArray<Stmt> statements)
    {
        if (statements is [.., Return])
        {
            yield return statements.RemoveAt(statements.Length - 1);
        }
    }

    private static IEnumerable<ImmutableArray<Stmt>> Without(ImmutableArray<Stmt> statements)
    {
        for (var size = statements.Length; size > 0; size /= 2)
        {
            for (var i = 0; i + size <= statements.Length; i++)
            {
                yield return statements.RemoveRange(i, size);
            }
        }
    }

    private static IEnumerable<ImmutableArray<Stmt>> Unwrapped(ImmutableArray<Stmt> statements)
    {
        for (var i = 0; i < statements.Length; i++)
        {
            foreach (var block in Walk.Blocks(statements[i]))
            {
                yield return statements.RemoveAt(i).InsertRange(i, block.Statements);
            }
        }
    }

    private static IEnumerable<ImmutableArray<Stmt>> Simplified(ImmutableArray<Stmt> statements)
    {
        for (var i = 0; i < statements.Length; i++)
        {
            foreach (var simpler in Simpler(statements[i]))
            {
                yield return statements.SetItem(i, simpler);
            }
        }
    }

    private static IEnumerable<Stmt> Simpler(Stmt statement) => statement switch
    {
        If { Else: not null } s => [s with { Else = null }, .. Simpler(s.Test).Select(t => s with { Test = t })],
        If s => Simpler(s.Test).Select(t => s with { Test = t }),
        While s => Simpler(s.Test).Select(t => s with { Test = t }).Prepend<Stmt>(new If(s.Test, s.Body, null)),
        DoWhile s => Simpler(s.Test).Select(t => s with { Test = t }),
        Ignore s => Simpler(s.Test).Select(t => s with { Test = t }),
        SetFlag { Value: { } value } s => Simpler(value).Select(t => s with { Value = t }),
        Try s =>
        [
            .. s.Finally is not null && s.Catches.Length > 0 ? new[] { s with { Finally = null }, s with { Catches = [] } } : [],
            .. s.Catches.Length > 1 ? s.Catches.Select(c => s with { Catches = s.Catches.Remove(c) }) : [],
            .. s.Catches.Where(c => c.Filter is not null).Select(c => s with { Catches = s.Catches.Replace(c, c with { Filter = null }) }),
            .. s.Catches.Where(c => c.Filter is not null)
                .SelectMany(c => Simpler(c.Filter!).Select(f => s with { Catches = s.Catches.Replace(c, c with { Filter = f }) })),
            .. s.Catches.Where(c => c.Type is not null && c == s.Catches[^1])
                .Select(c => s with { Catches = s.Catches.Replace(c, c with { Type = null }) }),
        ],
        Switch { Cases.Length: > 2, Subject: Subject.Number } s => [s with { Cases = s.Cases.RemoveAt(0) }, s with { Cases = s.Cases.RemoveAt(1) }],
        Declare s => Simpler(s.Value).Select(v => s with { Value = v }),
        Assign s => Simpler(s.Value).Select(v => s with { Value = v }),
        Take { Form: not (TakeForm.Call or TakeForm.Lent) } s => [s with { Form = TakeForm.Call }],
        Take s => Simpler(s.Value).Select(v => s with { Value = v }),
        Take2 s =>
        [
            new Take(TakeForm.Call, s.First),
            new Take(TakeForm.Call, s.Second),
            .. Simpler(s.First).Select(v => s with { First = v }),
            .. Simpler(s.Second).Select(v => s with { Second = v }),
        ],
        Push s => Simpler(s.Value).Select(v => s with { Value = v }),
        Absorb s => [new Take(TakeForm.Call, s.Value), new Look(LookForm.Member, s.Receiver)],
        Look { Form: not (LookForm.Call or LookForm.Lent or LookForm.Tag) } s => [s with { Form = LookForm.Call }],
        Using { Body: { } body } s => [s with { Body = null }],
        Return { Value: { } value } s => Simpler(value).Select(v => s with { Value = v }),
        _ => [],
    };

    private static IEnumerable<Cond> Simpler(Cond test) => test switch
    {
        Not s => [s.Inner, .. Simpler(s.Inner).Select(t => new Not(t))],
        And s => [s.Left, s.Right, .. Simpler(s.Left).Select(t => s with { Left = t }), .. Simpler(s.Right).Select(t => s with { Right = t })],
        Or s => [s.Left, s.Right, .. Simpler(s.Left).Select(t => s with { Left = t }), .. Simpler(s.Right).Select(t => s with { Right = t })],
        Opaque { Name: "d" } => [new Opaque("c")],
        Ready or PeekIs or FlagIs or TryStep or IsIn or IsEmpty => [new Opaque("c")],
        TryTake { Form: not TryForm.Send } s => [s with { Form = TryForm.Send }],
        TryMake { ByEnum: true } s => [s with { ByEnum = false }],
        _ => [],
    };

    private static IEnumerable<Expr> Simpler(Expr value) => value switch
    {
        New { IsAsync: true } s => [s with { IsAsync = false }],
        Pass s => [s.Value, .. Simpler(s.Value).Select(v => s with { Value = v })],
        Choose s =>
        [
            s.Then, s.Else,
            .. Simpler(s.Test).Select(t => s with { Test = t }),
            .. Simpler(s.Then).Select(v => s with { Then = v }),
            .. Simpler(s.Else).Select(v => s with { Else = v }),
        ],
        Arms s => [.. s.Values, .. s.Throws ? [s with { Throws = false }] : Array.Empty<Expr>()],
        Compose s => [new New(s.Type)],
        _ => [],
    };
}
