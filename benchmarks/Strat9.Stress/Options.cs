namespace Strat9.Stress;

/// <summary>What to run.</summary>
internal sealed class Options
{
    /// <summary>Ends after so much time, or so many operations, whichever comes first.</summary>
    public long Minutes { get; private set; } = 1;

    public long Operations { get; private set; } = long.MaxValue;

    public int Threads { get; private set; } = 4;

    public int Seed { get; private set; } = 1;

    public int Mebibytes { get; private set; } = 48;

    public bool TrySet(string name, long value)
    {
        switch (name)
        {
            case "--minutes":
                Minutes = value;
                return true;
            case "--operations":
                Operations = value;
                return true;
            case "--threads" when value is > 0 and <= 256:
                Threads = (int)value;
                return true;
            case "--seed" when value <= int.MaxValue:
                Seed = (int)value;
                return true;
            case "--mebibytes" when value is >= 16 and <= 4096:
                Mebibytes = (int)value;
                return true;
            default:
                return false;
        }
    }
}
