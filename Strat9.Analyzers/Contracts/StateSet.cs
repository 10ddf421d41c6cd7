using System.Numerics;

namespace Strat9.Analyzers.Contracts;

/// <summary>
/// A set of states of one in-place protocol, or of cases of a union, by their numbers in the order of declaration; and a mark beside them
/// (<see cref="Mark"/>). There is no limit to the numbers: the first 63 are bits of one word, which is all that most protocols need.
/// </summary>
internal readonly record struct StateSet
{
    private const int InWord = 63;

    /// <summary>The empty set.</summary>
    public static readonly StateSet Empty;

    /// <summary>Every number there is, and the mark.</summary>
    public static readonly StateSet Everything = ~Empty;

    /// <summary>No state, but what is said of the set as a whole.</summary>
    public static readonly StateSet Mark = new(1UL << InWord, BigInteger.Zero);

    private readonly ulong _word;

    // As in two's complement, a negative one has all the bits that are not written: so a complement is finite too.
    private readonly BigInteger _more;

    private StateSet(ulong word, BigInteger more)
    {
        _word = word;
        _more = more;
    }

    public bool IsEmpty => _word == 0 && _more.IsZero;

    public bool IsSingle => _more.IsZero ? _word != 0 && (_word & (_word - 1)) == 0 : _word == 0 && _more.IsPowerOfTwo;

    /// <summary>The set of one number, counted from 0.</summary>
    public static StateSet Of(int number) =>
        number < InWord ? new(1UL << number, BigInteger.Zero) : new(0, BigInteger.One << (number - InWord));

    /// <summary>The set of the numbers below a limit.</summary>
    public static StateSet Below(int limit) => limit <= InWord
        ? new((1UL << limit) - 1, BigInteger.Zero)
        : new((1UL << InWord) - 1, (BigInteger.One << (limit - InWord)) - BigInteger.One);

    public bool Contains(int number) => !(this & Of(number)).IsEmpty;

    public static StateSet operator |(StateSet a, StateSet b) => new(a._word | b._word, a._more | b._more);

    public static StateSet operator &(StateSet a, StateSet b) => new(a._word & b._word, a._more & b._more);

    public static StateSet operator ~(StateSet a) => new(~a._word, -(a._more + BigInteger.One));

    public bool IsSubsetOf(StateSet other) => (this & ~other).IsEmpty;
}
