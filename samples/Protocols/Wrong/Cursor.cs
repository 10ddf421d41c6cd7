namespace Strat9.Samples.Protocols;

public static class WrongSums
{
    public static int First(params int[] items)
    {
        var cursor = new Cursor(items);
        return cursor.Current; // error STRAT2002
    }

    public static int Last(params int[] items)
    {
        var cursor = new Cursor(items);
        while (cursor.MoveNext())
        {
        }

        return cursor.Current; // error STRAT2002
    }

    public static int Second(params int[] items)
    {
        var cursor = new Cursor(items);
        if (cursor.MoveNext())
        {
            cursor.MoveNext();
            return cursor.Current; // error STRAT2002
        }

        return 0;
    }
}
