namespace Strat9.Runtime.Tests.Ownership;

/// <summary>A linear value too wide to be moved in one instruction: half of one move and half of another would show.</summary>
[Linear]
internal struct Wide(int id)
{
    private long _a = id;
    private long _b = ~(long)id;
    private long _c = id;
    private long _d = ~(long)id;

    /// <summary>The number it was made with.</summary>
    public readonly int Id => _a == _c && _b == _d && _a == ~_b ? (int)_a : throw new InvalidOperationException("torn");

    /// <summary>Changes the number in place.</summary>
    public void Renumber(int id)
    {
        _a = _c = id;
        _b = _d = ~(long)id;
    }

    /// <summary>Ends it.</summary>
    [Consumes]
    public readonly int End() => Id;
}
