using System.Collections.Immutable;

namespace Strat9.Analyzers.Ownership;

/// <summary>
/// What is known of a <c>bool</c>, an enum or a null test on one path: nothing, that it is one number, one of a few, or none of a few.
/// Null counts as a number that nothing else has, and an object as any other: a <c>bool?</c> may be null, false or true.
/// </summary>
internal readonly struct Const : IEquatable<Const>
{
    private readonly bool _isKnown;
    private readonly long _value;
    private readonly ImmutableArray<long> _not;
    private readonly ImmutableArray<long> _only;

    private readonly bool _isPositive;

    private Const(bool isKnown, long value, ImmutableArray<long> not, ImmutableArray<long> only = default, bool isPositive = false)
    {
        _isPositive = isPositive;
        _only = only;
        _isKnown = isKnown;
        _value = value;
        _not = not;
    }

    public static Const Unknown => default;

    /// <summary>What null counts as.</summary>
    public const long NullNumber = long.MinValue;

    public static Const Null => Of(NullNumber);

    public static Const NotNull => NotIn([NullNumber]);

    /// <summary>A count that is not 0.</summary>
    public static Const Positive => new(false, 0, [0], isPositive: true);

    public static Const Of(long value) => new(true, value, default);

    public static Const Of(bool value) => Of(value ? 1 : 0);

    public static Const NotIn(ImmutableArray<long> values) => values.IsEmpty ? default : new(false, 0, values);

    /// <summary>One of these, in any order; of none it says nothing.</summary>
    public static Const OneOf(IEnumerable<long> values) => values.Distinct().OrderBy(v => v).ToImmutableArray() switch
    {
        [] => default,
        [var only] => Of(only),
        var several => new(false, 0, default, several),
    };

    public bool IsUnknown => !_isKnown && _not.IsDefault && _only.IsDefault;

    /// <summary>The numbers it may be, where they are a few; otherwise the default.</summary>
    public ImmutableArray<long> Possible => _only;

    public long? Value => _isKnown ? _value : null;

    /// <summary>Whether it equals the number: yes, no, or not known.</summary>
    public bool? EqualTo(long value)
    {
        if (_isKnown)
        {
            return _value == value;
        }

        return (!_not.IsDefault && _not.Contains(value)) || (!_only.IsDefault && !_only.Contains(value)) ? false : null;
    }

    /// <summary>Whether it is greater than the number: yes, no, or not known.</summary>
    public bool? GreaterThan(long value) =>
        _isKnown ? _value > value
        : !_only.IsDefault ? _only[0] > value ? true : _only[_only.Length - 1] <= value ? false : null
        : _isPositive && value < 1 ? true
        : null;

    /// <summary>The same, with the number excluded.</summary>
    public Const Except(long value) => _isKnown ? this : !_only.IsDefault ? OneOf(_only.Remove(value)) : NotIn(_not.IsDefault ? [value] : _not.Contains(value) ? _not : _not.Add(value).Sort());

    public Const Not() => _isKnown ? Of(_value == 0 ? 1 : 0) : EqualTo(0) == false ? Of(0) : EqualTo(1) == false ? Of(1) : default;

    public bool Equals(Const other)
    {
        if (_isKnown != other._isKnown || _isPositive != other._isPositive || _value != other._value || _not.IsDefault != other._not.IsDefault
            || _only.IsDefault != other._only.IsDefault)
        {
            return false;
        }

        return (_not.IsDefault || _not.SequenceEqual(other._not)) && (_only.IsDefault || _only.SequenceEqual(other._only));
    }

    public override bool Equals(object? obj) => obj is Const other && Equals(other);

    public override int GetHashCode() => _isKnown ? _value.GetHashCode() : _not.IsDefault ? 17 : 31 + _not.Length;
}
