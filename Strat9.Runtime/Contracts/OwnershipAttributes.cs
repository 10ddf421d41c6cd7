namespace Strat9;

/// <summary>
/// A value of this type has one owner: a copy is a move. It may be dropped. Inherited by derived types, implementing types and
/// derived interfaces.
/// </summary>
/// <remarks>Assignment, by-value arguments and <c>return</c> take ownership; instance members borrow their receiver.</remarks>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class MoveOnlyAttribute : Attribute;

/// <summary>
/// Like <see cref="MoveOnlyAttribute"/>, and the value must be consumed on every path: it can be moved on, given back or ended, never
/// forgotten. Inherited likewise.
/// </summary>
/// <remarks><see cref="Ownership.Forget{T}(T, string)"/> is the one way to drop a linear value on purpose.</remarks>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class LinearAttribute : Attribute;

/// <summary>
/// The method takes ownership of its receiver, or the parameter takes ownership of its argument.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class ConsumesAttribute : Attribute
{
    /// <summary>
    /// The result on which ownership is taken: <see langword="true"/>, <see langword="false"/> or a member of the enum that the method
    /// returns. On every other result the value stays with the caller. Unset: always.
    /// </summary>
    public object? When { get; set; }
}

/// <summary>
/// Ownership stays where it was. On a by-value parameter: the callee only uses the argument during the call. On a return value: the
/// result borrows from the receiver or a borrowed argument. On a property or field: it lends, or holds a borrow.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class BorrowsAttribute : Attribute;

/// <summary>
/// An <c>out</c> parameter that gives a value only on the result named by <see cref="When"/>; on other results there is none, and the
/// body may leave <see langword="default"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class GivesAttribute : Attribute
{
    /// <summary>The result on which a value is given: a <see cref="bool"/> or a member of the enum that the method returns.</summary>
    public object? When { get; set; }
}

/// <summary>
/// The generic code treats values of this type parameter as linear, and is checked so; therefore move-only and linear types may be
/// passed as its type argument.
/// </summary>
[AttributeUsage(AttributeTargets.GenericParameter)]
public sealed class AllowsMoveOnlyAttribute : Attribute;

/// <summary>The result of the method, or every value of the type, may not be ignored.</summary>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Enum)]
public sealed class MustUseAttribute : Attribute;

/// <summary>
/// The body of this member, or of every member of this type, is not checked: it may copy, forge and drop. Its signature still binds its
/// callers.
/// </summary>
/// <param name="justification">Why the body is right although it cannot be checked. Required; an empty one is reported.</param>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Event |
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class TrustedAttribute(string justification) : Attribute
{
    /// <summary>Why the body is right although it cannot be checked.</summary>
    public string Justification { get; } = justification;
}
