using System.Collections.Immutable;

namespace Strat9.Soundness.Language;

internal static class Walk
{
    /// <summary>The blocks directly inside a statement.</summary>
    public static IEnumerable<Block> Blocks(Stmt statement) => statement switch
    {
        If { Else: { } other } branch => [branch.Then, other],
        If branch => [branch.Then],
        While loop => [loop.Body],
        DoWhile loop => [loop.Body],
        ForEach loop => [loop.Body],
        Try guarded => [guarded.Body, .. guarded.Catches.Select(c => c.Body), .. guarded.Finally is { } f ? new[] { f } : []],
        Switch choice => choice.Cases,
        Using { Body: { } body } => [body],
        _ => [],
    };

    /// <summary>The same statement around other blocks.</summary>
    public static Stmt WithBlocks(Stmt statement, IReadOnlyList<Block> blocks) => statement switch
    {
        If { Else: not null } branch => branch with { Then = blocks[0], Else = blocks[1] },
        If branch => branch with { Then = blocks[0] },
        While loop => loop with { Body = blocks[0] },
        DoWhile loop => loop with { Body = blocks[0] },
        ForEach loop => loop with { Body = blocks[0] },
        Try guarded => guarded with
        {
            Body = blocks[0],
            Catches = [.. guarded.Catches.Select((c, i) => c with { Body = blocks[i + 1] })],
            Finally = guarded.Finally is null ? null : blocks[^1],
        },
        Switch choice => choice with { Cases = [.. blocks] },
        Using { Body: not null } scope => scope with { Body = blocks[0] },
        _ => statement,
    };

    /// <summary>All statements of a block, at any depth, outermost first.</summary>
    public static IEnumerable<Stmt> Statements(Block block)
    {
        foreach (var statement in block.Statements)
        {
            yield return statement;
            foreach (var inner in Blocks(statement))
            {
                foreach (var nested in Statements(inner))
                {
                    yield return nested;
                }
            }
        }
    }

    /// <summary>The types with states that a method uses.</summary>
    public static IEnumerable<Ty> StateTypes(Method method)
    {
        var found = new HashSet<Ty>();
        foreach (var parameter in method.Parameters)
        {
            Add(parameter.Type);
        }

        Add(method.Type);
        foreach (var statement in Statements(method.Body))
        {
            foreach (var type in TypesOf(statement))
            {
                Add(type);
            }
        }

        return found;

        void Add(Ty? type)
        {
            if (type is { Protocol: not null, IsContainer: false })
            {
                found.Add(type);
            }
        }
    }

    // Of a place the type is that of a variable, which some statement declares.
    private static IEnumerable<Ty?> TypesOf(Stmt statement) => statement switch
    {
        Declare s => [s.Variable.Type, .. TypesIn(s.Value)],
        Assign s => TypesIn(s.Value),
        Discard s => TypesIn(s.Value),
        Take s => TypesIn(s.Value),
        Return { Value: { } value } => TypesIn(value),
        Using s => [s.Variable.Type],
        If { Test: TryMake { Place: var place } } => [place.Type],
        _ => [],
    };

    private static IEnumerable<Ty?> TypesIn(Expr value) => [TypeOf(value)];

    public static int Count(Block block) => Statements(block).Count();

    /// <summary>Every block that differs from the given one by one edit of one of its statement lists, at any depth.</summary>
    public static IEnumerable<Block> Edits(Block block, Func<ImmutableArray<Stmt>, IEnumerable<ImmutableArray<Stmt>>> edit)
    {
        foreach (var edited in edit(block.Statements))
        {
            yield return new Block(edited);
        }

        for (var i = 0; i < block.Statements.Length; i++)
        {
            var blocks = Blocks(block.Statements[i]).ToArray();
            for (var b = 0; b < blocks.Length; b++)
            {
                foreach (var inner in Edits(blocks[b], edit))
                {
                    var changed = blocks.ToArray();
                    changed[b] = inner;
                    yield return new Block(block.Statements.SetItem(i, WithBlocks(block.Statements[i], changed)));
                }
            }
        }
    }

    /// <summary>The type of a value; <see langword="null"/> is not one.</summary>
    public static Ty? TypeOf(Expr value) => value switch
    {
        New made => made.Type,
        Maybe maybe => maybe.Type,
        Read read => read.Place.Type,
        Pass pass => TypeOf(pass.Value),
        Compose compose => compose.Type,
        Choose choose => TypeOf(choose.Then) ?? TypeOf(choose.Else),
        Coalesce coalesce => coalesce.Value.Type,
        Null none => none.Type,
        Arms arms => arms.Values.Select(TypeOf).FirstOrDefault(t => t is not null),
        _ => null,
    };
}
