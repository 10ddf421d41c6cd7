using Strat9.Soundness.Language;

namespace Strat9.Soundness.Oracle;

internal enum Op
{
    /// <summary>A point that a path may come back to.</summary>
    Head,
    Use,
    UseTag,

    /// <summary>A member is called: null throws.</summary>
    NotNull,
    Move,
    Alias,
    Fresh,
    Nothing,
    Copy,
    Compose,
    Fill,
    Drop,
    Clear,

    /// <summary>The value goes without a temporary.</summary>
    Consume,

    /// <summary>What is still there would be lost to an <c>out</c>.</summary>
    BeforeOut,
    Own,
    NotGiven,
    Lent,
    MayThrow,
    Branch,
    Pick,

    /// <summary>To a point around or beside this one; ends scopes and runs <c>finally</c> bodies.</summary>
    Go,
    TestFlag,
    SetFlag,
    TestNull,
    TestEmpty,
    Throw,
    Fail,
    Rethrow,
    FilterTrue,
    FilterFalse,
    EndFinally,
    /// <summary>The value is in any state.</summary>
    AnyState,

    /// <summary>A value must be in a state of a set.</summary>
    Require,

    SetState,
    Push,
    Pop,

    /// <summary>A view borrows from a place, from what another borrows from, or from nothing.</summary>
    Lend,
    LendOn,
    Unlend,

    /// <summary>A view is used.</summary>
    Touch,

    /// <summary>A container is disposed: what is inside is lost.</summary>
    DisposeFull,
    TestState,

    /// <summary>The state in which a parameter came.</summary>
    Entry,
    SetResult,
    Exit,
    Stop,
}

/// <summary>Where the state of a variable or temporary is: the whole, then its parts.</summary>
internal sealed record Cell(int At, Ty? Type, Var? Variable)
{
    public int Width => 1 + (Type?.Parts.Length ?? 0) + (Type?.Protocol is null ? 0 : 1);

    /// <summary>Where the state of its protocol is.</summary>
    public int StateAt => At + Width - 1;

    public bool Owes(byte[] s)
    {
        if (Type is not { IsLinear: true })
        {
            return false;
        }

        if (Type.OwesAsWhole && s[At] == State.Owned)
        {
            return Type.Protocol is not { } protocol || !protocol.IsFinal(s[StateAt] - State.First);
        }

        if (Type.OwesAsWhole && Type.Parts.IsEmpty)
        {
            return false;
        }

        for (var i = 0; i < Type.Parts.Length; i++)
        {
            if (Type.Parts[i].Type.IsLinear && s[At + 1 + i] == State.Owned)
            {
                return true;
            }
        }

        return false;
    }
}

internal static class State
{
    public const byte Dead = 0;
    public const byte Owned = 1;
    public const byte Moved = 2;
    public const byte Null = 3;

    /// <summary>A fault with it was recorded; nothing more is said of it.</summary>
    public const byte Spent = 4;
    public const byte NotGiven = 5;
    public const byte Borrowed = 6;

    /// <summary>The first state of a protocol.</summary>
    public const byte First = 16;

    /// <summary>A view that borrows from the first lender; the next number says that this loan has ended, and so on.</summary>
    public const byte FirstLoan = 16;

    /// <summary>For a flag: its value is not correlated with anything.</summary>
    public const byte Unknown = 2;
}

internal enum RegionKind
{
    Body,
    Catch,
    Filter,
    Finally,
}

internal sealed class Region(RegionKind kind, TryInfo @try, Region? parent)
{
    public RegionKind Kind => kind;

    public TryInfo Try => @try;

    public Region? Parent => parent;

    public bool IsIn(Region? other)
    {
        for (var r = this; r is not null; r = r.Parent)
        {
            if (r == other)
            {
                return true;
            }
        }

        return other is null;
    }
}

internal sealed class TryInfo
{
    public required int Id { get; init; }

    public required Scope Scope { get; init; }

    public required Region? Parent { get; init; }

    public List<Handler> Handlers { get; } = [];

    public int FinallyPc { get; set; } = -1;

    /// <summary>Where the type of the exception is kept that a handler has caught.</summary>
    public int Caught { get; set; }
}

internal sealed class Handler
{
    public required string? Type { get; init; }

    public int FilterPc { get; set; } = -1;

    public int BodyPc { get; set; }
}

internal sealed class Scope(Scope? parent)
{
    public Scope? Parent => parent;

    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    public List<Cell> Cells { get; } = [];
}

internal sealed class Instr
{
    public required Op Op { get; init; }

    public required Region? Region { get; init; }

    public required Scope Scope { get; init; }

    public Cell? Cell { get; init; }

    public int Part { get; init; } = -1;

    public Cell? Temp { get; init; }

    public Cell[] Temps { get; init; } = [];

    public string Label { get; init; } = string.Empty;

    public int Number { get; init; }

    public int Target { get; set; } = -1;

    public int[] Targets { get; init; } = [];

    /// <summary>Arguments of calls that have not started: on an exception they are still owned.</summary>
    public (Cell Temp, Cell Place, int Part)[] Restore { get; init; } = [];

    /// <summary>A set of states.</summary>
    public int Mask { get; init; }

    /// <summary>Whether some handler or <c>finally</c> of the method may see an exception from here.</summary>
    public bool IsGuarded { get; init; }

    /// <summary>The variable or part as it is written.</summary>
    public string Name => Cell?.Variable is { } variable ? new Place(variable, Part).Text : "a temporary";
}

/// <summary>A method as instructions for the <see cref="Machine"/>.</summary>
internal sealed class Code
{
    public List<Instr> Instructions { get; } = [];

    public List<Cell> Parameters { get; } = [];

    /// <summary>Where the state is kept in which a parameter came.</summary>
    public Dictionary<Cell, int> Entries { get; } = [];

    public int Size { get; set; }

    /// <summary>The places that views borrow from, numbered.</summary>
    public List<(Cell Cell, int Part)> Lenders { get; } = [];

    /// <summary>The variables that are views.</summary>
    public List<Cell> Views { get; } = [];

    /// <summary>Where the temporaries are, which end with their statement.</summary>
    public List<(int From, int To)> Temporaries { get; } = [];

    public int Result { get; set; }

    /// <summary>The types of exceptions that an operation may raise, as far as the handlers can tell.</summary>
    public List<string> Raised { get; } = [];

    public bool OnlyThrows { get; set; }
}
