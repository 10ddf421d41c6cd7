namespace Strat9.Soundness.Generation;

/// <summary>Weights of what the generator writes; 0 switches a feature off.</summary>
internal sealed record Features
{
    public int Declare { get; init; } = 14;

    public int Take { get; init; } = 16;

    public int Look { get; init; } = 10;

    public int Assign { get; init; } = 6;

    public int Parts { get; init; } = 5;

    public int If { get; init; } = 9;

    public int Loop { get; init; } = 5;

    public int ForEach { get; init; } = 2;

    public int Try { get; init; } = 8;

    public int Switch { get; init; } = 3;

    public int Jump { get; init; } = 4;

    public int Goto { get; init; } = 1;

    public int Flags { get; init; } = 5;

    public int Out { get; init; } = 4;

    public int Ref { get; init; } = 3;

    public int Discard { get; init; } = 1;

    public int Tuples { get; init; } = 4;

    public int Using { get; init; } = 2;

    public int Unions { get; init; } = 3;

    public int Nulls { get; init; } = 5;

    public int Prepare { get; init; } = 5;

    public int TwoArguments { get; init; } = 5;

    public int Ends { get; init; } = 1;

    /// <summary>Types with in-place states.</summary>
    public int States { get; init; }

    /// <summary>Containers of linear values.</summary>
    public int Containers { get; init; }

    /// <summary>The number of the first of the protocols to choose from: the programs of a batch share a few.</summary>
    public int Protocols { get; init; }

    /// <summary>Percent of methods that are <c>async</c>.</summary>
    public int Async { get; init; } = 10;

    /// <summary>Spans that borrow.</summary>
    public int Views { get; init; }

    /// <summary>Mostly guarded code.</summary>
    public static Features Exceptional { get; } = new() { Try = 24, Prepare = 12, Flags = 7, Using = 4, TwoArguments = 10 };
}
