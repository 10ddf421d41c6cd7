namespace Strat9.Runtime.Tests.Ownership;

/// <summary>A linear value that is an object.</summary>
[Linear]
internal sealed class Token(int id)
{
    /// <summary>The number it was made with.</summary>
    public int Id => id;

    /// <summary>Ends it.</summary>
    [Consumes]
    public int End() => id;
}
