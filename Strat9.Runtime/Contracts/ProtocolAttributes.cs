namespace Strat9;

/// <summary>
/// Declares a protocol. Without an argument, on a <c>partial struct C&lt;TState&gt;</c>: the carrier of a by-type protocol, whose states
/// are types. With an enum type, on a class or struct: an in-place protocol whose states are the enum's members.
/// </summary>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Class)]
public sealed class TypestateAttribute : Attribute
{
    /// <summary>Declares the carrier of a by-type protocol.</summary>
    public TypestateAttribute()
    {
    }

    /// <summary>Declares an in-place protocol.</summary>
    /// <param name="states">The enum whose members, each marked <see cref="StateAttribute"/>, are the states.</param>
    public TypestateAttribute(Type states) => States = states;

    /// <summary>The enum of the states of an in-place protocol; <see langword="null"/> for a carrier.</summary>
    public Type? States { get; }

    /// <summary>Whether a linear <c>Any{Carrier}</c>, whose state is known only at run time, is generated beside the carrier.</summary>
    public bool Any { get; set; }
}

/// <summary>
/// Marks a state: a <c>partial struct</c> (by-type protocol), an enum member (in-place protocol), or the type parameter of a carrier that
/// is the state, where it has several.
/// </summary>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.GenericParameter)]
public sealed class StateAttribute : Attribute
{
    /// <summary>Whether the protocol may begin here.</summary>
    public bool Initial { get; set; }

    /// <summary>Whether a value in this state may be dropped.</summary>
    public bool Final { get; set; }
}

/// <summary>
/// An edge of a protocol. Without arguments, on a method from one carrier state to another: its signature is the edge, and a
/// <c>static partial</c> one gets its body generated. With two enum members, on a member of an in-place type: the same as
/// <see cref="RequiresAttribute"/> of the first and <see cref="EnsuresAttribute"/> of the second.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class TransitionAttribute : Attribute
{
    /// <summary>An edge of a by-type protocol, read from the signature.</summary>
    public TransitionAttribute()
    {
    }

    /// <summary>An edge of an in-place protocol.</summary>
    /// <param name="from">The state it is callable in, a member of the protocol's enum.</param>
    /// <param name="to">The state afterwards.</param>
    public TransitionAttribute(object from, object to)
    {
        From = from;
        To = to;
    }

    /// <summary>The state an in-place transition starts from; <see langword="null"/> by type.</summary>
    public object? From { get; }

    /// <summary>The state an in-place transition leads to; <see langword="null"/> by type.</summary>
    public object? To { get; }
}

/// <summary>
/// The member is callable, or the argument is accepted, only in one of these states. On a field: an invariant between calls. On a property:
/// for both accessors.
/// </summary>
/// <param name="states">Enum members (in place) or state types (by type).</param>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Field | AttributeTargets.Event,
    AllowMultiple = true)]
public sealed class RequiresAttribute(params object[] states) : Attribute
{
    /// <summary>The states, any one of which is enough.</summary>
    public object[] States { get; } = states;

    /// <summary>On a field: the owner's state while which the invariant holds. Unset: always.</summary>
    public object? In { get; set; }
}

/// <summary>
/// The state afterwards: of the receiver (on a member), the new object (on a constructor), the argument (on a parameter) or the result
/// (on <c>return:</c>). On a property: for the setter.
/// </summary>
/// <param name="state">An enum member (in place) or a state type (by type).</param>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Constructor | AttributeTargets.Parameter |
    AttributeTargets.ReturnValue,
    AllowMultiple = true)]
public sealed class EnsuresAttribute(object state) : Attribute
{
    /// <summary>The state afterwards.</summary>
    public object State { get; } = state;

    /// <summary>
    /// The result on which the state is reached: a <see cref="bool"/> or a member of the enum that the method returns. On other results
    /// the state is unchanged. Unset: always.
    /// </summary>
    public object? When { get; set; }
}

/// <summary>
/// A test of the state. With an argument, on a <see cref="bool"/> member: <see langword="true"/> exactly when in that state. Without, on a
/// member of the protocol's enum type: its value is the state.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class TestsAttribute : Attribute
{
    /// <summary>The member's value is the state.</summary>
    public TestsAttribute()
    {
    }

    /// <summary>The member is <see langword="true"/> exactly in <paramref name="state"/>.</summary>
    /// <param name="state">A member of the protocol's enum.</param>
    public TestsAttribute(object state) => State = state;

    /// <summary>The state tested for; <see langword="null"/> when the member's value is the state.</summary>
    public object? State { get; }
}

/// <summary>
/// A closed set of cases: a <c>readonly partial struct</c> whose cases are its <c>static partial</c> factory methods.
/// </summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class TaggedUnionAttribute : Attribute;
