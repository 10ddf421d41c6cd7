namespace Strat9;

/// <summary>What the diagnostics ask of an owning container.</summary>
internal interface IHolder
{
    /// <summary>The number of values held; at least 0.</summary>
    int Held { get; }
}
