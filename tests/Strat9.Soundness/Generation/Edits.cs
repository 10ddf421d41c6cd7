using System.Collections.Immutable;
using Strat9.Soundness.Language;

namespace Strat9.Soundness.Generation;

/// <summary>Small random changes: what a slip of the hand makes of a right method.</summary>
internal static class Edits
{
    private static readonly ImmutableArray<Func<ImmutableArray<Stmt>, IEnumerable<ImmutableArray<Stmt>>>> Kinds =
    [
        Without,
        Twice,
        Swapped,
        WithCall,
        WithCall,
        Guarded,
        GuardedByFinally,
        Optional,
    ];

    public static Method? Delete(Method method, Random random) => Any(method, Without, random);

    public static Method Mutate(Method method, Random random) => Any(method, Kinds[random.Next(Kinds.Length)], random) ?? method;

    private static Method? Any(Method method, Func<ImmutableArray<Stmt>, IEnumerable<ImmutableArray<Stmt>>> edit, Random random)
    {
        var candidates = Walk.Edits(method.Body, edit).ToList();
        return candidates.Count == 0 ? null : method with { Body = candidates[random.Next(candidates.Count)] };
    }

    public static bool Declares(Stmt statement) =>
        statement is Declare or SetFlag { Declares: true } or TakeApart { Declares: true } or Lend { Declares: true } or LendOn { Declares: true } or Using { Body: null } or Label
            or If { Test: TryMake { Declares: true } or TryOk or Bind or TryPop };

    private static bool MustStay(Stmt statement) => Declares(statement) || statement is Return { Value: not null } or Return { Result: not null } or Return { Test: not null };

    private static IEnumerable<ImmutableArray<Stmt>> Without(ImmutableArray<Stmt> statements)
    {
        for (var i = 0; i < statements.Length; i++)
        {
            if (!MustStay(statements[i]))
            {
                yield return statements.RemoveAt(i);
            }
        }
    }

    private static IEnumerable<ImmutableArray<Stmt>> Twice(ImmutableArray<Stmt> statements)
    {
        for (var i = 0; i < statements.Length; i++)
        {
            if (!Walk.Statements(new Block([statements[i]])).Any(s => Declares(s) || s is ForEach or Using or Return))
            {
                yield return statements.Insert(i, statements[i]);
            }
        }
    }

    private static IEnumerable<ImmutableArray<Stmt>> Swapped(ImmutableArray<Stmt> statements)
    {
        for (var i = 0; i + 1 < statements.Length; i++)
        {
            if (!Declares(statements[i]) && !Declares(statements[i + 1]) && statements[i + 1] is not Return)
            {
                yield return statements.SetItem(i, statements[i + 1]).SetItem(i + 1, statements[i]);
            }
        }
    }

    private static IEnumerable<ImmutableArray<Stmt>> WithCall(ImmutableArray<Stmt> statements) =>
        Enumerable.Range(0, statements.Length + 1).Select(i => statements.Insert(i, new Prepare()));

    private static IEnumerable<ImmutableArray<Stmt>> Guarded(ImmutableArray<Stmt> statements) =>
        Wrapped(statements, s => new Try(Block.Of(s), [new Catch(null, null, Block.Empty)], null));

    private static IEnumerable<ImmutableArray<Stmt>> GuardedByFinally(ImmutableArray<Stmt> statements) =>
        Wrapped(statements, s => new Try(Block.Of(s), [], Block.Of(new Prepare())));

    private static IEnumerable<ImmutableArray<Stmt>> Optional(ImmutableArray<Stmt> statements) =>
        Wrapped(statements, s => new If(new Opaque("c"), Block.Of(s), null));

    private static IEnumerable<ImmutableArray<Stmt>> Wrapped(ImmutableArray<Stmt> statements, Func<Stmt, Stmt> wrap)
    {
        for (var i = 0; i < statements.Length; i++)
        {
            if (!MustStay(statements[i]) && !EndsPath(statements[i]))
            {
                yield return statements.SetItem(i, wrap(statements[i]));
            }
        }
    }

    private static bool EndsPath(Stmt statement) => statement is Throw or Rethrow or Return or Break or Continue or Goto;
}
