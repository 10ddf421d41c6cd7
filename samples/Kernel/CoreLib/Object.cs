using Internal.Runtime;

namespace System;

/// <summary>The root: one word, the type.</summary>
public unsafe class Object
{
    internal MethodTable* m_pEEType; // the name the compiler looks for

    ~Object()
    {
    }

    public virtual bool Equals(object? obj) => this == obj;

    public virtual int GetHashCode() => 0;

    public virtual string ToString() => string.Empty;
}

public abstract class ValueType
{
    public override bool Equals(object? obj) => throw new NotSupportedException("Equality by reflection.");

    public override int GetHashCode() => throw new NotSupportedException("A hash by reflection.");
}

public abstract class Enum : ValueType;

public abstract class Delegate
{
    // The names and the order are the compiler's.
    internal object m_firstParameter = null!;
    internal object m_helperObject = null!;
    internal nint m_extraFunctionPointerOrData;
    internal nint m_functionPointer;
}

public abstract class MulticastDelegate : Delegate;

public abstract class Type;

/// <summary>Wanted by name when literals are compiled; no value of it exists.</summary>
internal abstract class RuntimeType : Type;

public abstract class Attribute;

public interface IDisposable
{
    void Dispose();
}

public interface IEquatable<T>
{
    bool Equals(T? other);
}

public interface IComparable<in T>
{
    int CompareTo(T? other);
}

public struct RuntimeTypeHandle
{
    private nint _value;
}

public struct RuntimeMethodHandle
{
    private nint _value;
}

public struct RuntimeFieldHandle
{
    private nint _value;
}

public struct Nullable<T>
    where T : struct
{
    private readonly bool hasValue; // the names the compiler looks for
    internal T value;

    public Nullable(T value)
    {
        this.value = value;
        hasValue = true;
    }

    public readonly bool HasValue => hasValue;

    public readonly T Value => hasValue ? value : throw new InvalidOperationException("A nullable without a value.");

    public readonly T GetValueOrDefault() => value;

    public static implicit operator Nullable<T>(T value) => new Nullable<T>(value);

    public static explicit operator T(Nullable<T> value) =>
        value.HasValue ? value.value : throw new InvalidOperationException("A nullable without a value.");
}
