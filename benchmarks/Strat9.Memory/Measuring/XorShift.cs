namespace Strat9.Memory.Benchmarks;

/// <summary>xorshift64* (Vigna 2016), the same numbers as the peers draw.</summary>
internal struct XorShift(ulong seed)
{
    private ulong _x = seed;

    public ulong Next()
    {
        _x ^= _x << 13;
        _x ^= _x >> 7;
        _x ^= _x << 17;
        return unchecked(_x * 0x2545F4914F6CDD1D) >> 11;
    }

    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int k = (int)(Next() % (ulong)(i + 1));
            (items[i], items[k]) = (items[k], items[i]);
        }
    }
}
