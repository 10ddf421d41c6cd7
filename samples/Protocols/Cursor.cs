namespace Strat9.Samples.Protocols;

public enum CursorState
{
    [State(Initial = true, Final = true)] Between,
    [State(Final = true)] OnItem,
}

/// <summary>An iterator: <see cref="Current"/> is there only after <see cref="MoveNext"/> has said so.</summary>
[Typestate(typeof(CursorState))]
public sealed class Cursor(IReadOnlyList<int> items)
{
    private int _at = -1;

    [Ensures(CursorState.OnItem, When = true), Ensures(CursorState.Between, When = false)]
    public bool MoveNext() => ++_at < items.Count;

    [Requires(CursorState.OnItem)] public int Current => items[_at];
}

public static class Sums
{
    public static int Of(params int[] items)
    {
        var cursor = new Cursor(items);
        var sum = 0;
        while (cursor.MoveNext())
        {
            sum += cursor.Current;
        }

        return sum;
    }
}
