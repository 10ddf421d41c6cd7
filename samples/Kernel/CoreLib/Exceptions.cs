namespace System;

/// <summary>To throw one is to end: the kernel prints the message and stops. So there is a message and nothing else.</summary>
public class Exception(string? message)
{
    public Exception()
        : this(null)
    {
    }

    public virtual string Message => message ?? "(no message)";
}

public class SystemException(string? message) : Exception(message);

public class ArgumentException(string? message, string? paramName) : SystemException(message)
{
    public ArgumentException(string? message)
        : this(message, null)
    {
    }

    public string? ParamName => paramName;
}

public class ArgumentNullException(string? paramName) : ArgumentException("An argument is null.", paramName);

public class ArgumentOutOfRangeException(string? paramName, string? message) : ArgumentException(message, paramName);

public class InvalidOperationException(string? message) : SystemException(message);

public class NotSupportedException(string? message) : SystemException(message);

public class OverflowException(string? message) : SystemException(message);

public class IndexOutOfRangeException() : SystemException("An index is out of range.");

public class NullReferenceException() : SystemException("A null reference.");

public class DivideByZeroException() : SystemException("A division by zero.");

public class InvalidCastException() : SystemException("An object is not of the type it is cast to.");
