namespace Strat9.Runtime.Tests.Ownership;

/// <summary>A by-type protocol with a state in which its values may be dropped.</summary>
[Typestate]
internal readonly partial struct Carrier<TState>
{
    public int Number { get; }
}

[State(Initial = true)]
internal readonly partial struct Open;

[State(Final = true)]
internal readonly partial struct Done;

internal static partial class Carrier
{
    [Transition]
    public static partial Carrier<Open> Begin(int number);

    [Transition]
    public static partial Carrier<Done> Finish(this Carrier<Open> carrier);
}
